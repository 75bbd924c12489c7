//! How calls are made: what was typed of timeouts, headers and certificates becomes a sender.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use super::Context;
use crate::cli::forward::ConnectionArgs;
use crate::exit::Failure;
use crate::outbound::{Endpoint, Reach, Sender, SenderOptions};
use crate::report::words::failure::NoHeader;
use crate::report::{Language, words};

/// How much of an answer is relayed.
const RESPONSE_BYTES: usize = 1024 * 1024;

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
        Some(path) => Some(
            std::fs::read(path).map_err(|error| words::failure::ca_cert(context.language, path, &error))?,
        ),
        None => None,
    };
    let options = SenderOptions {
        timeout: waits.timeout(),
        connect_wait: waits.connect,
        insecure: args.insecure,
        ca_cert,
        headers: headers(&args.headers, context.language)?,
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
    context: &Context,
) -> Result<(), Failure> {
    for endpoint in endpoints.filter(|endpoint| args.insecure && endpoint.is_https()) {
        if sender.reach(endpoint).await.is_ok_and(|reach| reach > Reach::Private) {
            return Err(words::failure::insecure(context.language, &endpoint.shown()));
        }
    }
    Ok(())
}

/// Reads an endpoint that stood at `place`.
pub(super) fn endpoint(place: &str, typed: &str, context: &Context) -> Result<Endpoint, Failure> {
    Endpoint::parse(typed).map_err(|error| words::failure::endpoint(context.language, place, typed, &error))
}

/// Reads `-H "K: V"`. A value is never repeated in an error: it may be a secret.
pub(super) fn headers(lines: &[String], language: Language) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::new();
    for line in lines {
        let unusable = |why| words::failure::header_line(language, name_of(line), why);
        let (name, value) = line.split_once(':').ok_or_else(|| unusable(NoHeader::Colon))?;
        let name = HeaderName::from_bytes(name.trim().as_bytes()).map_err(|_| unusable(NoHeader::Name))?;
        let mut value = HeaderValue::from_str(value.trim())
            .or_else(|_| HeaderValue::from_bytes(value.trim().as_bytes()))
            .map_err(|_| unusable(NoHeader::Value))?;
        value.set_sensitive(true);
        headers.append(name, value);
    }
    Ok(headers)
}

fn name_of(line: &str) -> &str {
    line.split(':').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::headers;
    use crate::report::Language;

    #[test]
    fn a_header_line_is_read_and_a_bad_one_does_not_show_its_value() {
        let read = headers(&["X-Key: a:b ".to_owned()], Language::English).expect("a header line");
        assert_eq!(read["x-key"], "a:b");
        let error =
            headers(&["X Key: hunter2".to_owned()], Language::English).expect_err("a space in the name");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}
