//! What payments are looked up with: what was typed becomes the API.

use super::{Context, secrets};
use crate::cli::look_up::LookUpArgs;
use crate::exit::Failure;
use crate::payments::{Api, ApiBase};
use crate::report::words;
use crate::toss::KeyWorld;

/// The API that is asked, where a key was given.
pub(super) fn api(args: &LookUpArgs, context: &Context) -> Result<Option<Api>, Failure> {
    let language = context.language;
    let Some(key) = secrets::secret_key(args.secret_key.as_deref(), context)? else { return Ok(None) };
    if key.world() == KeyWorld::Live && !args.allow_live_key {
        return Err(words::failure::live_key(language));
    }
    let base = ApiBase::parse(&args.api_base)
        .map_err(|error| words::failure::api_base(language, &args.api_base, &error))?;
    Api::new(base, key).map(Some).map_err(|error| words::failure::sender(language, &error))
}
