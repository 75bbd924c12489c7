//! How an event and its payment stand to each other.

use super::event_cells::clipped;
use super::mask::Secret;
use super::theme::Meaning;
use super::{Look, Reveal, amount};
use crate::activity::{Agreement, Compared, ComparedField, Difference};
use crate::report::words::en;
use crate::toss::Amount;

/// How wide a value may be.
const VALUE_COLUMNS: usize = 80;

/// A mark, and what there is to say.
pub(super) struct Told {
    pub(super) mark: &'static str,
    pub(super) meaning: Meaning,
    pub(super) sentence: String,
}

/// What there is to say of it.
pub(super) fn told(compared: &Compared, look: &Look) -> Told {
    let (mark, meaning, differences) = match &compared.answer {
        Ok((_, Agreement::Agrees(_))) => ("=", Meaning::Accepted, Vec::new()),
        Ok((_, Agreement::Older { .. })) => ("<", Meaning::Warning, Vec::new()),
        Ok((_, Agreement::Differs(all))) => {
            ("≠", Meaning::Failed, all.iter().map(|it| shown(it, look.reveal)).collect())
        }
        Err(_) => ("?", Meaning::Warning, Vec::new()),
    };
    Told { mark, meaning, sentence: look.language.compared(compared, &differences) }
}

fn shown(difference: &Difference, reveal: Reveal) -> [String; 3] {
    let value = |value: &Option<String>| match (value, difference.field) {
        (None, _) => "-".to_owned(),
        (Some(token), ComparedField::Amount) => amount::shown(Some(&Amount(token.clone())), None),
        (Some(secret), ComparedField::Secret) if reveal == Reveal::Masked => Secret::Key.mask(secret),
        (Some(text), _) => clipped(text, VALUE_COLUMNS).into_owned(),
    };
    [en::look_up::field(difference.field).to_owned(), value(&difference.event), value(&difference.payment)]
}
