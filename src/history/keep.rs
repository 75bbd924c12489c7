//! What gives way when a history gets old or large: its oldest events, in small steps between the writer's other
//! work.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};
use tokio::sync::watch;

use super::erase::{AT_ONCE, IS_PENDING, OLDEST, erase_event};
use super::query::{LAST_ANSWER, ROWS_OF_AN_EVENT, promised};
use super::row::nanoseconds;
use crate::activity::DeliveryStatus;
use crate::clock::Clock;
use crate::toss::Policy;

/// How often it is looked whether anything has become too old or too much.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// How long the rest of the work goes on between two steps.
const BETWEEN: Duration = Duration::from_millis(50);

/// How many events a step looks at.
const LOOKED_AT: u32 = 512;

/// What was imported is as old as it was elsewhere, and may have come here today.
const IS_IMPORTED: &str = "SELECT EXISTS (SELECT 1 FROM imported WHERE event = ?1)";

const NEWEST: &str = "SELECT max(seq) FROM event";

/// How long events are kept, and how much of them.
#[derive(Clone, Debug)]
pub struct Keep {
    /// Those that arrived longer ago give way.
    pub age: Duration,
    /// With more bytes than this the oldest give way, until there are as few again; what is free in the file is
    /// not counted.
    pub bytes: u64,
    /// What tells how old they are.
    pub clock: Clock,
}

/// Has events give way.
#[derive(Debug)]
pub(super) struct GivingWay {
    keep: Keep,
    /// When the next step is to be made.
    due: Instant,
    /// The place up to which this round has come.
    gone: i64,
    /// How many have given way so far.
    told: watch::Sender<u64>,
}

/// Where a round is after a step.
#[derive(Debug, PartialEq, Eq)]
enum Round {
    Over,
    GoesOn,
}

impl GivingWay {
    pub(super) fn new(keep: Keep, told: watch::Sender<u64>) -> Self {
        Self { keep, due: Instant::now(), gone: 0, told }
    }

    /// In how long the next step is to be made.
    pub(super) fn due_in(&self) -> Duration {
        self.due.saturating_duration_since(Instant::now())
    }

    /// Makes a step, within a transaction of the caller's, who says with [`GivingWay::made`] what came of it.
    pub(super) fn step(&self, connection: &Connection) -> rusqlite::Result<Step> {
        let begun = Instant::now();
        let now = self.keep.clock.now();
        let ago = |age: Duration| {
            let age = SignedDuration::try_from(age).unwrap_or(SignedDuration::MAX);
            nanoseconds(now.checked_sub(age).unwrap_or(Timestamp::MIN))
        };
        let (too_old, sent_again) = (ago(self.keep.age), ago(Policy::toss().until_last_after(0)));
        let newest: Option<i64> = connection.prepare_cached(NEWEST)?.query_row([], |row| row.get(0))?;
        let mut oldest = connection.prepare_cached(OLDEST)?;
        let mut rows = oldest.query(params![self.gone, LOOKED_AT])?;
        let mut step = Step { gone: self.gone, erased: 0, round: Round::Over };
        while let Some(row) = rows.next()? {
            let (place, arrived_at): (i64, i64) = (row.get(0)?, row.get(1)?);
            let is_imported = || connection.prepare_cached(IS_IMPORTED)?.query_row([place], |row| row.get(0));
            if arrived_at < too_old && is_imported()? && !self.is_over(connection)? {
                step.gone = place;
                step.round = Round::GoesOn;
                continue;
            }
            let is_wanted = arrived_at >= too_old && !self.is_over(connection)?;
            // The newest holds the place that the next one counts from.
            if is_wanted || Some(place) == newest {
                step.round = Round::Over;
                return Ok(step);
            }
            if !is_pending(connection, place, arrived_at >= sent_again)? {
                erase_event(connection, place)?;
                step.erased += 1;
            }
            step.gone = place;
            step.round = Round::GoesOn;
            if begun.elapsed() >= AT_ONCE {
                break;
            }
        }
        Ok(step)
    }

    /// Notes what came of a step; none where it could not be made.
    pub(super) fn made(&mut self, step: Option<&Step>) {
        let wait = match step {
            Some(Step { round: Round::Over, .. }) => {
                self.gone = 0;
                LOOK_EVERY
            }
            Some(step) => {
                self.gone = step.gone;
                BETWEEN
            }
            None => BETWEEN,
        };
        self.due = Instant::now() + wait;
        if let Some(erased) = step.map(|step| step.erased).filter(|erased| *erased > 0) {
            self.told.send_modify(|all| *all += erased);
        }
    }

    fn is_over(&self, connection: &Connection) -> rusqlite::Result<bool> {
        let figure = |name| connection.pragma_query_value(None, name, |row| row.get::<_, u32>(0));
        let pages = figure("page_count")?.saturating_sub(figure("freelist_count")?);
        Ok(u64::from(pages) * u64::from(figure("page_size")?) > self.keep.bytes)
    }
}

/// What a step did.
#[derive(Debug)]
pub(super) struct Step {
    gone: i64,
    erased: u64,
    round: Round,
}

/// Whether an event is still to be sent: from here, or by its sender, where that may still do so.
fn is_pending(connection: &Connection, place: i64, is_recent: bool) -> rusqlite::Result<bool> {
    if connection.prepare_cached(IS_PENDING)?.query_row([place], |row| row.get(0))? {
        return Ok(true);
    }
    if !is_recent {
        return Ok(false);
    }
    let mut answer = connection.prepare_cached(LAST_ANSWER)?;
    let status = answer.query_row(params![place, ROWS_OF_AN_EVENT], |row| {
        let noted: Option<String> = row.get(1)?;
        let noted = noted.as_deref().and_then(DeliveryStatus::parse);
        Ok(noted.unwrap_or(promised(row.get(0)?, row.get(2)?)))
    });
    // Where no answer is noted, none may have come.
    Ok(status.optional()?.is_none_or(|status| status == DeliveryStatus::Sending))
}
