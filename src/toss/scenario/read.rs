//! From a file's bytes to a scenario, or to what is wrong with it and on which line.

use std::time::Duration;

use super::fields::{Fields, Value, wrong};
use super::{Expected, MOST_STEPS, Scenario, ScenarioError, Step, Told, Wrong};
use crate::duration::duration;
use crate::toss::sample::Part;
use crate::toss::sample::edit::{Edit, Missing};
use crate::toss::{EventType, Policy};

/// How long a scenario may last: over a year is no payment's life but a slip of the keyboard.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 3600);

/// The keys of a scenario.
const KEYS: [&str; 7] = ["title", "description", "method", "order_id", "payment_key", "amount", "steps"];

/// The keys of a step.
const STEP_KEYS: [&str; 11] = [
    "note",
    "event",
    "status",
    "method",
    "cancel",
    "twin_of",
    "resend_of",
    "retried_count",
    "after",
    "set",
    "unset",
];

/// What a change has, and neither a twin nor a re-send.
const OF_A_CHANGE: [&str; 3] = ["status", "method", "cancel"];

/// The time between two changes that don't say.
const BETWEEN: Duration = Duration::from_secs(60);

impl Scenario {
    /// Reads a file, and makes each of its events once to see that it can be.
    ///
    /// Pure. Whatever is wrong is told with its line: no JSON, a key, event, status, method or field that
    /// there isn't, steps that name no earlier one, amounts that don't add up. With [`Missing::Create`]
    /// fields may be set that an event doesn't have.
    pub fn read(bytes: &[u8], missing: Missing) -> Result<Self, ScenarioError> {
        let fields = Fields::of(Value::of_file(bytes)?, "scenario", &KEYS)?;
        let list = fields.get("steps").ok_or_else(|| fields.missing("steps"))?;
        let elements = list.elements("steps")?;
        if elements.is_empty() {
            return Err(wrong(list.line, Wrong::NoSteps));
        }
        if let Some(one_more) = elements.get(MOST_STEPS) {
            return Err(wrong(one_more.line, Wrong::TooManySteps));
        }
        let amount = fields.number("amount", 2, u64::MAX)?;
        let mut steps = Vec::with_capacity(elements.len());
        for element in elements {
            let fields = Fields::of(element, "steps", &STEP_KEYS)?;
            if let (Some(cancel), None) = (fields.get("cancel"), amount)
                && cancel.token().starts_with(|first: char| first.is_ascii_digit())
            {
                // A total that is drawn may be less than that.
                return Err(wrong(cancel.line, Wrong::Needs { key: "cancel", needs: "amount" }));
            }
            steps.push(step(&fields, &steps)?);
        }
        let scenario = Self {
            title: fields.text("title")?,
            description: fields.text("description")?,
            method: fields.text("method")?,
            order_id: fields.text("order_id")?,
            payment_key: fields.text("payment_key")?,
            amount,
            steps,
            places: fields.places(),
        };
        scenario.check(missing)?;
        Ok(scenario)
    }
}

fn step(fields: &Fields<'_>, before: &[Step]) -> Result<Step, ScenarioError> {
    let told = if fields.get("resend_of").is_some() {
        resend(fields, before)?
    } else if let Some(count) = fields.get("retried_count") {
        return Err(wrong(count.line, Wrong::Needs { key: "retried_count", needs: "resend_of" }));
    } else if fields.get("twin_of").is_some() {
        twin(fields, before)?
    } else {
        change(fields)?
    };
    let after_first = after_first(fields, &told, before)?;
    Ok(Step { note: fields.text("note")?, told, edits: edits(fields)?, after_first, places: fields.places() })
}

fn change(fields: &Fields<'_>) -> Result<Told, ScenarioError> {
    let event_type = event(fields)?.ok_or_else(|| fields.missing("event"))?;
    let part = match fields.get("cancel") {
        None => Part::Drawn,
        Some(value) if value.token() == r#""rest""# => Part::Rest,
        Some(value) if value.token().starts_with('"') => {
            return Err(wrong(value.line, Wrong::Kind { key: "cancel", expected: Expected::Part }));
        }
        Some(value) => Part::Amount(value.number("cancel", 1, u64::MAX)?),
    };
    Ok(Told::Change { event_type, status: fields.text("status")?, method: fields.text("method")?, part })
}

