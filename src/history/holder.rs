//! Who holds plans: a token that tells one process from all others, and whether it is still there.

use std::fmt::Write as _;
use std::sync::Arc;

/// The token of a process that works on plans.
///
/// Where the system tells (Linux), it names the process, the moment at which that started, and which
/// machine and container its number is one of, so that others see at once when it is gone. Elsewhere
/// they wait until its lease has run out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder(Arc<str>);

/// What stands in a token for what the system does not tell.
const UNKNOWN: &str = "-";

impl Holder {
    /// A new token for this process.
    pub fn of_this_process() -> Self {
        let process = std::process::id();
        let started = started(process).unwrap_or_else(|| UNKNOWN.to_owned());
        let mut token = format!("{process} {started} {} ", space());
        // Writing to a String never fails.
        let _ = write!(token, "{:016x}", fastrand::u64(..));
        Self(token.into())
    }

    /// The token as it is stored.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether the process with this token is known to be gone. One on another machine or in another
/// container is not known, nor is any where the system does not tell.
pub(super) fn is_gone(token: &str) -> bool {
    let mut parts = token.split(' ');
    let (Some(process), Some(start), Some(there)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    if there == UNKNOWN || start == UNKNOWN || there != space() {
        return false;
    }
    let Ok(process) = process.parse() else { return false };
    started(process).is_none_or(|now| now != start)
}

/// When a process started, as the system counts; none where there is no such process, or it has ended
/// and only waits for its parent to take note.
fn started(process: u32) -> Option<String> {
    let told = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name in brackets may hold anything; behind it come the state and, 19 further, the start.
    let (_, rest) = told.rsplit_once(')')?;
    let mut fields = rest.split_ascii_whitespace();
    let is_over = matches!(fields.next()?, "Z" | "X");
    let start = fields.nth(18)?;
    (!is_over).then(|| start.to_owned())
}

/// Which machine since which start, and which container, numbers of processes belong to here.
fn space() -> String {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id");
    let container = std::fs::read_link("/proc/self/ns/pid");
    match (boot, container) {
        (Ok(boot), Ok(container)) => format!("{}/{}", boot.trim(), container.to_string_lossy()),
        _ => UNKNOWN.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Holder, is_gone, space};

    #[test]
    fn this_process_is_not_gone_and_its_tokens_differ() {
        let holder = Holder::of_this_process();
        assert!(!is_gone(holder.as_str()), "{holder:?}");
        assert_ne!(holder, Holder::of_this_process());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_process_that_has_ended_is_gone_even_before_its_parent_takes_note() {
        let mut child = std::process::Command::new("cat")
            .stdin(std::process::Stdio::piped())
            .spawn()
            .expect("cat is there");
        let started = super::started(child.id()).expect("it runs");
        let token = format!("{} {started} {} 0", child.id(), space());
        assert!(!is_gone(&token));
        drop(child.stdin.take());
        while super::started(child.id()).is_some() {
            std::thread::yield_now();
        }
        assert!(is_gone(&token));
        child.wait().expect("it ends");
        assert!(is_gone(&token));
    }

    #[test]
    fn a_number_that_another_process_has_by_now_or_that_is_of_elsewhere_is_told_apart() {
        let own = std::process::id();
        if space() != "-" {
            assert!(is_gone(&format!("{own} 1 {} 0", space())));
        }
        for token in ["", "x", "1 2", &format!("{own} 1 elsewhere 0"), &format!("{own} - - 0"), "a b c d"] {
            assert!(!is_gone(token), "{token}");
        }
    }
}
