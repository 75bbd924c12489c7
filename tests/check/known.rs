//! A payment that the server knows.

use crate::merchant::{Bug, Merchant, ORDER, SECRET};
use crate::outcome::{Outcome, check};
use crate::program::Program;
use crate::raw::{self, Door};

fn check_known(bug: Option<Bug>, more: &[&str]) -> Outcome {
    let merchant = Merchant::start(bug);
    check(&merchant.url(), &[&["--order-id", ORDER, "--secret", SECRET], more].concat())
}

#[test]
fn the_secret_rules_pass_where_the_secret_is_compared_with_the_payments_own() {
    let outcome = check_known(None, &[]);
    assert_eq!(outcome.with("fail"), [] as [&str; 0], "{:#?}", outcome.rules);
    for rule in ["secret-right", "secret-wrong"] {
        assert_eq!(outcome.rule(rule)["verdict"], "pass");
    }
    assert_eq!(outcome.with("skipped").len(), 5, "the signature rules, and what takes --api");
    assert_eq!(outcome.summary["order_ids"], serde_json::json!([]), "nothing is made up");
    assert_eq!(outcome.code, Some(0));
}

#[test]
fn one_secret_for_all_payments_fails_secret_right_and_no_other() {
    let outcome = check_known(Some(Bug::OneSecretForAll), &[]);
    assert_eq!(outcome.with("fail"), ["secret-right"], "{:#?}", outcome.rules);
    assert!(outcome.text("secret-right", "fix").contains("confirm call"));
    assert!(outcome.text("deposit-flat-body", "reason").contains("secret-right says why"));
    assert!(outcome.text("secret-wrong", "reason").contains("deposit-flat-body has to pass first"));
}

#[test]
fn any_secret_fails_secret_wrong_and_no_other() {
    let outcome = check_known(Some(Bug::AnySecret), &[]);
    assert_eq!(outcome.with("fail"), ["secret-wrong"], "{:#?}", outcome.rules);
    assert!(outcome.text("secret-wrong", "fix").contains("for this order"));
}

#[test]
fn a_server_that_refuses_payments_it_does_not_know_is_not_blamed_for_it() {
    let refused = check(&Merchant::start(Some(Bug::OneSecretForAll)).url(), &[]);
    assert_eq!(refused.with("fail"), [] as [&str; 0], "{:#?}", refused.rules);
    let why = refused.text("deposit-flat-body", "reason");
    assert!(why.starts_with("401") && why.contains("--order-id and --secret"), "{why}");

    let known = check_known(Some(Bug::LooksPaymentsUp), &[]);
    assert_eq!((known.with("fail"), known.code), (vec![], Some(0)), "{:#?}", known.rules);
}

#[test]
fn a_probe_tells_whether_a_wrong_secret_that_was_answered_200_had_an_effect() {
    let merchant = Merchant::start(Some(Bug::AnySecret));
    let effects = merchant.effects();
    let options =
        ["--only", "secret-wrong", "--order-id", ORDER, "--secret", SECRET, "--effect-url", &effects];
    let outcome = check(&merchant.url(), &options);
    // The order was paid by the control delivery, so nothing more came of it.
    assert_eq!((outcome.with("warn"), outcome.code), (vec!["secret-wrong"], Some(0)), "{outcome:?}");
}

#[test]
fn what_no_payment_can_have_or_what_lacks_its_order_is_refused() {
    for (options, says) in [
        (&["--order-id", "x"] as &[&str], "--order-id x: Toss Payments takes 6 to 64"),
        (&["--secret", "ps_1"], "--secret needs --order-id"),
        (&["--payment-key", "k"], "--payment-key needs --order-id"),
        (&["--order-id", ORDER, "--secret", "@nowhere"], "could not read the file nowhere"),
        (&["--security-key", "test_sk_1"], "secret key"),
        (&["--security-key", "xyz", "--key-form", "hex"], "--security-key is not hex"),
    ] {
        let ran = Program::new().run(&[&["check", "127.0.0.1:1"], options].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{options:?}");
        assert!(ran.stderr.contains(says), "{options:?}: {}", ran.stderr);
    }
}

#[test]
fn what_a_server_says_of_secrets_is_masked_unless_it_is_to_be_revealed() {
    let door = Door::open(|mut stream, _| {
        if raw::read(&mut stream).is_ok() {
            raw::answer(&mut stream, 500, "", r#"{"secret":"ps_of-another","customerName":"Kim"}"#);
        }
    });
    let arguments = ["check", &door.address.to_string(), "--only", "exactly-200", "--reveal"];
    let said = |arguments: &[&str]| {
        let ran = Program::new().run(arguments);
        let line = ran.stdout.lines().find_map(|line| line.trim_start().strip_prefix("it said: "));
        line.unwrap_or_else(|| panic!("{}", ran.stdout)).to_owned()
    };
    let masked = said(&arguments[..4]);
    assert!(masked.contains("ps_***") && !masked.contains("Kim"), "{masked}");
    assert_eq!(said(&arguments), r#"{"secret":"ps_of-another","customerName":"Kim"}"#);
    door.close();
}

#[test]
fn secrets_that_a_server_repeats_are_not_shown() {
    let merchant = Merchant::start(Some(Bug::RepeatsSecrets));
    let secret = "my-own-secret-0123456789";
    let arguments = ["check", &merchant.url(), "--order-id", ORDER, "--secret", secret];
    for format in ["pretty", "json", "junit", "github"] {
        let ran = Program::new().run(&[&arguments[..], &["--format", format]].concat());
        assert!(!ran.stdout.contains(secret) && !ran.stderr.contains(secret), "{format}: {}", ran.stdout);
    }
    let ran = Program::new().run(&arguments);
    assert!(ran.stdout.contains("it said: {\"got\":"), "{}", ran.stdout);
}
