//! `tosshook verify`.

use super::content::content;
use super::context::reveal;
use super::listener::key_form_choice;
use super::{Context, recorded, secrets};
use crate::cli::verify::{VerifyArgs, VerifyFormat};
use crate::examine::verify::{Attempt, Key, Signed, Verdict, verify, without_signature};
use crate::exit::{Exit, Failure};
use crate::history::DeliveryRow;
use crate::report::verify::{Verified, json, text};
use crate::report::words;
use crate::toss::signature::SecurityKeyError;
use crate::toss::{Content, KeyForm, KeyFormChoice, SecurityKey, Transmission};

/// The longest body that is taken from a file.
const BODY_MAX: u64 = 16 << 20;

/// For how many requests of one event the mistake is searched.
const SEARCHED: usize = 4;

/// Verifies the signatures of a recorded event, or of a body in a file.
pub(super) fn run(args: &VerifyArgs, context: &Context) -> Result<Exit, Failure> {
    let given = Given::new(args, context)?;
    match (&args.body, &args.id) {
        (Some(path), _) => {
            let body = content("--body", path, BODY_MAX)?;
            let read = Content::read(&body);
            let signed = Signed {
                event: read.event(),
                body: &body,
                time: args.transmission_time.as_deref(),
                header: args.signature.as_deref().map(str::as_bytes),
                attempts: &[],
            };
            let verdict = given.verdict(&signed, Searching::Yes)?;
            given.print(&[Verified { recorded: None, event: signed.event, time: signed.time, verdict }])
        }
        (None, Some(id)) => recorded_event(id, &given),
        (None, None) => Err(recorded::nothing("ID", "")),
    }
}

/// Whether it is searched for the mistake where nothing matches.
#[derive(Clone, Copy)]
enum Searching {
    Yes,
    No,
}

fn recorded_event(id: &str, given: &Given<'_>) -> Result<Exit, Failure> {
    let Given { args, context, .. } = given;
    let path = recorded::history(args.history.as_deref(), context)?;
    let reader = recorded::open(&path, context)?;
    let row = recorded::find("ID", id, reader.as_ref(), context)?;
    let (Some(reader), Some(row)) = (&reader, row) else { return Err(recorded::nothing("ID", id)) };
    let deliveries =
        reader.deliveries(row.id).map_err(|error| words::failure::history(context.language, &error))?;
    let transmissions: Vec<_> =
        deliveries.iter().map(|delivery| Transmission::read(&delivery.request.headers)).collect();
    let attempts: Vec<Attempt> = deliveries
        .iter()
        .zip(&transmissions)
        .filter_map(|(delivery, transmission)| {
            Some(Attempt { retried_count: delivery.retried_count, time: transmission.time.clone()? })
        })
        .collect();
    let contents: Vec<_> = deliveries.iter().map(|delivery| Content::read(&delivery.request.body)).collect();
    let mut verified = Vec::new();
    for ((delivery, transmission), content) in deliveries.iter().zip(&transmissions).zip(&contents) {
        let signed = signed(delivery, transmission, content, &attempts);
        let not_valid = |it: &&Verified<'_>| !matches!(it.verdict, Verdict::Valid(_));
        let searching =
            if verified.iter().filter(not_valid).count() < SEARCHED { Searching::Yes } else { Searching::No };
        let verdict = given.verdict(&signed, searching)?;
        let recorded = Some((row.id, delivery.number));
        verified.push(Verified { recorded, event: signed.event, time: signed.time, verdict });
    }
    given.print(&verified)
}

fn signed<'a>(
    delivery: &'a DeliveryRow,
    transmission: &'a Transmission,
    content: &'a Content,
    attempts: &'a [Attempt],
) -> Signed<'a> {
    Signed {
        event: content.event(),
        body: &delivery.request.body,
        time: transmission.time.as_deref(),
        header: transmission.signature.as_deref(),
        attempts,
    }
}

/// What was given.
struct Given<'a> {
    args: &'a VerifyArgs,
    context: &'a Context,
    /// The key's text, whatever it is.
    key: Option<String>,
}

impl<'a> Given<'a> {
    fn new(args: &'a VerifyArgs, context: &'a Context) -> Result<Self, Failure> {
        let key = args
            .security_key
            .as_deref()
            .map(|given| secrets::security_key_text(given, context))
            .transpose()?;
        Ok(Self { args, context, key })
    }

    /// What comes of a request. Without a signature no key is needed to tell.
    fn verdict(&self, signed: &Signed<'_>, searching: Searching) -> Result<Verdict, Failure> {
        if let Some(verdict) = without_signature(signed) {
            return Ok(verdict);
        }
        let language = self.context.language;
        let text = self.key.as_deref().ok_or_else(|| words::failure::no_security_key(language))?;
        let choice = key_form_choice(self.args.key_form);
        let parsed = SecurityKey::parse(text);
        let is_secret_key = matches!(parsed, Err(SecurityKeyError::SecretKey));
        let refused = |error| words::failure::security_key(language, &error);
        let key = match parsed {
            Err(SecurityKeyError::SecretKey) => SecurityKey::by_mistake(text),
            parsed => parsed.map_err(refused)?,
        };
        if choice == KeyFormChoice::Hex && !is_secret_key {
            key.supports(KeyForm::Hex).map_err(refused)?;
        }
        let key = Key { text, key, is_secret_key, choice };
        let verdict = match searching {
            Searching::Yes => verify(signed, &key),
            Searching::No => crate::examine::verify::verify_only(signed, &key),
        };
        match verdict {
            // Nothing to tell but that it is no security key.
            Verdict::Unexplained { .. } if is_secret_key => Err(refused(SecurityKeyError::SecretKey)),
            verdict => Ok(verdict),
        }
    }

    fn print(&self, verified: &[Verified<'_>]) -> Result<Exit, Failure> {
        let look = self.context.look(reveal(false));
        let mut out = Vec::new();
        for verified in verified {
            match self.args.chosen_format() {
                VerifyFormat::Text => text(verified, &look, &mut out),
                VerifyFormat::Json => json(verified, &mut out),
            }
        }
        let is_valid = verified.iter().all(|it| matches!(it.verdict, Verdict::Valid(_)));
        self.context.print(&out).map(|exit| if is_valid { exit } else { Exit::Failed })
    }
}
