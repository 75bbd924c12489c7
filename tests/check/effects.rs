//! Probes: whether the work was done, and once.

use crate::merchant::{Bug, Merchant};
use crate::outcome::{Outcome, check};
use crate::raw::{self, Door};

fn check_effects(bug: Option<Bug>, rules: &str) -> Outcome {
    let merchant = Merchant::start(bug);
    check(&merchant.url(), &["--only", rules, "--effect-url", &merchant.effects()])
}

/// Runs each of these beside the others: most of a run is waiting for effects.
fn beside_each_other<T: Sync>(cases: &[T], run: impl Fn(&T) + Sync) {
    std::thread::scope(|scope| {
        for case in cases {
            scope.spawn(|| run(case));
        }
    });
}

#[test]
fn a_server_that_is_well_works_once_however_often_it_is_told() {
    let rules = [
        ("resend-same-id", "5 deliveries, 1 effect;"),
        ("concurrent-duplicate", "5 deliveries, 1 effect;"),
        ("cut-off-duplicate", "2 deliveries, 1 effect;"),
        ("double-subscription", "2 deliveries, 1 effect;"),
        ("late-old-state", "2 deliveries, the slowest 200 in "),
        ("deposit-reversal", "2 deliveries, the slowest 200 in "),
    ];
    beside_each_other(&rules, |(rule, seen)| {
        let outcome = check_effects(None, rule);
        assert_eq!((outcome.with("pass"), outcome.code), (vec![*rule], Some(0)), "{:#?}", outcome.rules);
        let told = outcome.text(rule, "seen");
        assert!(told.starts_with(seen) && !told.contains("answers only"), "{told}");
        assert_eq!(told.ends_with("what the probe says stayed"), *rule == "late-old-state", "{told}");
        assert_eq!(told.contains("the probe went from "), *rule == "deposit-reversal", "{told}");
    });
}

#[test]
fn work_that_is_done_again_or_not_at_all_fails_whatever_the_answers_are() {
    let bugs = [
        (Bug::WorksAgain, "resend-same-id", "5 deliveries, 5 effects"),
        (Bug::WorksAgain, "cut-off-duplicate", "2 deliveries, 2 effects"),
        (Bug::WorksOncePerEventType, "double-subscription", "2 deliveries, 2 effects"),
        (Bug::LosesCopies, "concurrent-duplicate", "5 deliveries, 0 effects"),
        (Bug::WorksLateEvents, "late-old-state", "the probe went from 1 to 2"),
    ];
    beside_each_other(&bugs, |(bug, rule, seen)| {
        let outcome = check_effects(Some(*bug), rule);
        assert_eq!(
            (outcome.with("fail"), outcome.code),
            (vec![*rule], Some(1)),
            "{bug:?}: {:#?}",
            outcome.rules
        );
        let told = outcome.text(rule, "seen");
        assert!(told.contains(seen), "{bug:?}: {told}");
    });
}

#[test]
fn work_that_is_done_behind_the_answer_counts_for_the_rule_that_it_belongs_to() {
    let rules = "whole-payment,resend-same-id,late-old-state";
    let outcome = check_effects(Some(Bug::WorksLater), rules);
    assert_eq!(outcome.with("pass").len(), 3, "{:#?}", outcome.rules);
    assert!(outcome.text("resend-same-id", "seen").starts_with("5 deliveries, 1 effect"));
}

#[test]
fn a_probe_that_never_says_the_same_is_a_warning() {
    let count = std::sync::atomic::AtomicU64::new(0);
    let probe = Door::open(move |mut stream, _| {
        if raw::read(&mut stream).is_ok() {
            let next = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            raw::answer(&mut stream, 200, "", &format!("n{next}"));
        }
    });
    let merchant = Merchant::start(None);
    let url = probe.address.to_string();
    let outcome = check(&merchant.url(), &["--only", "resend-same-id", "--effect-url", &url]);
    probe.close();
    assert_eq!(outcome.with("warn"), ["resend-same-id"], "{:#?}", outcome.rules);
    assert!(
        outcome.text("resend-same-id", "seen").ends_with("does not come to rest"),
        "{:#?}",
        outcome.rules
    );
}

#[test]
fn a_guard_that_is_set_after_the_work_lets_copies_through() {
    let outcome = check_effects(Some(Bug::GuardsTooLate), "concurrent-duplicate,resend-same-id");
    assert_eq!(outcome.with("fail"), ["concurrent-duplicate"], "{:#?}", outcome.rules);
    assert!(outcome.text("resend-same-id", "seen").starts_with("5 deliveries, 1 effect"));
}

#[test]
fn a_reversal_that_takes_nothing_back_is_a_warning() {
    let outcome = check_effects(Some(Bug::KeepsReversedDeposits), "deposit-reversal");
    assert_eq!((outcome.with("warn"), outcome.code), (vec!["deposit-reversal"], Some(0)));
}

#[test]
fn a_command_is_a_probe_too_and_one_that_shows_nothing_says_so() {
    let merchant = Merchant::start(None);
    let command = format!("curl -sS '{}'", merchant.effects());
    let outcome = check(&merchant.url(), &["--only", "resend-same-id", "--effect-command", &command]);
    assert!(outcome.text("resend-same-id", "seen").starts_with("5 deliveries, 1 effect"), "{outcome:?}");
    let outcome = check(&merchant.url(), &["--only", "resend-same-id", "--effect-command", "echo always"]);
    let seen = outcome.text("resend-same-id", "seen");
    assert!(seen.ends_with("the probe shows no effect of it: answers only"), "{seen}");
    assert_eq!(outcome.with("pass"), ["resend-same-id"]);
}

#[test]
fn without_a_probe_the_rules_about_effects_say_that_they_judged_the_answers_only() {
    let merchant = Merchant::start(Some(Bug::WorksAgain));
    let outcome = check(&merchant.url(), &["--only", "resend-same-id,key-order"]);
    assert!(outcome.text("resend-same-id", "seen").ends_with("; answers only"));
    assert!(!outcome.text("key-order", "seen").contains("answers only"));
}

#[test]
fn a_probe_that_cannot_be_read_ends_the_run_before_anything_is_sent() {
    let merchant = Merchant::start(None);
    let effects = merchant.effects();
    for (option, probe, says) in [
        ("--effect-url", merchant.url().replace("/hook", "/nowhere"), "it answered 405"),
        ("--effect-url", "http://127.0.0.1:1/".to_owned(), "it gave no answer"),
        ("--effect-command", "false".to_owned(), "it ended with exit status: 1"),
        ("--effect-command", "/nowhere/probe -x".to_owned(), "it can't be run"),
        ("--effect-command", "echo 'open".to_owned(), "a ' is not closed"),
        ("--effect-command", String::new(), "it is empty"),
    ] {
        let ran = crate::program::Program::new().run(&["check", &merchant.url(), option, &probe]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{}", ran.stderr);
        assert!(ran.stderr.contains(says) && ran.stderr.contains(option), "{}", ran.stderr);
    }
    let both = ["check", &merchant.url(), "--effect-url", &effects, "--effect-command", "true"];
    let ran = crate::program::Program::new().run(&both);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("exclude each other"), "{}", ran.stderr);
}
