//! Does a signature match, with which form of the key, and if not: what was done wrong that it would match?
//!
//! The search is bounded: one mistake at a time first, then two, until so many bytes were hashed.

use std::borrow::Cow;

use super::mistake::{BodyMistake, Joined, KeyMistake, Mistake, TimeMistake, Written};
use super::variants::{JOINED, Variant, bodies, joined, keys, signatures, times};
use crate::toss::signature::{Signatures, message};
use crate::toss::{Event, KeyForm, KeyFormChoice, SecurityKey};

/// How many bytes are hashed at most in search of a mistake, each key form counted.
const HASHED_AT_MOST: usize = 32 << 20;

/// What a try costs beside its body: two hashed blocks of keys, and the time.
const EACH_TRY: usize = 256;

/// How many mistakes are looked for at once.
const MISTAKES: usize = 2;

/// How many other attempts' times are tried.
const ATTEMPTS: usize = 64;

/// A key as it was given.
#[derive(Clone, Debug)]
pub struct Key<'a> {
    /// Its text; never shown.
    pub text: &'a str,
    /// The same as a key.
    pub key: SecurityKey,
    /// Whether it is a secret key, which signs nothing.
    pub is_secret_key: bool,
    /// The forms that were asked for.
    pub choice: KeyFormChoice,
}

/// Another attempt of the same event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Its retried count.
    pub retried_count: u32,
    /// Its transmission time, as its header has it.
    pub time: String,
}

/// A request whose signature is to be verified.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'a> {
    /// The event in its body, where it is one.
    pub event: Option<&'a Event>,
    /// The body's bytes.
    pub body: &'a [u8],
    /// The transmission time as it stands in the header.
    pub time: Option<&'a str>,
    /// The signature header's bytes.
    pub header: Option<&'a [u8]>,
    /// What the history knows of other attempts.
    pub attempts: &'a [Attempt],
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It matches with the key in this form.
    Valid(KeyForm),
    /// It doesn't; with these mistakes it would, the key in this form.
    WouldMatch {
        /// One or two.
        mistakes: Vec<Mistake>,
        /// The form of the key.
        form: KeyForm,
    },
    /// It doesn't, and none of the tried mistakes explains it.
    Unexplained {
        /// How many of them were tried.
        tried: usize,
        /// Whether the search was ended before all were tried.
        is_cut_short: bool,
        /// Whether any value of the header can be a signature at all.
        is_readable: bool,
        /// Whether the key looks like a security key.
        has_key_shape: bool,
    },
    /// There is no transmission time, which is part of what is signed.
    NoTime,
    /// The event must carry a signature and doesn't.
    Missing,
    /// It carries none, and is none of the events that do.
    NotExpected,
}

impl Verdict {
    /// Its word in JSON: as in the other commands.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Valid(_) => "valid",
            Self::WouldMatch { .. } | Self::Unexplained { .. } | Self::NoTime => "invalid",
            Self::Missing => "missing",
            Self::NotExpected => "not_expected",
        }
    }
}

/// Why a request has no signature that could match; none where it has one.
pub fn without_signature(signed: &Signed<'_>) -> Option<Verdict> {
    if signed.header.is_some() {
        return None;
    }
    let is_signed = signed.event.is_some_and(|event| event.event_type.is_signed());
    Some(if is_signed { Verdict::Missing } else { Verdict::NotExpected })
}

/// Verifies a signature without a search for the mistake.
pub fn verify_only(signed: &Signed<'_>, key: &Key<'_>) -> Verdict {
    let (Some(header), Some(time)) = (signed.header, signed.time) else {
        return without_signature(signed).unwrap_or(Verdict::NoTime);
    };
    let read = Signatures::read(header);
    let matched = key.key.matching_form(key.choice, &read, &message(signed.body, time));
    match matched.filter(|_| !key.is_secret_key) {
        Some(form) => Verdict::Valid(form),
        None => Verdict::Unexplained {
            tried: 0,
            is_cut_short: false,
            is_readable: read.count() > 0,
            has_key_shape: key.key.has_documented_shape(),
        },
    }
}

