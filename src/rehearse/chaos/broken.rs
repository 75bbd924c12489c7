//! Bodies that no receiver can read.

use bytes::Bytes;
use serde_json::{Value, json};

use crate::activity::Malformed;

/// 결제 in EUC-KR, in which no two of its bytes are UTF-8.
const EUC_KR: &[u8] = b"\xb0\xe1\xc1\xa6";

/// What a proxy answers in a server's place, and now and then sends on.
const PAGE: &[u8] = b"<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>\n";

/// The members that hold an event's content, the first that is there.
const CONTENTS: [&str; 3] = ["data", "entityBody", "status"];

/// The body, broken in this way.
pub(super) fn body(kind: Malformed, whole: &Bytes) -> Bytes {
    match kind {
        Malformed::CutShort => whole.slice(..whole.len() / 2),
        Malformed::WrongEncoding => wrongly_encoded(whole),
        Malformed::Empty => Bytes::new(),
        Malformed::NotJson => Bytes::from_static(PAGE),
        Malformed::WrongType => of_wrong_type(whole).unwrap_or_else(|| whole.slice(..whole.len() / 2)),
        Malformed::Array => [b"[", &whole[..], b"]"].concat().into(),
    }
}

/// The letters stand at the beginning of the first text that is a value.
fn wrongly_encoded(whole: &[u8]) -> Bytes {
    let value = whole.windows(2).position(|two| two == b":\"").map_or(0, |place| place + 2);
    [&whole[..value], EUC_KR, &whole[value..]].concat().into()
}

/// A text where an object is expected, an object where a text is.
fn of_wrong_type(whole: &[u8]) -> Option<Bytes> {
    let mut event: Value = serde_json::from_slice(whole).ok()?;
    let content = CONTENTS.iter().find(|name| event.get(name).is_some())?;
    event[content] = if event[content].is_object() { json!("[object Object]") } else { json!({}) };
    Some(event.to_string().into())
}
