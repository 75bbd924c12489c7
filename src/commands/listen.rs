//! `tosshook listen`.

use tokio_util::sync::CancellationToken;

use super::Context;
use super::listener::{Listener, end_runtime, runtime};
use crate::cli::listen::ListenArgs;
use crate::exit::{Exit, Failure};
use crate::outbound::without_user_information;
use crate::report::Detail;

/// Records and prints what arrives until it is ended.
pub(super) fn run(args: &ListenArgs, context: &Context) -> Result<Exit, Failure> {
    if let Some(endpoint) = &args.forward_to {
        let endpoint = without_user_information(endpoint);
        return Err(Failure::new(Exit::Usage, format!("listen does not forward to '{endpoint}'"))
            .hint(format!("tosshook forward {endpoint}")));
    }
    let listener = Listener::new(&args.listener, context, args.respond, Detail::Fields)?;
    let runtime = runtime()?;
    let ended = runtime.block_on(async {
        let started = listener.start(context).await?;
        started.run(context, CancellationToken::new()).await
    });
    end_runtime(runtime);
    ended.map(|_| Exit::Success)
}