fn twin(fields: &Fields<'_>, before: &[Step]) -> Result<Told, ScenarioError> {
    fields.exclude("twin_of", &OF_A_CHANGE)?;
    let (of, line) = earlier(fields, "twin_of", before, |told| matches!(told, Told::Change { .. }))?;
    let other = match before.get(of).map(|step| &step.told) {
        Some(Told::Change { event_type: EventType::PaymentStatusChanged, .. }) => EventType::DepositCallback,
        Some(Told::Change { event_type: EventType::DepositCallback, .. }) => EventType::PaymentStatusChanged,
        _ => return Err(wrong(line, Wrong::NoTwin)),
    };
    match event(fields)? {
        Some(event_type) if event_type != other => Err(wrong(line, Wrong::NoTwin)),
        _ => Ok(Told::Twin { of, event_type: other }),
    }
}

fn resend(fields: &Fields<'_>, before: &[Step]) -> Result<Told, ScenarioError> {
    fields.exclude("resend_of", &["event", "status", "method", "cancel", "twin_of", "set", "unset"])?;
    let (of, _) = earlier(fields, "resend_of", before, |told| !matches!(told, Told::Resend { .. }))?;
    let most = Policy::toss().resends();
    let last = before.iter().rev().find_map(|step| match step.told {
        Told::Resend { of: same, retried_count } if same == of => Some(retried_count),
        _ => None,
    });
    let next = u64::from(last.unwrap_or(0) + 1).min(most.into());
    let count = fields.number("retried_count", 0, most.into())?.unwrap_or(next);
    Ok(Told::Resend { of, retried_count: u32::try_from(count).unwrap_or(most) })
}

/// The earlier step that a key names, counted from 1 in the file; it must be of this kind.
fn earlier(
    fields: &Fields<'_>,
    key: &'static str,
    before: &[Step],
    is_meant: fn(&Told) -> bool,
) -> Result<(usize, usize), ScenarioError> {
    let value = fields.get(key).ok_or_else(|| fields.missing(key))?;
    let typed = value.number(key, 1, MOST_STEPS as u64)?;
    let index = usize::try_from(typed - 1).unwrap_or(usize::MAX);
    match before.get(index) {
        Some(step) if is_meant(&step.told) => Ok((index, value.line)),
        _ => Err(wrong(value.line, Wrong::NoSuchStep { key, typed })),
    }
}

fn event(fields: &Fields<'_>) -> Result<Option<EventType>, ScenarioError> {
    let Some(value) = fields.get("event") else { return Ok(None) };
    let typed = value.text("event")?;
    let event = EventType::parse_typed(&typed).map_err(|error| wrong(value.line, Wrong::Event(error)))?;
    Ok(Some(event))
}

/// When a step is sent: so long after the one before as it says; else a minute after it, a twin at once, a
/// re-send when Toss Payments would send it, if that is not over.
fn after_first(fields: &Fields<'_>, told: &Told, before: &[Step]) -> Result<Duration, ScenarioError> {
    let said = fields.get("after");
    let Some(last) = before.last() else {
        return match said {
            Some(value) => Err(wrong(value.line, Wrong::AfterNothing)),
            None => Ok(Duration::ZERO),
        };
    };
    if let Some(value) = said {
        let typed = value.text("after")?;
        let after = duration(&typed)
            .map_err(|error| wrong(value.line, Wrong::Duration { key: "after", typed, error }))?;
        let after_first = last.after_first.saturating_add(after);
        return if after_first > LONGEST { Err(wrong(value.line, Wrong::TooLong)) } else { Ok(after_first) };
    }
    Ok(match told {
        Told::Change { .. } => last.after_first.saturating_add(BETWEEN),
        Told::Twin { .. } => last.after_first,
        Told::Resend { of, retried_count } => {
            let first = before.get(*of).map_or(Duration::ZERO, |step| step.after_first);
            let waits = Policy::toss().waits.into_iter().take(*retried_count as usize);
            first.saturating_add(waits.sum()).max(last.after_first)
        }
    })
}

fn edits(fields: &Fields<'_>) -> Result<Vec<(usize, Edit)>, ScenarioError> {
    let mut edits = Vec::new();
    if let Some(set) = fields.get("set") {
        for member in set.members("set")? {
            let edit = Edit::set(&member.key, member.value.token());
            edits.push((member.line, edit.map_err(|error| wrong(member.line, Wrong::Edit(error)))?));
        }
    }
    if let Some(unset) = fields.get("unset") {
        for path in unset.elements("unset")? {
            let edit = Edit::parse_unset(&path.text("unset")?);
            edits.push((path.line, edit.map_err(|error| wrong(path.line, Wrong::Edit(error)))?));
        }
    }
    Ok(edits)
}
