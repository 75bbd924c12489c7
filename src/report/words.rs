//! Every sentence that a person reads, by the code of what happened.
//!
//! Reporters lay out, words say: a second language is a second folder beside `en`, and one more arm
//! in each function here. The compiler finds those that are missing.

pub mod en;
pub mod failure;

use std::path::Path;
use std::time::Duration;

use jiff::SignedDuration;

use crate::activity::{
    Answered, AttemptResult, DeliveryStatus, EventId, Hint, Notice, RefusedReason, Repeat, SentSummary,
    Summary, TossWould,
};
use crate::report::theme::Meaning;
use crate::timeline::{Attempt, Expected, ScheduleError};
use crate::toss::{Content, SignatureCheck};

/// A language for people; JSON stays English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
}

impl Language {
    /// Its code (BCP 47).
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
        }
    }
}

/// The fixed words of a listener's banner.
#[derive(Clone, Copy, Debug)]
pub struct BannerWords {
    pub listening: &'static str,
    pub up: &'static str,
    pub down: &'static str,
    pub not_reachable: &'static str,
    pub register: &'static str,
    pub without_toss: &'static str,
}

/// The headings of a schedule's attempts.
#[derive(Clone, Copy, Debug)]
pub struct ScheduleHeadings {
    pub attempt: &'static str,
    pub wait: &'static str,
    pub time: &'static str,
    /// How long after the first attempt.
    pub since_first: &'static str,
    /// What becomes of an attempt.
    pub outcome: &'static str,
    /// What Toss Payments' history shows after it.
    pub history: &'static str,
    /// The same, where the outcome is not known.
    pub if_it_fails: &'static str,
}

