//! From a scenario to its events: what each step sends, and when.

use bytes::Bytes;
use jiff::Timestamp;

use super::past::{Kind, Past, kind};
use super::{Scenario, ScenarioError, Step, Told, Wrong};
use crate::toss::EventType;
use crate::toss::sample::edit::{EditError, Missing};
use crate::toss::sample::{self, Method, Part, Sample, SampleError, SampleOption, Wanted};

/// Why a step's event can't be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// There is no such event.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// Its body can't be changed so.
    #[error("{error}")]
    Edit {
        /// The line of the change.
        line: usize,
        /// Why.
        error: EditError,
    },
}

impl Scenario {
    /// How many steps it has; one at least.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether it has none, which none has that was read.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// What a step is about, in a few words; of a re-send that doesn't say, what it repeats.
    pub fn note(&self, step: usize) -> Option<&str> {
        let step = self.steps.get(step)?;
        match &step.told {
            Told::Resend { of, .. } if step.note.is_none() => self.note(*of),
            _ => step.note.as_deref(),
        }
    }

    /// The retried count of a step's first attempt.
    pub fn retried_count(&self, step: usize) -> u32 {
        match self.steps.get(step).map(|step| &step.told) {
            Some(Told::Resend { retried_count, .. }) => *retried_count,
            _ => 0,
        }
    }

    /// When a step is sent, of a chain whose last is sent at `end`.
    pub fn at(&self, step: usize, end: Timestamp) -> Timestamp {
        let after_first = |step: Option<&Step>| step.map(|step| step.after_first).unwrap_or_default();
        let until_end = after_first(self.steps.last()).saturating_sub(after_first(self.steps.get(step)));
        end.checked_sub(until_end).unwrap_or(Timestamp::MIN)
    }

    /// When the step was sent that a re-send repeats; none for others.
    pub fn begun_at(&self, step: usize, end: Timestamp) -> Option<Timestamp> {
        match self.told(step) {
            Some(Told::Resend { of, .. }) => Some(self.at(*of, end)),
            _ => None,
        }
    }

    /// Makes a step's event; a re-send's is that of the step which it repeats.
    ///
    /// `given` has the seed, the time of the last step and what a user gives of the payment: it goes into
    /// every event that carries it. Pure.
    pub fn make(&self, step: usize, given: &Wanted, missing: Missing) -> Result<Sample, StepError> {
        let sent = match self.told(step) {
            Some(Told::Resend { of, .. }) => *of,
            _ => step,
        };
        let made = sample::make(&fitted(self.whole(sent, given)?))?;
        let edits = self.steps.get(sent).map(|step| &step.edits[..]).unwrap_or_default();
        let body = edits.iter().try_fold(made.body, |body, (line, edit)| {
            let edited = edit.apply(&body, missing).map(Bytes::from);
            edited.map_err(|error| StepError::Edit { line: *line, error })
        })?;
        Ok(Sample { body, ..made })
    }

    /// What is known of the payment behind a step's event, as [`sample::payment_behind`] takes it.
    pub fn payment(&self, step: usize, given: &Wanted) -> Result<Wanted, SampleError> {
        let whole = self.whole(step, given)?;
        Ok(Wanted { event_type: EventType::PaymentStatusChanged, ..whole })
    }

    /// Refuses what no event of the chain has a place for.
    pub fn refuse_strange(&self, given: &Wanted) -> Result<(), SampleError> {
        let options = [
            (SampleOption::OrderId, given.order_id.is_some()),
            (SampleOption::PaymentKey, given.payment_key.is_some()),
            (SampleOption::Amount, given.amount.is_some()),
            (SampleOption::Secret, given.secret.is_some()),
            (SampleOption::Method, given.method.is_some()),
        ];
        let events = || self.steps.iter().filter_map(|step| event_of(&step.told));
        let has_place = |option| {
            events().any(|event| kind(event) == Some(Kind::Payment) || sample::carries(event, option))
        };
        match options.into_iter().find(|(option, is_given)| *is_given && !has_place(*option)) {
            Some((option, _)) => {
                let event = events().next().cloned().unwrap_or(EventType::PaymentStatusChanged);
                Err(SampleError::NotCarried { event, option })
            }
            None => Ok(()),
        }
    }

