//! What events of one payment show beside each other.

use super::{Finding, Problem, State};
use crate::activity::Repeat;
use crate::toss::{EventType, event};

const DONE: &str = "DONE";
const WAITING_FOR_DEPOSIT: &str = "WAITING_FOR_DEPOSIT";
const CANCELED: &str = "CANCELED";
const PARTIAL_CANCELED: &str = "PARTIAL_CANCELED";

/// States that no other follows on (section 5).
const FINAL: [&str; 3] = [CANCELED, "ABORTED", "EXPIRED"];

/// How Toss Payments writes the method (section 5).
const VIRTUAL_ACCOUNT: &str = "가상계좌";

/// How many decimals amounts are added up with; no currency has more.
const DECIMALS: usize = 4;

/// Says what there is to say of a state that came after those `before` it.
pub(super) fn of(state: &State<'_>, before: &[State<'_>], all: &[State<'_>], found: &mut Vec<Finding>) {
    let earlier = || before.iter().filter(|it| it.is_of_payment_of(state));
    let first_of = |test: &dyn Fn(&State<'_>) -> bool| earlier().find(|it| test(it));
    if let Some(other) = first_of(&|it| tells_the_same(it, state)) {
        found.push(state.finding(Some(other), Problem::ToldAgain));
    }
    missing(state, before, all, found);
    older(state, all, found);
    follows(state, all, found);
    if let Some(other) = earlier().last() {
        changed(state, other, found);
    }
    if let Some(unbalanced) = unbalanced(state) {
        found.push(state.finding(None, unbalanced));
    }
    let is_other_payment = |it: &&State<'_>| {
        let keys = (&it.event.payment_key, &state.event.payment_key);
        matches!(keys, (Some(one), Some(other)) if one != other) && it.event.order_id == state.event.order_id
    };
    let paid = before.iter().filter(is_other_payment).find(|it| it.status == DONE && state.status == DONE);
    if let Some(other) = paid {
        found.push(state.finding(Some(other), Problem::PaidTwice));
    }
}

/// Whether both tell of one change, under the same type and different transmissions.
fn tells_the_same(one: &State<'_>, other: &State<'_>) -> bool {
    if one.event.event_type != other.event.event_type || one.status != other.status {
        return false;
    }
    match (&one.event.transaction_key, &other.event.transaction_key) {
        (Some(one), Some(other)) => one == other,
        // One status may come again: a deposit after a reversal, a second partial cancel.
        _ => one.made_at.is_some() && one.made_at == other.made_at,
    }
}

/// What has to have come before a state, and is not in the history at all; said of the first that lacks it.
fn missing(state: &State<'_>, before: &[State<'_>], all: &[State<'_>], found: &mut Vec<Finding>) {
    let has = |status: &str| all.iter().any(|it| it.is_of_payment_of(state) && it.status == status);
    let is_first = |statuses: &[&str]| {
        !before.iter().any(|it| it.is_of_payment_of(state) && statuses.contains(&it.status))
    };
    let is_account = state.event.event_type == EventType::DepositCallback
        || state.event.method.as_deref() == Some(VIRTUAL_ACCOUNT);
    if state.status == DONE && is_account && is_first(&[DONE]) && !has(WAITING_FOR_DEPOSIT) {
        found.push(state.finding(None, Problem::NoIssue));
    }
    let cancels = [CANCELED, PARTIAL_CANCELED];
    // An account can be cancelled before anything was deposited.
    let needs_approval = state.status == PARTIAL_CANCELED || state.status == CANCELED && !is_account;
    // Of automatic billing no approval is told (section 4).
    let is_billing = state.payment.as_ref().and_then(|it| it.text("type")).as_deref() == Some("BILLING");
    if needs_approval && !is_billing && is_first(&cancels) && !has(DONE) {
        found.push(state.finding(None, Problem::NoApproval));
    }
}