/// Verifies a signature, and searches for the mistake where it does not match.
pub fn verify(signed: &Signed<'_>, key: &Key<'_>) -> Verdict {
    let Some(header) = signed.header else { return without_signature(signed).unwrap_or(Verdict::Missing) };
    let Some(time) = signed.time else { return Verdict::NoTime };
    let as_documented = verify_only(signed, key);
    if let Verdict::Valid(_) = as_documented {
        return as_documented;
    }
    let signatures = signatures(header);
    let is_other_attempt = |attempt: &&Attempt| attempt.time != time;
    let attempts: Vec<Attempt> =
        signed.attempts.iter().filter(is_other_attempt).take(ATTEMPTS).cloned().collect();
    let created_at = signed.event.and_then(|event| event.created_at.as_deref());
    let mut search = Search {
        key,
        keys: keys(key),
        times: times(time, &attempts, created_at),
        bodies: bodies(signed.body),
        signatures,
        tried: 0,
        hashed: 0,
    };
    let found = (0..=MISTAKES).find_map(|mistakes| search.with(mistakes));
    found.unwrap_or_else(|| Verdict::Unexplained {
        tried: search.tried,
        is_cut_short: search.is_over(),
        is_readable: search.signatures.iter().any(|(_, read)| read.count() > 0),
        has_key_shape: key.key.has_documented_shape(),
    })
}

/// The search for what would match.
struct Search<'a> {
    key: &'a Key<'a>,
    keys: Vec<Variant<KeyMistake, SecurityKey>>,
    times: Vec<Variant<TimeMistake, String>>,
    bodies: Vec<Variant<BodyMistake, Cow<'a, [u8]>>>,
    signatures: Vec<Variant<Written, Signatures>>,
    tried: usize,
    hashed: usize,
}

impl Search<'_> {
    /// Tries everything that has so many mistakes, but for those of the signature's encoding, which cost nothing.
    fn with(&mut self, mistakes: usize) -> Option<Verdict> {
        let (mut tried, mut hashed) = (self.tried, self.hashed);
        let found = self.combinations(mistakes).find_map(|(key, time, join, body)| {
            if hashed > HASHED_AT_MOST {
                return None;
            }
            tried += 1;
            hashed += 2 * (body.1.len() + EACH_TRY);
            let message = joined(join, &body.1, &time.1);
            self.signatures.iter().find_map(|(written, read)| {
                let form = key.1.matching_form(KeyFormChoice::Auto, read, &message)?;
                let made = [
                    key.0.map(Mistake::Key),
                    time.0.clone().map(Mistake::Time),
                    join.map(Mistake::Joined),
                    body.0.map(Mistake::Body),
                    written.map(Mistake::Written),
                ];
                Some(self.found(made.into_iter().flatten().collect(), form))
            })
        });
        (self.tried, self.hashed) = (tried, hashed);
        found
    }

    fn combinations(&self, mistakes: usize) -> impl Iterator<Item = Combination<'_>> {
        self.keys
            .iter()
            .flat_map(|key| self.times.iter().map(move |time| (key, time)))
            .flat_map(|(key, time)| JOINED.into_iter().map(move |join| (key, time, join)))
            .flat_map(|(key, time, join)| self.bodies.iter().map(move |body| (key, time, join, body)))
            .filter(move |(key, time, join, body)| {
                let made = [key.0.is_some(), time.0.is_some(), join.is_some(), body.0.is_some()];
                made.into_iter().filter(|is_made| *is_made).count() == mistakes
            })
    }

    fn found(&self, mut mistakes: Vec<Mistake>, form: KeyForm) -> Verdict {
        let is_asked_for = match self.key.choice {
            KeyFormChoice::Auto => true,
            KeyFormChoice::Text => form == KeyForm::Text,
            KeyFormChoice::Hex => form == KeyForm::Hex,
        };
        if self.key.is_secret_key {
            mistakes.insert(0, Mistake::Key(KeyMistake::SecretKey));
        } else if !is_asked_for {
            mistakes.insert(0, Mistake::Key(KeyMistake::OtherForm(form)));
        }
        Verdict::WouldMatch { mistakes, form }
    }

    fn is_over(&self) -> bool {
        self.hashed > HASHED_AT_MOST
    }
}

/// A key, a time, how they are joined, and a body.
type Combination<'a> = (
    &'a Variant<KeyMistake, SecurityKey>,
    &'a Variant<TimeMistake, String>,
    Option<Joined>,
    &'a Variant<BodyMistake, Cow<'a, [u8]>>,
);
