//! Why the control delivery is not handled, as far as two more deliveries can tell: one of the six
//! rules that can say why fails, the others don't fail along with it.

use memchr::memmem;

use super::bench::Bench;
use super::body;
use super::control::Control;
use super::found::{Found, is_handled};
use super::rules::{answer, deposit_flat_body};
use crate::activity::RuleVerdict::{Fail, Pass};
use crate::activity::{AttemptResult, Cause, Fix, Hint, Outcome, Rule, Skip};

/// How servers name a signature in their refusals.
const SIGNATURE_WORDS: [&str; 3] = ["signature", "Signature", "서명"];

/// Why the control delivery is not handled.
pub(super) struct Diagnosis {
    /// The rule that says why.
    told_by: Rule,
    deposit: AttemptResult,
}

impl Diagnosis {
    /// Makes the two deliveries.
    pub(super) async fn of(bench: &Bench, control: &Control) -> Result<Self, Found> {
        let event = bench.paid()?;
        let three_fields = event.clone().with_body(body::three_fields(&event.body));
        let (deposit, three_fields) = tokio::join!(bench.deposit(), bench.deliver_event(&three_fields));
        let told_by = match control.result.http_status() {
            Some(300..=399) => Rule::NoRedirect,
            None if control.result.outcome == Outcome::Timeout => Rule::Within10s,
            _ if is_handled(&three_fields) => Rule::WholePayment,
            Some(401 | 403) => Rule::UnsignedAccepted,
            Some(400..=499) if speaks_of_signatures(&control.result) => Rule::UnsignedAccepted,
            _ => Rule::Exactly200,
        };
        Ok(Self { told_by, deposit: deposit?.clone() })
    }

    /// What this rule comes to.
    pub(super) fn found(&self, rule: Rule, control: &Control, bench: &Bench) -> Found {
        let answered = control.result.http_status();
        match rule {
            rule if rule == self.told_by => self.told(control, bench),
            Rule::NoRedirect if answered.is_some() => control.seen(Pass),
            Rule::Within10s if answered.is_some() => answer::within_10s(control),
            Rule::NoRedirect | Rule::Within10s => Found::skipped(Skip::NoAnswer),
            Rule::DepositFlatBody => self.deposit(control, bench),
            Rule::Exactly200 | Rule::UnsignedAccepted | Rule::WholePayment => {
                Found::skipped(Skip::ToldBy(self.told_by))
            }
            _ => Found::skipped(Skip::ControlFailed),
        }
    }

    /// The failure of the rule that says why.
    fn told(&self, control: &Control, bench: &Bench) -> Found {
        let found = control.seen(Fail);
        let broke_off = (control.result.cause == Some(Cause::Closed)).then_some(Hint::ServerError);
        match (self.told_by, bench.likely_cause(&control.result).or(broke_off)) {
            // What the rule's own fix can't know: which of the many ways to fail it is.
            (Rule::Exactly200 | Rule::NoRedirect, Some(hint))
            | (Rule::UnsignedAccepted, Some(hint @ (Hint::Unauthorized | Hint::Forbidden)))
                if !speaks_of_signatures(&control.result) =>
            {
                found.with_fix(Fix::Likely(hint))
            }
            _ => found,
        }
    }

    fn deposit(&self, control: &Control, bench: &Bench) -> Found {
        let same = self.deposit.http_status() == control.result.http_status()
            && self.deposit.outcome == control.result.outcome;
        if same && !is_handled(&self.deposit) {
            return Found::skipped(Skip::AsControl);
        }
        deposit_flat_body::judge(&self.deposit, bench).unwrap_or_else(|found| found)
    }
}

fn speaks_of_signatures(result: &AttemptResult) -> bool {
    let body = result.response.as_ref().map(|response| &response.body[..]).unwrap_or_default();
    SIGNATURE_WORDS.iter().any(|word| memmem::find(body, word.as_bytes()).is_some())
}
