//! The signature of `payout.changed` (section 3 of the facts): accepted when it is valid, also beside
//! another one, refused when it is another key's, another time's, or missing.

use jiff::{SignedDuration, Timestamp};

use crate::activity::{AttemptResult, Part, Rule, RuleVerdict, Skip};
use crate::check::bench::Bench;
use crate::check::found::{Expected, Found, Verdict, is_handled};
use crate::check::orders::Event;
use crate::check::series::Series;
use crate::outbound::Call;
use crate::rehearse::Signing;
use crate::toss::transmission::format_transmission_time;
use crate::toss::{KeyForm, SecurityKey};

/// How long before its own time an attempt was made whose signature is used again: 16 minutes, re-send 3.
const EARLIER: SignedDuration = SignedDuration::from_mins(16);

/// What the ordinary delivery of a signed event came to.
#[derive(Clone, Debug)]
pub(in crate::check) struct Signed {
    /// The form of the key that it was last signed with.
    form: KeyForm,
    /// Whether that is the form that was asked for.
    is_first_form: bool,
    result: AttemptResult,
}

/// What signs a delivery.
#[derive(Clone, Copy)]
enum By<'a> {
    Key(&'a Signing),
    /// The same, for an attempt at an earlier time.
    KeyEarlier(&'a Signing),
    KeyThenOther(&'a Signing),
    OtherThenKey(&'a Signing),
    Other,
    Nobody,
}

/// `signature-valid`: a payout, whose amount prints as `5000.0`, with its signature.
pub(super) async fn valid(bench: &Bench) -> Verdict {
    let signed = deliver(bench).await?;
    if !signed.result.has_connected() {
        return Err(Found::skipped(Skip::ServerGone));
    }
    let verdict = match (is_handled(&signed.result), signed.is_first_form) {
        (true, true) => RuleVerdict::Pass,
        // Which form Toss Payments signs with is not documented, so the other one may be right.
        (true, false) => RuleVerdict::Warn,
        (false, _) => RuleVerdict::Fail,
    };
    let part = (verdict != RuleVerdict::Pass).then_some(Part::Signed(signed.form));
    Ok(Found::alone(verdict, part, &signed.result))
}

/// `signature-two-values`: while a key is rotated the header has two values, and one match is enough.
pub(super) async fn two_values(bench: &Bench) -> Verdict {
    let signing = accepted(bench).await?;
    let mut series = Series::new(bench, Expected::Handled);
    series.call(Some(Part::ValidFirst), payout(bench, By::KeyThenOther(&signing))?).await?;
    series.call(Some(Part::ValidSecond), payout(bench, By::OtherThenKey(&signing))?).await?;
    series.end()
}

/// `signature-forged`: the signature of another key, and none at all.
pub(super) async fn forged(bench: &Bench) -> Verdict {
    accepted(bench).await?;
    let mut series = Series::new(bench, Expected::Refused);
    series.call(Some(Part::OtherKey), payout(bench, By::Other)?).await?;
    series.call(Some(Part::Unsigned), payout(bench, By::Nobody)?).await?;
    series.end()
}

/// `signature-stale`: the signature of an earlier attempt.
pub(super) async fn stale(bench: &Bench) -> Verdict {
    let signing = accepted(bench).await?;
    let mut series = Series::new(bench, Expected::Refused);
    match series.call(None, payout(bench, By::KeyEarlier(&signing))?).await {
        Ok(()) => series.end(),
        Err(found) => {
            // Where no signature is checked at all, this one is not what matters.
            let is_told =
                found.has_answered_wrongly() && is_handled(&bench.deliver(payout(bench, By::Other)?).await);
            Err(if is_told { Found::skipped(Skip::ToldBy(Rule::SignatureForged)) } else { found })
        }
    }
}

/// The ordinary delivery of a signed event, once for all rules.
async fn deliver(bench: &Bench) -> Result<&Signed, Found> {
    bench
        .signed
        .get_or_try_init(|| async {
            let signing = bench.signing.as_ref().ok_or(Found::skipped(Skip::NeedsSecurityKey))?;
            let result = bench.deliver(payout(bench, By::Key(signing))?).await;
            if is_handled(&result) {
                return Ok(Signed { form: signing.form, is_first_form: true, result });
            }
            let other = Signing { form: other_form(signing.form), key: signing.key.clone() };
            if other.key.supports(other.form).is_ok() {
                let again = bench.deliver(payout(bench, By::Key(&other))?).await;
                if is_handled(&again) {
                    return Ok(Signed { form: other.form, is_first_form: false, result: again });
                }
            }
            Ok(Signed { form: signing.form, is_first_form: true, result })
        })
        .await
}

/// What signs so that the server accepts it; without that, its refusals say nothing.
async fn accepted(bench: &Bench) -> Result<Signing, Found> {
    let signed = deliver(bench).await?;
    match &bench.signing {
        Some(signing) if is_handled(&signed.result) => {
            Ok(Signing { key: signing.key.clone(), form: signed.form })
        }
        _ => Err(Found::skipped(Skip::After(Rule::SignatureValid))),
    }
}

/// The call that delivers a payout of its own.
fn payout(bench: &Bench, by: By<'_>) -> Result<Call, Found> {
    let now = bench.now();
    let event = Event::payout(now, bench.next_seed())?;
    let prepared = event.attempt(0, now);
    let earlier = now.checked_sub(EARLIER).unwrap_or(now);
    let own = |signing: &Signing, at: Timestamp| sign(&signing.key, signing.form, &event, at);
    let other = || {
        let letters = format!("{:016x}", bench.next_seed()).repeat(4);
        SecurityKey::parse(&letters)
            .map_err(|error| Found::skipped(Skip::NotMade(error.to_string())))
            .and_then(|key| sign(&key, KeyForm::Text, &event, now))
    };
    let signature = match by {
        By::Key(signing) => own(signing, now)?,
        By::KeyEarlier(signing) => own(signing, earlier)?,
        By::KeyThenOther(signing) => format!("{},{}", own(signing, now)?, other()?),
        By::OtherThenKey(signing) => format!("{},{}", other()?, own(signing, now)?),
        By::Other => other()?,
        By::Nobody => return Ok(prepared.call()),
    };
    Ok(prepared.with_signature(signature).call())
}

fn sign(key: &SecurityKey, form: KeyForm, event: &Event, at: Timestamp) -> Result<String, Found> {
    key.sign(form, &event.body, &format_transmission_time(at))
        .map_err(|error| Found::skipped(Skip::NotMade(error.to_string())))
}

fn other_form(form: KeyForm) -> KeyForm {
    match form {
        KeyForm::Text => KeyForm::Hex,
        KeyForm::Hex => KeyForm::Text,
    }
}
