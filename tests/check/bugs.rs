//! A server that is well passes, and one with a bug fails the rule about it and no other.

use crate::merchant::{Bug, Merchant};
use crate::outcome::{Outcome, check_signed};
use crate::raw::forgetful;

/// What hangs on the delivery that a bug breaks, and is left out along with it.
const ON_DEPOSITS: &[&str] = &["created-at-forms", "double-subscription", "deposit-reversal"];
const ON_SIGNATURES: &[&str] = &["signature-two-values", "signature-forged", "signature-stale"];

/// What takes a payment that the server knows or looks up.
const WITHOUT_A_PAYMENT: &[&str] = &["failed-first-try", "secret-right", "secret-wrong"];

/// A bug, the verdict and the rule that it must come to, what the fix says, and what is left out.
type Expected = (Bug, &'static str, &'static str, &'static str, &'static [&'static str]);

#[track_caller]
fn assert_alone((bug, verdict, rule, fix, left_out): &Expected) {
    let outcome = check_signed(&Merchant::start(Some(*bug)).url(), &[]);
    let found = [outcome.with("fail"), outcome.with("warn")].concat();
    assert_eq!(found, [*rule], "{bug:?}: {:#?}", outcome.rules);
    assert_eq!(outcome.rule(rule)["verdict"], *verdict, "{bug:?}");
    let named = outcome.text(rule, "fix");
    assert!(named.contains(fix), "{bug:?}: {named}");
    assert!(!outcome.text(rule, "reason").is_empty() && !outcome.text(rule, "seen").is_empty(), "{bug:?}");
    assert_eq!(sorted(outcome.with("skipped")), sorted([left_out, WITHOUT_A_PAYMENT].concat()), "{bug:?}");
    assert_eq!(outcome.code, Some(i32::from(*verdict == "fail")), "{bug:?}");
}

/// Each alone on a server of its own; most of a run is waiting, so they run beside each other.
fn assert_each_alone(bugs: &[Expected]) {
    std::thread::scope(|scope| {
        for bug in bugs {
            scope.spawn(move || assert_alone(bug));
        }
    });
}

fn sorted(mut ids: Vec<&str>) -> Vec<&str> {
    ids.sort_unstable();
    ids
}

#[test]
fn a_server_that_is_well_passes_all_that_can_be_told() {
    let outcome = check_signed(&Merchant::start(None).url(), &[]);
    assert_eq!(outcome.with("pass").len(), 28, "{:#?}", outcome.rules);
    assert_eq!(outcome.with("skipped"), WITHOUT_A_PAYMENT);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    let summary = &outcome.summary;
    let counts = ["passed", "warned", "failed", "skipped"].map(|key| summary[key].as_u64().expect("a count"));
    assert_eq!(counts, [28, 0, 0, 3]);
    assert_eq!(summary["complete"], true);
}

#[test]
fn a_bug_in_the_answer_or_in_the_reading_fails_its_rule_alone() {
    const BUGS: [Expected; 10] = [
        (Bug::Answers201, "fail", "exactly-200", "answer exactly 200", &[]),
        (Bug::ReadsDepositsAsEvents, "fail", "deposit-flat-body", "by its fields", ON_DEPOSITS),
        (Bug::KnowsItsEventsOnly, "fail", "unknown-event", "what you don't handle", &[]),
        (Bug::StrictFields, "fail", "unknown-field", "let fields pass", &[]),
        (Bug::SixDigitsOnly, "fail", "created-at-forms", "Korean time", &[]),
        (Bug::NoOffsets, "fail", "created-at-forms", "Korean time", &[]),
        (Bug::SearchesText, "fail", "key-order", "parse the JSON", &[]),
        (Bug::CardsOnly, "fail", "whole-payment", "may be null", &["double-subscription"]),
        (Bug::SmallBodiesOnly, "warn", "large-body", "1 MB", &[]),
        (Bug::BreaksOverText, "fail", "wrong-content-type", "415", &[]),
    ];
    assert_each_alone(&BUGS);
}

#[test]
fn a_bug_about_repeats_or_states_fails_its_rule_alone() {
    const BUGS: [Expected; 8] = [
        (
            Bug::RefusesRepeats,
            "fail",
            "resend-same-id",
            "when it comes again",
            &["concurrent-duplicate", "cut-off-duplicate"],
        ),
        (Bug::BreaksOverCopies, "fail", "concurrent-duplicate", "the database", &[]),
        (Bug::IsBusyWithCopies, "warn", "concurrent-duplicate", "the database", &[]),
        (Bug::OnePerOrderAndStatus, "fail", "double-subscription", "per order and status", &[]),
        (Bug::NoWayBackFromCanceled, "fail", "late-old-state", "keep what is newer", &[]),
        (Bug::NoWayBackFromDone, "fail", "deposit-reversal", "taken back", &[]),
        (Bug::RestMustBeCanceled, "fail", "cancel-rest", "balanceAmount", &[]),
        (Bug::NoPartialCancels, "fail", "cancel-rest", "balanceAmount", &["large-body"]),
    ];
    assert_each_alone(&BUGS);
}

#[test]
fn a_bug_about_signatures_fails_its_rule_alone() {
    const BUGS: [Expected; 6] = [
        (Bug::PrintsBeforeVerifying, "fail", "signature-valid", "bytes as received", ON_SIGNATURES),
        (Bug::DecodesTheKey, "warn", "signature-valid", "bytes as received", &[]),
        (Bug::OneSignatureOnly, "fail", "signature-two-values", "at its commas", &[]),
        (Bug::LetsUnsignedPass, "fail", "signature-forged", "unless a signature is there", &[]),
        (
            Bug::VerifiesNothing,
            "fail",
            "signature-forged",
            "unless a signature is there",
            &["signature-stale"],
        ),
        (Bug::TriesOtherTimes, "fail", "signature-stale", "of this very request", &[]),
    ];
    assert_each_alone(&BUGS);
}

#[test]
fn a_bug_that_rough_requests_bring_out_fails_its_rule_alone() {
    const BUGS: [Expected; 6] = [
        (Bug::BreaksOverJson, "fail", "malformed-json", "answer 400", &[]),
        (Bug::TakesAnything, "fail", "malformed-json", "answer 400", &[]),
        (Bug::BreaksOverNothing, "fail", "empty-body", "answer 400", &[]),
        (Bug::TakesGets, "fail", "get-request", "@require_POST", &[]),
        (Bug::FewAtOnce, "fail", "burst", "queue", &[]),
        (Bug::DiesOfHangUps, "fail", "client-gone", "end alone", &["burst"]),
    ];
    assert_each_alone(&BUGS);
}

#[test]
fn a_server_that_forgets_what_nobody_heard_of_fails_cut_off_duplicate_alone() {
    let door = forgetful();
    let outcome = check_signed(&format!("http://{}/hook", door.address), &[]);
    door.close();
    assert_eq!(outcome.with("fail"), ["cut-off-duplicate"], "{:#?}", outcome.rules);
    assert!(outcome.text("cut-off-duplicate", "seen").starts_with("the re-send: 409 in "));
    assert!(outcome.text("cut-off-duplicate", "fix").contains("hung up"));
    assert_eq!(outcome.with("pass").len(), 27);
}

/// The rules that can say why an ordinary event is not handled.
const TELLING: [&str; 6] =
    ["exactly-200", "no-redirect", "within-10s", "deposit-flat-body", "unsigned-accepted", "whole-payment"];

#[track_caller]
fn assert_told(bug: Bug, rule: &str, fix: &str, passed: &[&str]) -> Outcome {
    let outcome = check_signed(&Merchant::start(Some(bug)).url(), &[]);
    assert_eq!(outcome.with("fail"), [rule], "{bug:?}: {:#?}", outcome.rules);
    assert_eq!(sorted(outcome.with("pass")), sorted(passed.to_vec()), "{bug:?}");
    assert!(outcome.text(rule, "fix").contains(fix), "{bug:?}: {}", outcome.text(rule, "fix"));
    for skipped in outcome.with("skipped") {
        let why = outcome.text(skipped, "reason");
        assert_eq!(
            why.contains("the control delivery was not handled"),
            !TELLING.contains(&skipped),
            "{why}"
        );
    }
    assert_eq!((outcome.code, outcome.rules.len()), (Some(1), 31));
    outcome
}

#[test]
fn where_the_control_delivery_fails_the_rule_that_says_why_fails_and_the_rest_is_skipped() {
    let answered = ["no-redirect", "within-10s"];
    assert_told(Bug::RedirectsToLogin, "no-redirect", "permitAll", &["within-10s"]);
    let outcome =
        assert_told(Bug::DemandsASignature, "unsigned-accepted", "is a signature demanded?", &answered);
    assert!(outcome.text("unsigned-accepted", "seen").starts_with("401 in "));
    assert_told(Bug::SaysSignatureIn400, "unsigned-accepted", "nothing else has one", &answered);
    let passed = ["no-redirect", "within-10s", "deposit-flat-body"];
    assert_told(Bug::ExpectsThreeFields, "whole-payment", "nearly every field may be null", &passed);
    assert_told(Bug::LooksPaymentsUp, "exactly-200", "no such path", &answered);
}

#[test]
fn a_server_that_dies_of_a_rule_fails_it_and_leaves_the_rest_open() {
    let outcome = check_signed(&Merchant::start(Some(Bug::DiesOfUnknownEvents)).url(), &[]);
    assert_eq!(outcome.with("fail"), ["unknown-event"], "{:#?}", outcome.rules);
    assert!(outcome.text("unknown-event", "seen").contains("closed before an answer"));
    assert_eq!(outcome.with("pass").len(), 5);
    assert!(outcome.text("burst", "reason").contains("accepts no connections any more"));
    assert_eq!(outcome.code, Some(1));
}