    /// Makes each event once, and tells where it can't be.
    pub(super) fn check(&self, missing: Missing) -> Result<(), ScenarioError> {
        let given = Wanted::new(EventType::PaymentStatusChanged, Timestamp::UNIX_EPOCH, 0);
        for (index, step) in self.steps.iter().enumerate() {
            if let Told::Change { status, part, .. } = &step.told
                && *part != Part::Drawn
                && status.as_deref() != Some("PARTIAL_CANCELED")
            {
                let line = step.places.of("cancel").unwrap_or(step.places.line);
                return Err(ScenarioError {
                    line,
                    wrong: Wrong::Needs { key: "cancel", needs: "PARTIAL_CANCELED" },
                });
            }
            self.make(index, &given, missing).map_err(|error| match error {
                StepError::Sample(error) => {
                    ScenarioError { line: self.line_of(step, &error), wrong: Wrong::Sample(error) }
                }
                StepError::Edit { line, error } => ScenarioError { line, wrong: Wrong::Edit(error) },
            })?;
        }
        Ok(())
    }

    /// The line of what an error is about.
    fn line_of(&self, step: &Step, error: &SampleError) -> usize {
        let key = match error {
            SampleError::NotMade { .. } => "event",
            SampleError::UnknownStatus { .. } | SampleError::StaysPartial | SampleError::NothingLeft => {
                "status"
            }
            SampleError::UnknownMethod { .. } | SampleError::MethodImpossible { .. } => "method",
            SampleError::NotCarried { option, .. } | SampleError::Length { option, .. } => option.key(),
            SampleError::OrderId { .. } => "order_id",
            SampleError::Amount { .. } => "amount",
            SampleError::Part { .. } | SampleError::AllAtOnce => "cancel",
        };
        step.places.of(key).or_else(|| self.places.of(key)).unwrap_or(step.places.line)
    }

    fn told(&self, step: usize) -> Option<&Told> {
        self.steps.get(step).map(|step| &step.told)
    }

    /// What a step wants, with all that is known of what it tells of.
    fn whole(&self, step: usize, given: &Wanted) -> Result<Wanted, SampleError> {
        match self.told(step) {
            Some(Told::Resend { of, .. }) => self.whole(*of, given),
            Some(Told::Twin { of, event_type }) => {
                Ok(Wanted { event_type: event_type.clone(), ..self.whole(*of, given)? })
            }
            _ => {
                let mut past = Past::default();
                for before in 0..step {
                    if let Some(wanted) = self.change(before, given) {
                        past.take(&past.go_on(wanted)?)?;
                    }
                }
                match self.change(step, given) {
                    Some(wanted) => past.go_on(wanted),
                    None => Ok(given.clone()),
                }
            }
        }
    }

    /// What a step wants of itself; none of a twin or a re-send, which tell of no change of their own.
    fn change(&self, step: usize, given: &Wanted) -> Option<Wanted> {
        let Told::Change { event_type, status, method, part } = self.told(step)? else { return None };
        let of_all = || match kind(event_type) {
            Some(Kind::Payment) => self.method.clone().or_else(|| self.waits_for_deposit()),
            _ => None,
        };
        let of_user = given.method.clone().filter(|_| kind(event_type) == Some(Kind::Payment));
        Some(Wanted {
            event_type: event_type.clone(),
            status: status.clone(),
            method: of_user.or_else(|| method.clone()).or_else(of_all),
            order_id: given.order_id.clone().or_else(|| self.order_id.clone()),
            payment_key: given.payment_key.clone().or_else(|| self.payment_key.clone()),
            amount: given.amount.or(self.amount),
            part: *part,
            at: self.at(step, given.at),
            ..given.clone()
        })
    }

    /// The method of a payment that only a virtual account's can be.
    fn waits_for_deposit(&self) -> Option<String> {
        let is_of_account = |step: &Step| match &step.told {
            Told::Change { event_type, status, .. } => {
                *event_type == EventType::DepositCallback || status.as_deref() == Some("WAITING_FOR_DEPOSIT")
            }
            Told::Twin { .. } => true,
            Told::Resend { .. } => false,
        };
        self.steps.iter().any(is_of_account).then(|| Method::VirtualAccount.word().to_owned())
    }
}

fn event_of(told: &Told) -> Option<&EventType> {
    match told {
        Told::Change { event_type, .. } | Told::Twin { event_type, .. } => Some(event_type),
        Told::Resend { .. } => None,
    }
}

/// Without what its event has no place for: another event of the chain has.
fn fitted(mut wanted: Wanted) -> Wanted {
    let event = wanted.event_type.clone();
    let carries = |option| sample::carries(&event, option);
    wanted.order_id = wanted.order_id.filter(|_| carries(SampleOption::OrderId));
    wanted.payment_key = wanted.payment_key.filter(|_| carries(SampleOption::PaymentKey));
    wanted.amount = wanted.amount.filter(|_| carries(SampleOption::Amount));
    wanted.secret = wanted.secret.filter(|_| carries(SampleOption::Secret));
    wanted
}
