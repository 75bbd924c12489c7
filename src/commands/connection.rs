//! How calls are made: what was typed of timeouts, headers and certificates becomes a sender.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use tokio::time::Instant;

use super::Context;
use crate::cli::forward::ConnectionArgs;
use crate::exit::{Exit, Failure};
use crate::outbound::{Endpoint, Reach, Sender, SenderOptions};
use crate::report::words;

/// How much of an answer is relayed.
const RESPONSE_BYTES: usize = 1024 * 1024;

/// How often `--wait` looks.
const PROBE_PAUSE: Duration = Duration::from_millis(100);

/// The timeouts of a sender.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waits {
    /// How long a call may take; zero waits for ever.
    pub(super) timeout: Duration,
    /// How long refused connections are waited through.
    pub(super) connect: Duration,
}

impl Waits {
    /// The timeout as an engine takes it.
    pub(super) fn timeout(self) -> Option<Duration> {
        (!self.timeout.is_zero()).then_some(self.timeout)
    }
}

/// The sender for these options; `reach` is the farthest address that may be dialled.
pub(super) fn sender(
    args: &ConnectionArgs,
    waits: Waits,
    reach: Reach,
    context: &Context,
) -> Result<Sender, Failure> {
    let ca_cert = match &args.ca_cert {
        Some(path) => Some(std::fs::read(path).map_err(|error| {
            Failure::new(Exit::Usage, format!("could not read --ca-cert {}: {error}", path.display()))
        })?),
        None => None,
    };
    let options = SenderOptions {
        timeout: waits.timeout(),
        connect_wait: waits.connect,
        insecure: args.insecure,
        ca_cert,
        headers: headers(&args.headers)?,
        reach,
        response_bytes: RESPONSE_BYTES,
    };
    Sender::new(options).map_err(|error| words::failure::sender(context.language, &error))
}

/// Refuses `--insecure` for endpoints that are farther away than the private networks. One whose
/// name has no address now is judged when it is called.
pub(super) async fn refuse_insecure(
    args: &ConnectionArgs,
    sender: &Sender,
    endpoints: impl Iterator<Item = &Endpoint>,
) -> Result<(), Failure> {
    for endpoint in endpoints.filter(|endpoint| args.insecure && endpoint.is_https()) {
        if sender.reach(endpoint).await.is_ok_and(|reach| reach > Reach::Private) {
            let shown = endpoint.shown();
            let message = format!("--insecure is for loopback and private hosts only, which {shown} is not");
            return Err(
                Failure::new(Exit::Usage, message).hint("--ca-cert FILE trusts a certificate of your own")
            );
        }
    }
    Ok(())
}

/// Looks whether the endpoint accepts connections, for at least one look of this length.
pub(super) async fn wait_until_up(
    sender: &Sender,
    endpoint: &Endpoint,
    wait: Duration,
    look: Duration,
) -> bool {
    let deadline = Instant::now() + wait;
    loop {
        if sender.probe(endpoint, look).await {
            return true;
        }
        if Instant::now() >= deadline {
            return false;
        }
        tokio::time::sleep(PROBE_PAUSE).await;
    }
}

/// Reads an endpoint that stood at `place`.
pub(super) fn endpoint(place: &str, typed: &str, context: &Context) -> Result<Endpoint, Failure> {
    Endpoint::parse(typed).map_err(|error| words::failure::endpoint(context.language, place, typed, &error))
}

/// Reads `-H "K: V"`. A value is never repeated in an error: it may be a secret.
pub(super) fn headers(lines: &[String]) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::new();
    for line in lines {
        let unusable = |what: &str| {
            Failure::new(Exit::Usage, format!("could not use -H '{}': {what}", name_of(line)))
                .hint("write a header line as -H \"Name: value\"")
        };
        let (name, value) = line.split_once(':').ok_or_else(|| unusable("it has no colon"))?;
        let name = HeaderName::from_bytes(name.trim().as_bytes())
            .map_err(|_| unusable("the name has characters that a header name can't have"))?;
        let mut value = HeaderValue::from_str(value.trim())
            .or_else(|_| HeaderValue::from_bytes(value.trim().as_bytes()))
            .map_err(|_| unusable("the value has control characters"))?;
        value.set_sensitive(true);
        headers.append(name, value);
    }
    Ok(headers)
}

fn name_of(line: &str) -> String {
    let name = line.split(':').next().unwrap_or_default();
    crate::report::sanitize::text(name).into_owned()
}

#[cfg(test)]
mod tests {
    use super::headers;

    #[test]
    fn a_header_line_is_read_and_a_bad_one_does_not_show_its_value() {
        let read = headers(&["X-Key: a:b ".to_owned()]).expect("a header line");
        assert_eq!(read["x-key"], "a:b");
        let error = headers(&["X Key: hunter2".to_owned()]).expect_err("a space in the name");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}