/// Declares the functions that hand on to the language's own of the same name.
macro_rules! spoken {
    ($($(#[$doc:meta])* $room:ident :: $name:ident ($($argument:ident : $kind:ty),*) -> $gives:ty;)*) => {
        impl Language {
            $($(#[$doc])* pub fn $name(self, $($argument: $kind),*) -> $gives {
                match self {
                    Self::English => en::$room::$name($($argument),*),
                }
            })*
        }
    };
}

spoken! {
    /// The likely cause of a failure, and what helps.
    hints::hint(hint: Hint) -> &'static str;
    /// What a person should know while a listener runs.
    notices::notice(notice: &Notice) -> String;
    /// Why a request was turned away.
    refused::refused(reason: RefusedReason) -> &'static str;

    /// What Toss Payments makes of an answer, in a word or two.
    outcomes::verdict(would: TossWould) -> &'static str;
    /// Why an answer is not accepted; none where its status says it all.
    outcomes::why_not(answered: &Answered) -> Option<String>;
    /// Why a call failed; none where its status says it all.
    outcomes::call_failed(result: &AttemptResult) -> Option<String>;
    /// The next attempt, or that there is none. `next` is its time as shown.
    outcomes::what_next(answered: &Answered, next: Option<&str>) -> Option<String>;
    /// What a copy's answer is beside the endpoint's own.
    outcomes::copy(to: &str, agrees: Option<bool>) -> String;

    /// What stands in the event's place when a body of so many bytes is none.
    received::no_event(content: &Content, bytes: usize) -> String;
    /// How a request relates to those before it.
    received::repeat(repeat: Repeat, retried_count: Option<u32>, since_first: Duration) -> Option<String>;
    /// That another event tells of the same change.
    received::twin(of: &EventId) -> String;
    /// What the check of a signature gave, and what that means.
    received::signature(check: SignatureCheck) -> Option<(Meaning, &'static str)>;
    /// How many fields hold nothing.
    received::null_fields(count: u64) -> String;
    /// How many fields are left out of a long body.
    received::more_fields(count: u64) -> String;

    /// That a filter names no event that is known.
    notices::no_known_event(flag: &str, list: &str) -> String;
    /// That a key on the command line can be seen by others.
    notices::key_on_command_line(flag: &str) -> String;
    /// That the history has nothing to show yet.
    events::nothing(path: &Path) -> String;
    /// The headings of the list of events.
    events::headings() -> [&'static str; 9];

    /// The headings of a schedule's attempts.
    schedule::schedule_headings() -> ScheduleHeadings;
    /// The kind of what becomes of an attempt.
    schedule::expected(what: Expected) -> &'static str;
    /// What becomes of an attempt, with its reason.
    schedule::expected_because(what: Expected) -> &'static str;
    /// What an attempt is called.
    schedule::attempt(retried_count: u32) -> String;
    /// A time in which every attempt fails.
    schedule::server_down() -> &'static str;
    /// What a policy offers.
    schedule::offer(of_toss: bool, attempts: usize, total: Duration, limit: Duration) -> String;
    /// Which attempt is accepted, without a full stop. `when` is its time as shown.
    schedule::landed(retried_count: u32, attempts: usize, when: &str) -> String;
    /// How late that is; nothing for the first attempt.
    schedule::lateness(elapsed: Duration, after_outage: Option<SignedDuration>) -> String;
    /// That no attempt is accepted. `last` is the last one's time as shown.
    schedule::lost(attempts: usize, last: &str) -> String;
    /// When the first attempt is made, and the zone.
    schedule::first_attempt(first: &str, zone: &str) -> String;
    /// One outage.
    schedule::outage(from: &str, to: &str, length: Duration) -> String;
    /// Outages that are not named one by one.
    schedule::more_outages(count: usize) -> String;
    /// From the first attempt to the last.
    schedule::in_all(total: Duration) -> String;
    /// Until when an event that fails from the first attempt on can still arrive.
    schedule::last_chance(last: &str) -> String;
    /// When an event that is lost to an outage could still have arrived.
    schedule::missed_chance(last: &str) -> String;
    /// What to do instead of waiting for a re-send.
    schedule::dont_wait() -> &'static str;
    /// What to do about an event that never arrives.
    schedule::look_it_up() -> &'static str;
    /// From where waits are counted, and that this is not documented.
    schedule::counting(of_toss: bool, answer_after: Duration) -> String;
    /// Why there is no schedule, and the remedy.
    schedule::no_schedule(error: &ScheduleError) -> String;
    /// An outage that is over before it could matter.
    schedule::outage_before(typed: &str) -> String;
    /// An outage that comes too late to matter.
    schedule::outage_after(typed: &str) -> String;
    /// An attempt that would take longer than the policy lets it.
    schedule::longer_than_limit(answer_after: Duration, limit: Duration) -> String;
    /// A time span, exact to the millisecond.
    schedule::exact_span(span: Duration) -> String;
    /// A time span in whole minutes.
    schedule::whole_minutes(span: Duration) -> String;

    /// What an attempt is called where nothing around it says so.
    drawing::attempt_in_full(retried_count: u32, attempts: usize) -> String;
    /// What becomes of an attempt where nothing around it says so; nothing for a first one of which nothing
    /// is known.
    drawing::expected_in_full(what: Expected, retried_count: u32) -> &'static str;
    /// One attempt of a picture in words. `when` is its time as shown.
    drawing::told(name: &str, when: &str, elapsed: Duration, outcome: &str) -> String;
    /// An outage in a picture. `from` and `to` are its times as shown.
    drawing::down(from: &str, to: &str) -> String;
    /// An attempt of which nothing more is known, as the legend has it.
    drawing::any_attempt() -> &'static str;
    /// That the axis of time is logarithmic.
    drawing::logarithmic() -> &'static str;
    /// What a load counts. `shown` is how long a column is, where it shows the highest of several counts.
    drawing::load(each: Duration, shown: Option<Duration>) -> String;
    /// The highest of a load's counts. `at` is its time as shown.
    drawing::peak(count: &str, at: &str) -> String;

    /// The title of an attempt's calendar entry.
    calendar::entry(of_toss: bool, attempt: &Attempt, attempts: usize) -> String;
    /// The title of an outage's calendar entry.
    calendar::outage_entry() -> &'static str;
    /// When an attempt is made. `when` is its time as shown.
    calendar::entry_place(when: &str, zone: &str, elapsed: Duration) -> String;
    /// What the history shows after an attempt.
    calendar::entry_status(what: Expected, status: DeliveryStatus) -> String;

    /// The headings of the list of what can be made: events, statuses, methods, statuses of payments.
    trigger::catalog_headings() -> [&'static str; 4];

    /// The fixed words of the banner.
    banner::banner() -> BannerWords;
    /// The zone of every time shown, and how a listener is ended.
    banner::times_in(zone: &str) -> String;
    /// What a demonstration shows.
    banner::demo() -> &'static str;
    /// Another command that does as well.
    banner::or(command: &str) -> String;
    /// Plans that an earlier run left.
    banner::resumed(plans: u64) -> String;

    /// What a listener received, and what came of it.
    summary::received(summary: &Summary) -> String;
    /// What a sending command sent, and what came of it.
    summary::sent(summary: &SentSummary) -> String;
    /// Median, 95th percentile and maximum of the answers' times.
    summary::answers(times: [Option<Duration>; 3]) -> Option<String>;
    /// How long the sending took, and how fast that was.
    summary::rate(summary: &SentSummary) -> Option<String>;
    /// How many requests were turned away.
    summary::turned_away(refused: u64) -> String;
    /// That an event may still be accepted. `last_chance` is the time as shown.
    summary::still_sending(id: &EventId, last_chance: Option<&str>) -> String;
    /// That so many further events may still be accepted.
    summary::more_sending(events: u64) -> String;
    /// What stands for the type of what is no event.
    summary::no_type() -> &'static str;
    /// Before what to do after a demonstration.
    summary::next_step() -> &'static str;
    /// What to do after a demonstration: a command, and what it is for.
    summary::next_steps() -> [(&'static str, &'static str); 4];
    /// How all of it is found again.
    summary::find_again() -> &'static str;
    /// That nothing can be found again.
    summary::not_kept() -> &'static str;
}
