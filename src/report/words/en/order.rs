//! An order's events in time, and what there is to say of them.

use jiff::Timestamp;

use crate::examine::order::{Family, Finding, Problem};
use crate::report::event_cells::clipped;
use crate::report::{amount, when};
use crate::toss::Amount;

use super::failures::Words;
use super::{counted, outcomes};

/// How much of an order's id is shown: documented ones have 64 letters at most (section 5).
const LONGEST_ORDER: usize = 64;

/// How much of an amount is shown.
const LONGEST_AMOUNT: usize = 40;

/// The kinds of findings, in the order in which they are counted.
const FAMILIES: [(Family, &str); 5] = [
    (Family::Late, "late"),
    (Family::Missing, "missing"),
    (Family::Duplicate, "duplicate"),
    (Family::Contradictory, "contradictory"),
    (Family::Notable, "to be dealt with"),
];

/// The headings.
pub fn order_headings() -> [&'static str; 7] {
    ["time", "id", "event", "status", "amount", "which", "answer"]
}

/// That a request brought an attempt again.
pub fn duplicate() -> &'static str {
    "duplicate"
}

/// A call that no request was answered with.
pub fn sent_from_here(retried_count: Option<u32>) -> String {
    match retried_count {
        Some(count @ 1..) => format!("sent from here, {}", outcomes::resend(count)),
        _ => "sent from here".to_owned(),
    }
}

/// How many there are, and how much there is to say, of which kind.
pub fn order_summary(events: u64, requests: u64, findings: &[Finding]) -> String {
    let all = format!("{}, {}", counted(events, "event", "events"), counted(requests, "request", "requests"));
    let of = |family| findings.iter().filter(|it| it.problem.family() == family).count() as u64;
    let said = FAMILIES.map(|(family, name)| (of(family), name));
    let said: Vec<String> = said
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{} {name}", amount::count(*count)))
        .collect();
    if said.is_empty() {
        format!("{all}: nothing is out of order")
    } else {
        format!("{all}: {}", said.join(", "))
    }
}

/// That there are more.
pub fn events_left_out(events: u64) -> String {
    format!("{} of this order more, which are not looked at", counted(events, "event", "events"))
}

/// That no event names it.
pub fn unknown_order(order: &str, nearest: Option<&str>) -> Words {
    let hint = match nearest {
        Some(nearest) => format!("did you mean {}?", clipped(nearest, LONGEST_ORDER)),
        None => "tosshook events list shows the orders of the newest events".to_owned(),
    };
    (format!("ORDER {order}: no event in this history names it"), Some(hint))
}

/// What there is to say. `shown` shows times.
pub fn order_finding(finding: &Finding, shown: &dyn Fn(Timestamp) -> String) -> String {
    let beside = finding.beside.as_ref().map_or("another event", |id| id.short());
    match &finding.problem {
        Problem::FirstUnseen { retried_count, after } => format!(
            "late: the first that came here was {}, {} after the first attempt; those before it are not in this history",
            outcomes::resend(*retried_count),
            when::span(*after)
        ),
        Problem::AcceptedLate { retried_count, after } => format!(
            "late: accepted as {}, {} after the first",
            outcomes::resend(*retried_count),
            when::span(*after)
        ),
        Problem::AcceptedHere { after } => {
            format!("late: accepted by a call from here, {} after it came", when::span(*after))
        }
        Problem::Gap { counts } => {
            format!("missing: {} did not come here, though one after did", resends(counts))
        }
        Problem::SentAgain { retried_count } => format!(
            "duplicate: {} came after a 200; its sender may not have heard that answer",
            outcomes::resend(*retried_count)
        ),
        Problem::Sending { next, last_chance } => sending(*next, last_chance.map(shown).as_deref(), shown),
        Problem::Failed => FAILED.to_owned(),
        Problem::Duplicate { times } => {
            format!("duplicate: the same attempt came again, {}", counted(*times, "time", "times"))
        }
        Problem::Twin => format!("duplicate: the same change as {beside}, {TWIN}"),
        Problem::ToldAgain => {
            format!("duplicate: {beside} told of the same change, under another transmission id")
        }
        Problem::NoIssue => NO_ISSUE.to_owned(),
        Problem::NoApproval => NO_APPROVAL.to_owned(),
        Problem::OlderState { retried_count } => older_state(*retried_count, beside),
        Problem::AfterEnd { from } => {
            format!("contradictory: it follows on {from} ({beside}), after which nothing comes")
        }
        Problem::Reversed => format!(
            "DONE of {beside} is taken back: the deposit was an error, and the order is not paid any more"
        ),
        Problem::TotalChanged { before, after } => {
            format!("contradictory: totalAmount is {}, and was {} in {beside}", short(after), short(before))
        }
        Problem::Unbalanced { total, balance } => format!(
            "contradictory: totalAmount {} is not balanceAmount {} and what was cancelled",
            short(total),
            short(balance)
        ),
        Problem::SecretChanged => format!("contradictory: another secret than in {beside}; {ONE_SECRET}"),
        Problem::PaidTwice => {
            format!("contradictory: {beside} tells of another payment of this order, which is DONE too")
        }
    }
}

const FAILED: &str =
    "late: not accepted by the last re-send, so it comes no more by itself; ask the API for the payment";

const TWIN: &str = "under the other event type: both are registered, and each change comes twice";

const NO_ISSUE: &str =
    "missing: no WAITING_FOR_DEPOSIT of it is in this history, which the issue of the account sends";

const NO_APPROVAL: &str = "missing: no DONE of it is in this history; only automatic billing sends none";

const ONE_SECRET: &str = "a payment keeps its secret, so one of them may be forged";

/// Of an event that is not accepted yet.
fn sending(
    next: Option<(u32, Timestamp)>,
    last_chance: Option<&str>,
    shown: &dyn Fn(Timestamp) -> String,
) -> String {
    match (next, last_chance) {
        (Some((count, at)), last_chance) => {
            let last = last_chance.map_or_else(String::new, |last| format!(", the last chance is {last}"));
            format!("late: not accepted yet; {} is due {}{last}", outcomes::resend(count), shown(at))
        }
        (None, Some(last)) => {
            format!("late: not accepted; the last chance was {last}, and nothing was seen of it here")
        }
        (None, None) => {
            "late: not accepted yet; tosshook forward --on-failure resend goes on with it".to_owned()
        }
    }
}

/// Of an event that came after one with a newer state.
fn older_state(retried_count: u32, newer: &str) -> String {
    let which = match retried_count {
        0 => "it came".to_owned(),
        count => format!("{} came", outcomes::resend(count)),
    };
    format!(
        "contradictory: {which} after {newer}, which tells of a newer state; who keeps the last to arrive goes back"
    )
}

/// `re-send 1`, `re-sends 1 to 3, 5`
fn resends(counts: &[u32]) -> String {
    let ranges = counts.chunk_by(|before, after| before + 1 == *after).map(|range| match range {
        [first, last] => format!("{first} and {last}"),
        [first, .., last] => format!("{first} to {last}"),
        alone => alone.iter().map(u32::to_string).collect(),
    });
    let noun = if counts.len() == 1 { "re-send" } else { "re-sends" };
    format!("{noun} {}", ranges.collect::<Vec<_>>().join(", "))
}

/// An amount as it stands in the body; a body may hold a longer one than anybody reads.
fn short(amount: &Amount) -> String {
    let mut letters = amount.0.chars();
    let shown: String = letters.by_ref().take(LONGEST_AMOUNT).collect();
    if letters.next().is_none() { shown } else { format!("{shown}…") }
}
