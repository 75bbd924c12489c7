//! Every sentence that a person reads, by the code of what happened.
//!
//! Reporters lay out, words say: a second language is a second folder beside `en`, and one more arm
//! in each function here. The compiler finds those that are missing.

pub mod en;
pub mod failure;
mod fixed;

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

pub use fixed::{
    ArrivalHeadings, BannerWords, CheckLabels, FixWords, RuleWords, ScheduleHeadings, WayHeadings,
    WindowHeadings,
};

use crate::activity::{
    Answered, AttemptResult, CheckSummary, Checked, Compared, Course, DeliveryStatus, EventId, Fix,
    Forwarded, Framework, Hint, Load, LookUpError, LookUps, Mishap, Mishaps, Notice, Played, Progress,
    RefusedReason, Repeat, Retries, Rule, RuleVerdict, ScenarioStep, SentSummary, Short, Skip, Summary,
    TossWould, Waiting,
};
use crate::examine::difference::Change;
use crate::examine::mistake::Mistake;
use crate::examine::order::Finding;
use crate::examine::verify::Verdict;
use crate::history::{BadItem, Erased, Imported, TransferForm};
use crate::report::schedule::NoCalendar;
use crate::report::theme::Meaning;
use crate::timeline::{Arrivals, Attempt, Chance, Distribution, Expected, Known, ScheduleError, Speed, Way};
use crate::toss::scenario::Scenario;
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
    /// What mends a failure.
    fixes::fix(fix: Fix) -> FixWords;
    /// What a framework is called.
    fixes::framework(framework: Framework) -> &'static str;
    /// What a person should know while a listener runs.
    notices::notice(notice: &Notice) -> String;
    /// How a sentence about what a terminal did not show goes on, where all of it is recorded.
    notices::all_recorded() -> &'static str;
    /// Why a request was turned away.
    refused::refused(reason: RefusedReason) -> &'static str;

    /// What there is to say of a rule.
    check_rules::rule(rule: Rule) -> RuleWords;
    /// What a rule's verdict is called.
    check::rule_verdict(verdict: RuleVerdict) -> &'static str;
    /// The fixed words around what `check` found.
    check::check_labels() -> CheckLabels;
    /// That a check begins.
    check::checking(to: &str, rules: usize) -> String;
    /// What a rule saw, or why it saw nothing.
    check::seen(checked: &Checked) -> String;
    /// Why a rule could not tell anything.
    check::skipped(why: &Skip) -> String;
    /// Why it matters that a rule did not pass.
    check::matters(checked: &Checked) -> String;
    /// How many rules came to which verdict.
    check::counts(summary: &CheckSummary) -> String;
    /// That a check was ended early.
    check::incomplete(left: u64) -> String;
    /// The orders that a check made up.
    check::orders_made(order_ids: &[String]) -> Option<String>;
    /// What tells more than the answers.
    check::answers_only() -> &'static str;
    /// What a refused control delivery may be about.
    check::unknown_payments() -> &'static str;

    /// What Toss Payments makes of an answer, in a word or two.
    outcomes::verdict(would: TossWould) -> &'static str;
    /// Why an answer is not accepted; none where its status says it all.
    outcomes::why_not(answered: &Answered) -> Option<String>;
    /// Why a call failed; none where its status says it all.
    outcomes::call_failed(result: &AttemptResult) -> Option<String>;
    /// The next attempt, or that there is none. `next` is its time as shown.
    outcomes::what_next(answered: &Answered, next: Option<&str>) -> Option<String>;
    /// How an event goes on that is re-sent from here; none where it is accepted at once. `next` is the time as shown.
    outcomes::goes_on_here(forwarded: &Forwarded, next: Option<&str>) -> Option<String>;
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
    /// That the history has nothing of the kind that was asked for.
    events::nothing_so(path: &Path) -> String;
    /// What was erased.
    events::erased(erased: &Erased, path: &Path) -> String;
    /// When an event arrived, as shown, and from where.
    events::arrived(when: &str, from: SocketAddr) -> String;
    /// That an event came from a file.
    transfer::imported() -> &'static str;
    /// What was written into a file.
    transfer::went_out(events: u64, path: &Path) -> String;
    /// What an import came to.
    transfer::came_in(imported: &Imported, form: TransferForm, path: &Path) -> String;
    /// Why a line or an entry was left out.
    transfer::bad_item(number: u64, form: TransferForm, why: &BadItem) -> String;
    /// How many more were.
    transfer::more_bad(count: u64, form: TransferForm) -> String;
    /// The headings of an event's requests.
    events::request_headings() -> [&'static str; 7];
    /// The headings of an event's calls.
    events::call_headings() -> [&'static str; 8];
    /// A call that was begun and never heard of again.
    events::unheard() -> &'static str;
    /// The headings of the list of events.
    events::headings() -> [&'static str; 9];

    /// The headings of an order's events in time.
    order::order_headings() -> [&'static str; 7];
    /// That a request brought an attempt again.
    order::duplicate() -> &'static str;
    /// Which re-send a request is.
    outcomes::resend(retried_count: u32) -> String;
    /// That a call is not what a request was answered with.
    order::sent_from_here(retried_count: Option<u32>) -> String;
    /// How many events and requests an order has, and what there is to say.
    order::order_summary(events: u64, requests: u64, findings: &[Finding]) -> String;
    /// How many events of an order are not looked at.
    order::events_left_out(events: u64) -> String;
    /// What there is to say of an event of an order.
    order::order_finding(finding: &Finding, shown: &dyn Fn(Timestamp) -> String) -> String;

    /// The headings of two events' differences.
    difference::difference_headings() -> [&'static str; 4];
    /// What a difference is called.
    difference::change(change: Change) -> &'static str;
    /// From where on bytes differ, and how many there are.
    difference::bytes_differ(offset: usize, size: &str) -> String;
    /// That there is no difference.
    difference::no_difference() -> &'static str;
    /// How many more differences there are.
    difference::more_differences(count: u64) -> String;

    /// What came of verifying a signature. `event` is the event type, where the body is an event.
    verify::verified(verdict: &Verdict, event: Option<&str>) -> String;
    /// What that is called.
    verify::verdict_name(verdict: &Verdict) -> &'static str;
    /// That an event is not documented to be signed.
    verify::not_documented(event: &str) -> String;
    /// What was signed, or how, instead of what is documented.
    verify::mistake(mistake: &Mistake) -> String;
    /// What mends a mistake.
    verify::mended(mistake: &Mistake) -> &'static str;
    /// Before what mends it.
    verify::mend() -> &'static str;
    /// Which of an event's requests it is.
    verify::request_number(number: u32) -> String;

    /// How an event and its payment stand to each other, or why that can't be told. Of what differs: what it is
    /// and both values, as shown.
    look_up::compared(compared: &Compared, differences: &[[String; 3]]) -> String;
    /// That an event is about no payment that can be looked up.
    look_up::no_payment() -> &'static str;

    /// What the stand-in of the look-up is for.
    stand_in::stand_in() -> &'static str;
    /// Why a payment is not given.
    stand_in::not_given(error: &LookUpError) -> String;
    /// What was looked up, and what was given.
    stand_in::lookups(lookups: &LookUps) -> String;
    /// Where a stand-in can be asked.
    stand_in::stands_in_at(url: &str) -> String;
    /// What a stand-in was asked, and why it refused something first.
    stand_in::asked(url: &str, lookups: &LookUps, refused: Option<&LookUpError>) -> String;
    /// Lines that a slow terminal did not get, and that are kept nowhere.
    stand_in::gap(lines: u64) -> String;

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
    /// Outages that recur. `first` is the first one's beginning as shown.
    schedule::recurring(period: Duration, length: Duration, first: &str) -> String;
    /// That attempts fail by chance.
    schedule::chance(chance: Chance) -> String;
    /// That an option changes nothing here.
    schedule::seed_unused(seed: u64) -> String;
    /// Which seed was taken where none was typed.
    schedule::seed_taken(seed: u64) -> String;
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

    /// The headings of the ranges of first sending.
    windows::window_headings() -> WindowHeadings;
    /// One outage: its day with "today" where it is, its end with the zone.
    windows::down_once(day: &str, from: &str, to: &str, length: Duration) -> String;
    /// Several outages, from the first one's beginning to the last one's end, with the zone.
    windows::down_often(count: usize, from: &str, to: &str, length: Duration) -> String;
    /// That a day is today's.
    windows::on_today(day: &str) -> String;
    /// Today, instead of a day.
    windows::today() -> &'static str;
    /// That all events arrive.
    windows::none_lost(latest: Duration) -> String;
    /// That some events never arrive.
    windows::some_lost(ranges: &[String], share: &str, latest: Option<Duration>) -> String;
    /// Which attempts events land on: from the first to the last of them, of so many re-sends where that is said.
    windows::lands_on(first: u32, last: u32, resends: Option<usize>) -> String;
    /// In place of an attempt, where there is none.
    windows::lost_events() -> &'static str;
    /// A stretch of time, from its beginning to its end.
    windows::stretch(from: &str, to: &str) -> String;
    /// A time after the outage.
    windows::delay(delay: Duration, of: Duration) -> String;
    /// So many ranges, which are told by their attempt.
    windows::by_attempt(ranges: usize) -> String;
    /// That the outages after a recurring one's first are like it.
    windows::each_the_same() -> &'static str;
    /// Before the attempts of the event that fares worst.
    windows::worst_case(first: &str) -> String;
    /// When the event that fares worst would be lost.
    windows::once_lost(first: &str, last: &str) -> String;
    /// What to do instead of waiting for the re-sends of an outage.
    windows::dont_wait_for(outage: &str) -> String;
    /// What to do instead of waiting for those events of an outage that are not lost.
    windows::dont_wait_for_others() -> &'static str;
    /// What to do about the events of these ranges, which never arrive.
    windows::look_them_up(ranges: &[String]) -> String;
    /// Why chance and ranges of first sending don't go together; the remedy is behind the semicolon.
    windows::no_chance() -> &'static str;

    /// The headings of many events.
    arrivals::arrival_headings() -> ArrivalHeadings;
    /// What becomes of many events. `late` and `lost` are shares as shown.
    arrivals::what_becomes(distribution: &Distribution, late: &str, lost: &str) -> String;
    /// When the events come. `first` is the beginning as shown.
    arrivals::coming(arrivals: &Arrivals, events: u64, first: &str, zone: &str) -> String;
    /// That the first attempts of each event fail.
    arrivals::fail_first(count: u32) -> String;
    /// The headings of the lateness' percentiles.
    arrivals::lateness_headings() -> [&'static str; 4];
    /// The load of re-sends, and its peak. `ordinary` is the number of first attempts a minute.
    arrivals::load(total: u64, most: u64, at: &str, ordinary: f64) -> String;
    /// How many minutes a column of the drawn load stands for.
    arrivals::columns_of(minutes: usize) -> String;
    /// What to do about many events that never arrive.
    arrivals::look_many_up() -> &'static str;
    /// A time for events to come, without events; the remedy is behind the semicolon.
    arrivals::over_alone() -> &'static str;
    /// Events without a time to come in; the remedy is behind the semicolon.
    arrivals::needs_over() -> &'static str;
    /// No time for events to come in; the remedy is behind the semicolon.
    arrivals::over_no_time() -> &'static str;
    /// A pace that makes too many events; the remedy is behind the semicolon.
    arrivals::too_many(expected: f64, limit: u64) -> String;
    /// A pace that makes hardly one event; the remedy is behind the semicolon.
    arrivals::too_few(expected: f64) -> String;

    /// The headings of a recorded event's attempts.
    recorded::way_headings() -> WayHeadings;
    /// What is known of an attempt of a recorded event.
    recorded::known(known: &Known, is_repeated: bool) -> String;
    /// How a recorded event stands. `next` and `last` are times as shown.
    recorded::standing(way: &Way, next: Option<&str>, last: &str) -> String;
    /// The zone of the times shown.
    recorded::in_zone(zone: &str) -> String;

    /// What an attempt is called where nothing around it says so.
    drawing::attempt_in_full(retried_count: u32, attempts: usize) -> String;
    /// What becomes of an attempt where nothing around it says so; nothing for a first one of which nothing
    /// is known.
    drawing::expected_in_full(what: Expected, retried_count: u32) -> &'static str;
    /// One attempt of a picture in words. `when` is its time as shown.
    drawing::told(name: &str, when: &str, elapsed: Duration, outcome: &str) -> String;
    /// An outage in a picture. `from` and `to` are its times as shown.
    drawing::down(from: &str, to: &str) -> String;
    /// Very many outages in a picture, as one.
    drawing::down_again() -> &'static str;
    /// That the attempts in a picture are those of the event that fares worst.
    drawing::worst_drawn() -> &'static str;
    /// That the attempts in a picture are those of one event of many. `first` is when it is first sent, as shown.
    drawing::one_drawn(first: &str) -> String;
    /// An attempt of which nothing more is known, as the legend has it.
    drawing::any_attempt() -> &'static str;
    /// That the axis of time is logarithmic.
    drawing::logarithmic() -> &'static str;
    /// What a load counts. `shown` is how long a column is, where it shows the highest of several counts.
    drawing::load_heading(each: Duration, shown: Option<Duration>) -> String;
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
    /// Why an answer can't be a calendar; the remedy is behind the semicolon.
    calendar::no_calendar(why: NoCalendar) -> String;

    /// The headings of the list of what can be made: events, statuses, methods, statuses of payments, scenarios, what happens.
    trigger::catalog_headings() -> [&'static str; 6];
    /// What a scenario plays.
    scenario::playing_scenario(name: &str, scenario: &Scenario) -> String;
    /// Which step of its scenario an event is, and which re-send where that is to be told.
    scenario::scenario_step(step: &ScenarioStep, retried_count: Option<u32>) -> String;

    /// Which re-send an attempt is, and how long after the first it comes.
    retries::repeated(retried_count: u32, course: &Course) -> String;
    /// How an event goes on that is sent again on failure. `next` is the next attempt's time as shown.
    retries::goes_on(retried_count: u32, course: &Course, next: Option<&str>) -> String;
    /// What is waited for. `due` is the attempt's time as shown.
    retries::waiting(waiting: &Waiting, due: &str) -> String;
    /// That what fails is sent again, and how fast.
    retries::resending(speed: Speed, total: Duration, zone: &str) -> String;
    /// Which re-send one is that was made by hand.
    retries::resent(retried_count: u32) -> String;
    /// That recorded events are sent again, and where to.
    retries::resending_events(events: u64, endpoints: &[String]) -> String;
    /// That no event is to be sent again.
    retries::nothing_to_resend(path: &Path) -> String;
    /// That a schedule is played against an endpoint, and how fast.
    retries::playing(to: &str, of_toss: bool, speed: Speed, total: Duration, zone: &str) -> String;
    /// What came of the events of a run that re-sends on failure.
    retries::retried(summary: &SentSummary, retries: &Retries) -> String;
    /// How long a run took.
    retries::took(elapsed: Duration) -> String;
    /// What came of a schedule that was played.
    retries::played(played: &Played) -> String;
    /// That the end of a run cut events short.
    retries::cut_short(pending: u64) -> String;
    /// A re-send that would have come.
    retries::would_come(retried_count: u32, resends: u32) -> String;
    /// What the last re-send that would have come was.
    retries::last_one() -> &'static str;

    /// What was done to an attempt on purpose.
    mishaps::mishap(mishap: &Mishap) -> Option<String>;
    /// What a receiver should have made of what was done on purpose.
    mishaps::mishaps(mishaps: &Mishaps, resends: bool) -> Vec<String>;

    /// How far a run of many events is.
    load::progress(progress: &Progress) -> String;
    /// How many events a load was, and how fast they went out.
    load::borne(load: &Load, elapsed: Duration) -> String;
    /// How long the answers of a load took.
    load::answer_times(summary: &SentSummary) -> Option<String>;
    /// The upper bound of a row of the answers' times.
    load::up_to(bound: Duration) -> String;
    /// That events waited for a call to end.
    load::held(load: &Load) -> Option<String>;
    /// That events that were due were not sent.
    load::not_sent(load: &Load) -> Option<String>;
    /// How far a run came that was ended before its time.
    load::ended_early(short: &Short) -> String;
    /// That events were sent late.
    load::sent_late(load: &Load) -> Option<String>;

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
    /// That so many events are still to be re-sent from here.
    summary::to_resend(events: u64) -> String;
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
