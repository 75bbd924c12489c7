//! Consent to send outside this machine and private networks.

use std::io::{BufRead, IsTerminal, Write};

use crate::exit::{Exit, Failure};
use crate::outbound::{Endpoint, Reach, Sender};

/// Whether the user has agreed on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Consent {
    /// `--allow-remote`.
    Given,
    /// Not yet: asked for on a terminal, demanded elsewhere.
    Ask,
}

/// The farthest address that a run may dial to reach this endpoint. A name that has no address now
/// is left to the attempt itself, which may then not leave private networks.
pub(super) async fn allowed_reach(
    sender: &Sender,
    endpoint: &Endpoint,
    consent: Consent,
) -> Result<Reach, Failure> {
    if consent == Consent::Given {
        return Ok(Reach::Public);
    }
    let reach = match sender.reach(endpoint).await {
        Ok(reach) if reach > Reach::Private => reach,
        _ => return Ok(Reach::Private),
    };
    let shown = endpoint.shown();
    let where_to = match reach {
        Reach::LinkLocal => "a link-local address, where cloud machines keep their credentials",
        _ => "outside this machine and private networks",
    };
    if reach == Reach::Public && std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
        if is_agreed(&format!("{shown} is {where_to}. Send there? [y/N] ")) {
            return Ok(Reach::Public);
        }
        return Err(Failure::new(Exit::Usage, format!("nothing was sent to {shown}")));
    }
    Err(Failure::new(Exit::Usage, format!("{shown} is {where_to}"))
        .hint("--allow-remote sends there all the same"))
}

fn is_agreed(question: &str) -> bool {
    let mut terminal = std::io::stderr();
    let asked = terminal.write_all(question.as_bytes()).and_then(|()| terminal.flush());
    let mut answer = String::new();
    asked.is_ok()
        && std::io::stdin().lock().read_line(&mut answer).is_ok()
        && matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}
