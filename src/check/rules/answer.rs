//! `exactly-200` and `within-10s`, told of the control delivery's answer (section 1 of the facts: 200,
//! within 10 s).

use std::time::Duration;

use crate::activity::RuleVerdict::{Fail, Pass, Warn};
use crate::check::control::Control;
use crate::check::found::Found;

/// An answer that takes longer on a quiet machine is late on a busy one.
const COMFORTABLE: Duration = Duration::from_secs(3);

/// Any 2xx counts as handled everywhere else; here it must be 200.
pub(in crate::check) fn exactly_200(control: &Control) -> Found {
    match control.result.http_status() {
        Some(200) => control.seen(Pass),
        _ => control.seen(Fail),
    }
}

/// For an answer that came in time: whether it came with room to spare, and to its end.
pub(in crate::check) fn within_10s(control: &Control) -> Found {
    let is_endless = control.result.response.as_ref().is_some_and(|response| response.truncated);
    control.seen(if is_endless || control.result.elapsed > COMFORTABLE { Warn } else { Pass })
}