/// Whether one of its requests came after an event with a newer state.
fn older(state: &State<'_>, all: &[State<'_>], found: &mut Vec<Finding>) {
    let newer = all
        .iter()
        .filter(|it| it.is_of_payment_of(state) && it.status != state.status && is_made_before(state, it));
    let Some(newer) = newer.min_by_key(|it| it.arrived_at()) else { return };
    let overtaken = state
        .recorded
        .deliveries
        .iter()
        .find(|it| it.repeat != Repeat::Duplicate && it.request.arrived_at > newer.arrived_at());
    if let Some(delivery) = overtaken {
        let retried_count = delivery.retried_count;
        found.push(state.finding(Some(newer), Problem::OlderState { retried_count }));
    }
}

/// Whether a state was made before another, by both dates; where these don't tell, by what may follow on what. Without
/// dates, DONE and `WAITING_FOR_DEPOSIT` may come in either order.
fn is_made_before(state: &State<'_>, other: &State<'_>) -> bool {
    match state.made_at.zip(other.made_at) {
        Some((own, others)) if own != others => own < others,
        _ => event::follows(state.status, other.status) && !event::is_reversal(other.status, state.status),
    }
}

/// Whether it can follow on the state that was made before it.
fn follows(state: &State<'_>, all: &[State<'_>], found: &mut Vec<Finding>) {
    let Some(made_at) = state.made_at else { return };
    let before = all
        .iter()
        .filter(|it| it.is_of_payment_of(state) && it.id() != state.id() && it.status != state.status)
        .filter(|it| it.made_at.is_some_and(|it| it < made_at))
        .max_by_key(|it| it.made_at);
    let Some(before) = before else { return };
    // A twin says the same again.
    if state.recorded.row.twin_of.is_some() {
        return;
    }
    let is_after_cancel =
        before.status == PARTIAL_CANCELED && [DONE, WAITING_FOR_DEPOSIT].contains(&state.status);
    if FINAL.contains(&before.status) || is_after_cancel {
        let from = before.status.to_owned();
        found.push(state.finding(Some(before), Problem::AfterEnd { from }));
    } else if before.status == DONE && state.status == WAITING_FOR_DEPOSIT {
        found.push(state.finding(Some(before), Problem::Reversed));
    }
}

/// What stays the same for a payment, and is another than in the event before.
fn changed(state: &State<'_>, other: &State<'_>, found: &mut Vec<Finding>) {
    if let (Some(before), Some(after)) = (&other.payment, &state.payment)
        && !before.amount.is_as_much_as(&after.amount)
    {
        let problem = Problem::TotalChanged { before: before.amount.clone(), after: after.amount.clone() };
        found.push(state.finding(Some(other), problem));
    }
    if let (Some(before), Some(after)) = (&other.secret, &state.secret)
        && before != after
    {
        found.push(state.finding(Some(other), Problem::SecretChanged));
    }
}

/// Whether the total is not the balance and all cancels together, where the Payment lists cancels and says all of that.
/// Not judged where a cancel is under way, nor where discounts play a part: how they count is not documented.
fn unbalanced(state: &State<'_>) -> Option<Problem> {
    let payment = state.payment.as_ref()?;
    if payment.has("discount") {
        return None;
    }
    let balance = payment.number("balanceAmount")?;
    let mut left = units(&payment.amount.0)? - units(&balance.0)?;
    for cancel in payment.cancels()? {
        if cancel.discounts.iter().any(|discount| units(&discount.0) != Some(0)) {
            return None;
        }
        match cancel.status.as_deref() {
            None | Some(DONE) => left -= units(&cancel.amount?.0)?,
            // One that was given up has taken nothing.
            Some("ABORTED") => {}
            Some(_) => return None,
        }
    }
    (left != 0).then(|| Problem::Unbalanced { total: payment.amount.clone(), balance })
}

/// A plain decimal in units of its last decimal; none for what is written otherwise.
fn units(token: &str) -> Option<i128> {
    let (whole, fraction) = token.split_once('.').unwrap_or((token, ""));
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > DECIMALS || whole.len() > 30 {
        return None;
    }
    format!("{whole}{fraction:0<DECIMALS$}").parse().ok()
}
