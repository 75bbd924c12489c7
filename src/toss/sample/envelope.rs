//! The two envelopes around an event's content; `DEPOSIT_CALLBACK` has none (section 4).

use serde_json::{Value, json};

use super::draw::{nth, stream, ulid};
use super::{Wanted, times};

/// Envelope A: `createdAt` is Korean time, unsaid.
pub(super) fn notified(event_type: &str, wanted: &Wanted, data: &Value) -> Value {
    json!({
        "eventType": event_type,
        "createdAt": times::without_offset(wanted.at),
        "data": data,
    })
}

/// Envelope C: dated with its offset, named by an id of its own.
pub(super) fn entity(entity_type: &str, wanted: &Wanted, status: &str, body: &Value) -> Value {
    let mut rng = stream(wanted.seed, &nth(format!("event of {entity_type} {status}"), wanted.occurrence));
    json!({
        "eventType": format!("{entity_type}.changed"),
        "createdAt": times::with_offset(wanted.at),
        "version": "2022-11-16",
        "eventId": ulid(wanted.at, &mut rng),
        "entityType": entity_type,
        "entityBody": body,
    })
}
