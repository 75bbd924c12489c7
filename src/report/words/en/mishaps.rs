//! What was done to attempts on purpose, and what a receiver should make of it.

use crate::activity::{Malformed, Mishap, Mishaps};
use crate::report::{amount, when};

use super::counted;

/// `duplicate 1 of 2, body cut short, held for 120 ms.`; nothing where nothing was done, or all that was done shows
/// in what came of it.
pub fn mishap(mishap: &Mishap) -> Option<String> {
    let parts = [
        (mishap.copy > 0).then(|| format!("duplicate {} of {}", mishap.copy, mishap.copies)),
        mishap.malformed.map(|kind| broken(kind).to_owned()),
        mishap.held.map(|held| format!("held for {}", when::elapsed(held))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("{}.", parts.join(", ")))
}

fn broken(kind: Malformed) -> &'static str {
    match kind {
        Malformed::CutShort => "body: half of the JSON",
        Malformed::WrongEncoding => "body: letters in EUC-KR, not UTF-8",
        Malformed::Empty => "body: empty",
        Malformed::NotJson => "body: a page of HTML",
        Malformed::WrongType => "body: content of another type",
        Malformed::Array => "body: the event in an array",
    }
}

/// What a receiver should have made of it, a sentence for each thing that was done. `resends` is whether what
/// failed was sent again.
pub fn mishaps(mishaps: &Mishaps, resends: bool) -> Vec<String> {
    let all = [
        cut_short(mishaps),
        unheard(mishaps, resends),
        malformed(mishaps),
        copies(mishaps),
        lone_copies(mishaps),
    ];
    all.into_iter().flatten().collect()
}

fn cut_short(mishaps: &Mishaps) -> Option<String> {
    let Mishaps { cut_short, .. } = mishaps;
    (*cut_short > 0).then(|| {
        format!(
            "{} cut off before the body was whole: nothing may have been done for {}.",
            counted(*cut_short, "attempt was", "attempts were"),
            it(*cut_short)
        )
    })
}

fn unheard(mishaps: &Mishaps, resends: bool) -> Option<String> {
    let Mishaps { unheard, worked, .. } = mishaps;
    let again = if resends { "was sent" } else { "would be sent by Toss" };
    match (*unheard, *worked) {
        (0, _) => None,
        (unheard, 0) => Some(format!(
            "{} cut off once answered, but not by 200.",
            counted(unheard, "attempt was", "attempts were")
        )),
        (unheard, worked) => Some(format!(
            "{} answered 200 and cut off: the work was done, the sender never heard, and the same {again} again. It \
             must be done once.",
            if unheard == worked {
                counted(worked, "attempt was", "attempts were")
            } else {
                format!("{} of {}", amount::count(worked), counted(unheard, "attempt was", "attempts were"))
            }
        )),
    }
}

fn malformed(mishaps: &Mishaps) -> Option<String> {
    let Mishaps { malformed, refused, turned_away, turned_away_with, .. } = mishaps;
    let elsewhere = match turned_away_with {
        Some(status) if turned_away == malformed => {
            return Some(format!(
                "{} broken, but answered {status}: that is not about the body. 400 or 422 says that it was not \
                 understood.",
                counted(*malformed, "body was", "bodies were")
            ));
        }
        Some(status) => {
            format!(" {} answered {status} or the like: not about the body.", amount::count(*turned_away))
        }
        None => String::new(),
    };
    match (*malformed, *refused) {
        (0, _) => None,
        (1, 1) => Some("The body was broken: refused with 4xx, which is right.".to_owned()),
        (malformed, refused) if malformed == refused => {
            let malformed = amount::count(malformed);
            Some(format!("{malformed} bodies were broken: all refused with 4xx, which is right."))
        }
        (malformed, 0) => Some(format!(
            "{} broken, and none refused: 4xx would be right.{elsewhere} A 200 says that an event was understood; a 5xx is a \
             crash.",
            counted(malformed, "body was", "bodies were"),
        )),
        (malformed, refused) => Some(format!(
            "{} broken: {} refused with 4xx, which is right; {} not.{elsewhere} A 200 says that an event was understood; a \
             5xx is a crash.",
            counted(malformed, "body was", "bodies were"),
            amount::count(refused),
            amount::count(malformed - refused)
        )),
    }
}

fn copies(mishaps: &Mishaps) -> Option<String> {
    let Mishaps { comparable, unlike, .. } = mishaps;
    match (*comparable, *unlike) {
        (0, _) => None,
        (copies, 0) => Some(format!(
            "{} answered as the first was. Whether the work was done once, the server knows.",
            counted(copies, "duplicate was", "duplicates were")
        )),
        (copies, unlike) => Some(format!(
            "{} of {} answered otherwise than the first: a duplicate deserves the same 200.",
            amount::count(unlike),
            counted(copies, "duplicate was", "duplicates were")
        )),
    }
}

fn lone_copies(mishaps: &Mishaps) -> Option<String> {
    let Mishaps { incomparable, .. } = mishaps;
    (*incomparable > 0).then(|| {
        format!(
            "{} beside a first that was not answered 200: nothing to compare.",
            counted(*incomparable, "duplicate came", "duplicates came")
        )
    })
}

fn it(number: u64) -> &'static str {
    if number == 1 { "it" } else { "them" }
}
