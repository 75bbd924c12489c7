//! What is done to an attempt on purpose, as a real network or a broken sender does it.

use std::time::Duration;

use super::{AttemptResult, Cause, CutAfter, Outcome};

/// What was done to an attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mishap {
    /// Which further copy of the attempt it is, from 1; 0 is the attempt itself.
    pub copy: u32,
    /// How many further copies there are.
    pub copies: u32,
    /// How long it was held back.
    pub held: Option<Duration>,
    /// How its body is broken.
    pub malformed: Option<Malformed>,
    /// Where its connection is cut off.
    pub cut: Option<CutAfter>,
}

/// How a body is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// JSON that ends in the middle.
    CutShort,
    /// Korean letters that are not in UTF-8.
    WrongEncoding,
    /// Nothing at all.
    Empty,
    /// Another format: the page of a proxy.
    NotJson,
    /// JSON in which the content is of another type.
    WrongType,
    /// The event within an array.
    Array,
}

impl Malformed {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::CutShort, Self::WrongEncoding, Self::Empty, Self::NotJson, Self::WrongType, Self::Array];

    /// The JSON word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CutShort => "cut_short",
            Self::WrongEncoding => "wrong_encoding",
            Self::Empty => "empty",
            Self::NotJson => "not_json",
            Self::WrongType => "wrong_type",
            Self::Array => "array",
        }
    }
}

impl Mishap {
    /// What this copy of the attempt meets with: it comes whole, whatever cuts the attempt off.
    #[must_use]
    pub fn of_copy(self, copy: u32) -> Self {
        Self { copy, cut: None, ..self }
    }

    /// Whether what was done is for the server to master: one that fails then has done wrong, whatever becomes of
    /// the re-sends. A delay is nothing that it could notice.
    pub fn is_test(&self) -> bool {
        self.copies > 0 || self.malformed.is_some() || self.cut.is_some()
    }

    /// Whether a server did right that answered so: an attempt that was left alone is accepted, a broken body is
    /// refused, and of a call that was cut off before it was whole nothing is known.
    pub fn is_mastered(&self, result: &AttemptResult) -> bool {
        let is_right = |status: Option<u16>| match self.malformed {
            Some(_) => status.is_some_and(refuses_a_body),
            None => status == Some(200),
        };
        match (self.cut, &result.cause) {
            (Some(CutAfter::Response), Some(Cause::CutOff { status, .. })) => is_right(*status),
            (Some(_), cause) => matches!(cause, Some(Cause::CutOff { .. })),
            (None, _) if self.malformed.is_some() => is_right(result.http_status()),
            (None, _) => result.outcome == Outcome::Accepted,
        }
    }
}

/// What was done to the attempts of a run, and what came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mishaps {
    /// Attempts that were cut off before they were whole.
    pub cut_short: u64,
    /// Attempts that were cut off once they had been answered.
    pub unheard: u64,
    /// Those of them that had been answered 200.
    pub worked: u64,
    /// Attempts with a broken body.
    pub malformed: u64,
    /// Those of them that were refused for it.
    pub refused: u64,
    /// Those of them that were refused for another reason, with a status of 400 to 499 that is not about bodies.
    pub turned_away: u64,
    /// The first such status.
    pub turned_away_with: Option<u16>,
    /// Further copies of attempts.
    pub copies: u64,
    /// Those of whole attempts that were answered 200 themselves.
    pub comparable: u64,
    /// Those of them that were not answered so.
    pub unlike: u64,
    /// Those of whole attempts that were not answered 200 themselves.
    pub incomparable: u64,
}

impl Mishaps {
    /// Whether anything was done.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Counts an attempt; of a copy also beside what came of the attempt itself.
    pub fn count(&mut self, mishap: &Mishap, result: &AttemptResult, itself: Option<&AttemptResult>) {
        match &result.cause {
            Some(Cause::CutOff { after: CutAfter::Response, status }) => {
                self.unheard += 1;
                self.worked += u64::from(*status == Some(200));
            }
            Some(Cause::CutOff { .. }) => self.cut_short += 1,
            _ => {}
        }
        if mishap.malformed.is_some() {
            self.malformed += 1;
            match result.http_status() {
                Some(status) if refuses_a_body(status) => self.refused += 1,
                Some(status @ 400..=499) => {
                    self.turned_away += 1;
                    self.turned_away_with.get_or_insert(status);
                }
                _ => {}
            }
        }
        if let Some(itself) = itself {
            self.copies += 1;
            // A broken body deserves no 200, the first as little as its copies.
            match (mishap.malformed, itself.answered_status()) {
                (Some(_), _) => {}
                (None, Some(200)) => {
                    self.comparable += 1;
                    self.unlike += u64::from(result.answered_status() != Some(200));
                }
                (None, _) => self.incomparable += 1,
            }
        }
    }
}

/// Whether a status says that a body is not to be understood (RFC 9110): bad request, too large, no such media
/// type, unprocessable. Others of 400 to 499 are about who asks, or where.
fn refuses_a_body(status: u16) -> bool {
    matches!(status, 400 | 413 | 415 | 422)
}
