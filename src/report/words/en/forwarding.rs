//! What can't be made of the options of `forward` and of calls, and the remedy.

use std::io;
use std::path::Path;
use std::time::Duration;

use super::failures::Words;
use crate::outbound::without_user_information;
use crate::report::when;
use crate::report::words::failure::{NoHeader, Unfit};

/// Options of `forward` that do not go together.
pub fn unfit(what: Unfit<'_>) -> Words {
    let (message, hint) = match what {
        Unfit::Respond => (
            "forward answers what the dev server answers, not --respond".to_owned(),
            "tosshook listen --respond CODE answers by itself; --fail-first N fails on purpose here too",
        ),
        Unfit::WithoutResend(flag) => (
            format!("{flag} is for what is re-sent from here"),
            "add --on-failure resend; without it, the sender sends again at its own pace",
        ),
        Unfit::DemoResends => (
            "--demo keeps no history, which --on-failure resend needs".to_owned(),
            "name your own dev server",
        ),
        Unfit::NoHistory => (
            "--on-failure resend keeps what is pending in the history, which --no-history leaves out"
                .to_owned(),
            "--history FILE keeps it in a file of your choice",
        ),
        Unfit::FailsOnPurpose => (
            "--fail-first and --fail-rate fail the sender, whom --on-failure resend always answers 200"
                .to_owned(),
            "leave one of them out; to see re-sends, stop the dev server for a while",
        ),
        Unfit::KnownLater(condition) => (
            format!(
                "--where {condition}: that is known once an event is recorded, and --on-failure resend plans its \
                 calls with that"
            ),
            "retried_count=0 tells first requests from re-sends",
        ),
    };
    (message, Some(hint.to_owned()))
}

/// The dev server did not come up while it was waited for.
pub fn not_up(to: &str, wait: Duration) -> Words {
    let hint = "without --wait, forward starts at once and keeps what arrives meanwhile";
    (not_within(to, wait), Some(hint.to_owned()))
}

/// That nobody accepted connections for so long.
pub fn not_within(to: &str, wait: Duration) -> String {
    format!("{to} did not accept connections within {}", when::span(wait))
}

/// `--route` without its parts.
pub fn route(typed: &str) -> Words {
    let typed = without_user_information(typed);
    let hint = "--route DEPOSIT_CALLBACK=localhost:3000/deposits";
    (format!("could not use --route '{typed}': it has no ="), Some(hint.to_owned()))
}

/// The certificates' file can't be read.
pub fn ca_cert(path: &Path, error: &io::Error) -> Words {
    (format!("could not read --ca-cert {}: {error}", path.display()), None)
}

/// `--insecure` for an endpoint that is farther away than that.
pub fn insecure(to: &str) -> Words {
    let message = format!("--insecure is for loopback and private hosts only, which {to} is not");
    (message, Some("--ca-cert FILE trusts a certificate of your own".to_owned()))
}

/// A header line that can't be sent. Its value is not repeated: it may be a secret.
pub fn header_line(name: &str, why: NoHeader) -> Words {
    let what = match why {
        NoHeader::Colon => "it has no colon",
        NoHeader::Name => "the name has characters that a header name can't have",
        NoHeader::Value => "the value has control characters",
    };
    let hint = "write a header line as -H \"Name: value\"";
    (format!("could not use -H '{name}': {what}"), Some(hint.to_owned()))
}
