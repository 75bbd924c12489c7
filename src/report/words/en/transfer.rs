//! Events into files and out of them.

use std::io;
use std::path::Path;

use super::counted;
use super::failures::Words;
use crate::history::{BadItem, Imported, Lost, TransferForm};

/// That an event came from a file.
pub fn imported() -> &'static str {
    "Imported."
}

/// What was written into a file.
pub fn went_out(events: u64, path: &Path) -> String {
    format!("wrote {} into {}", counted(events, "event", "events"), path.display())
}

/// What an import came to.
pub fn came_in(imported: &Imported, form: TransferForm, path: &Path) -> String {
    let Imported { events, known, passed, bad } = *imported;
    let mut parts = vec![format!("imported {} into {}", counted(events, "event", "events"), path.display())];
    if known > 0 {
        parts.push(match form {
            TransferForm::Lines => format!("{known} left out that are there already"),
            TransferForm::Har => format!("{} left out of events that are there already", entries(known)),
        });
    }
    if passed > 0 {
        parts.push(format!("{} left out that are no POST", entries(passed)));
    }
    if bad > 0 {
        parts.push(format!("{} left out that can't be read", items(bad, form)));
    }
    parts.join("; ")
}

/// Why a line or an entry was left out.
pub fn bad_item(number: u64, form: TransferForm, why: &BadItem) -> String {
    let item = match form {
        TransferForm::Lines => "line",
        TransferForm::Har => "entry",
    };
    let why = match why {
        BadItem::TooLong => "it is longer than 64 MiB".to_owned(),
        BadItem::NotJson => "it is no JSON object".to_owned(),
        BadItem::Version => "v is not 1; a newer tosshook may read it".to_owned(),
        BadItem::Kind(Some(kind)) => {
            format!(
                "kind is {}; event, delivery and forwarded are imported",
                crate::report::sanitize::text(kind)
            )
        }
        BadItem::Kind(None) => "kind is missing".to_owned(),
        BadItem::Missing(key) => format!("{key} is missing"),
        BadItem::Wrong(key) => format!("{key} is not what it should be"),
        BadItem::Alone => "its event does not stand before it, or was left out".to_owned(),
        BadItem::Cut => "the file ends before it does".to_owned(),
        BadItem::NoArchive => return "the file is no HTTP archive: it has no log.entries".to_owned(),
    };
    format!("{item} {number}: {why}")
}

/// How many more were.
pub fn more_bad(count: u64, form: TransferForm) -> String {
    format!("and {} more", items(count, form))
}

/// What of a damaged history could not be read, after the rest was.
pub fn lost(path: &Path, events: u64, lost: &Lost) -> Words {
    let read = counted(events, "event", "events");
    let unread = match lost {
        Lost { events: 0, in_part: 0, .. } => "; whether there were more is not known".to_owned(),
        Lost { events: 0, .. } => String::new(),
        Lost { events, .. } => format!(", {events} could not"),
    };
    let in_part = if lost.in_part > 0 {
        let events = counted(lost.in_part, "event", "events");
        format!("; of {events} some re-sends, answers or calls may be missing")
    } else {
        String::new()
    };
    let message = format!("{} is damaged: {read} could be read{unread}{in_part}", path.display());
    let hint = if events > 0 {
        "what could be read was written; tosshook events import FILE --history NEW takes it into a new history"
    } else {
        "it was left as it is; another history can be taken with --history FILE"
    };
    (message, Some(hint.to_owned()))
}

/// A file can't be written.
pub fn output(path: &Path, error: &io::Error) -> Words {
    (format!("--output: could not write {}: {error}", path.display()), None)
}

/// A file can't be read.
pub fn input(path: &Path, error: &io::Error) -> Words {
    (format!("FILE {}: could not be read: {error}", path.display()), None)
}

fn items(count: u64, form: TransferForm) -> String {
    match form {
        TransferForm::Lines => counted(count, "line", "lines"),
        TransferForm::Har => entries(count),
    }
}

fn entries(count: u64) -> String {
    counted(count, "entry", "entries")
}
