use std::sync::Arc;
use std::time::Duration;

use super::{CheckPretty, Junit};
use crate::activity::{
    Activity, AttemptResult, CheckSummary, Checked, Effect, Finding, Fix, Framework, Part, Rule, RuleVerdict,
    Sight, Skip, What,
};
use crate::report::fixtures::{activity, answer, look, told};
use crate::report::words::Language;

fn checked(rule: Rule, verdict: RuleVerdict, finding: Finding, stack: &'static [Framework]) -> Activity {
    let fix = matches!(verdict, RuleVerdict::Fail | RuleVerdict::Warn).then_some(Fix::OfRule(rule));
    let elapsed = Duration::from_millis(5);
    activity("14:02:11", What::Checked(Arc::new(Checked { rule, verdict, finding, fix, stack, elapsed })))
}

fn seen(part: Option<Part>, deliveries: u32, result: AttemptResult, effect: Effect) -> Finding {
    Finding::Seen(Box::new(Sight { part, deliveries, alike: 1, result, effect }))
}

fn skipped(rule: Rule, why: Skip) -> Activity {
    checked(rule, RuleVerdict::Skipped, Finding::Skipped(why), &[])
}

fn rule_of(activity: &Activity) -> Option<Arc<Checked>> {
    match &activity.what {
        What::Checked(checked) => Some(Arc::clone(checked)),
        _ => None,
    }
}

fn ended(summary: CheckSummary) -> Activity {
    activity("14:02:12", What::CheckSummary(Box::new(summary)))
}

#[test]
fn at_80_columns_every_line_fits_and_says_what_a_person_needs() {
    let refused = answer(
        400,
        r#"{"statusCode":400,"message":["data.card must be an object"],"secret":"ps_abcdefghijkl","x":"1"}"#,
        38,
    );
    let part = Some(Part::PaidBy(crate::toss::sample::Method::VirtualAccount));
    let mut run = vec![
        checked(
            Rule::WholePayment,
            RuleVerdict::Fail,
            seen(part, 2, refused, Effect::NotProbed),
            &[Framework::Nest],
        ),
        checked(
            Rule::ResendSameId,
            RuleVerdict::Pass,
            seen(None, 5, answer(200, "", 3), Effect::Count { deliveries: 5, effects: 1 }),
            &[],
        ),
        skipped(Rule::SignatureValid, Skip::NeedsSecurityKey),
        skipped(Rule::SignatureForged, Skip::NeedsSecurityKey),
        skipped(Rule::SecretRight, Skip::NeedsPayment),
    ];
    run.push(ended(CheckSummary {
        rules: run.iter().filter_map(rule_of).collect(),
        left: 2,
        order_ids: vec!["tosshook-k3x9a2-01".into(), "tosshook-k3x9a2-02".into()],
        elapsed: Duration::from_millis(1_240),
        ..CheckSummary::default()
    }));
    let (data, talk) = told(CheckPretty::new(look(Some(80))), &run);
    assert_eq!(
        data,
        "\
FAIL whole-payment        paid by virtual-account: 400 in 38 ms
     PAYMENT_STATUS_CHANGED carries the whole Payment. The three fields of 2022
     are no longer what comes, and a check for them refuses what does.
     it said: {\"statusCode\":400,\"message\":[\"data.card must be an
     object\"],\"secret\":\"ps_*****\",\"x\":\"1\"}
     fix: take the whole Payment, in which nearly every field may be null
          NestJS @IsOptional() on every field that can be null
pass resend-same-id       5 deliveries, 1 effect; the slowest 200 in 3.0 ms
skip signature-valid, signature-forged: needs --security-key
skip secret-right         needs a payment that the server knows: --order-id and
                          --secret, or --api
"
    );
    assert_eq!(
        talk,
        "\
1 passed, 1 FAILED, 3 skipped in 1.2 s
INCOMPLETE: ended with 2 rules to go
2 orders made up: tosshook-k3x9a2-01 to tosshook-k3x9a2-02
"
    );
}

#[test]
fn every_rule_has_a_title_of_its_own_a_reason_and_a_fix() {
    let mut titles = std::collections::HashSet::new();
    for rule in Rule::all() {
        let words = Language::English.rule(rule);
        assert!(titles.insert(words.title), "{}", words.title);
        let fix = Language::English.fix(Fix::OfRule(rule));
        for sentence in [words.title, words.sends, words.why, fix.sentence] {
            assert!(sentence.len() > 10 && !sentence.contains("  "), "{}: {sentence}", rule.id());
        }
    }
}

#[test]
fn a_line_of_code_is_named_for_every_framework_or_for_none_it_does_not_concern() {
    let all = [
        Framework::Nest,
        Framework::Spring,
        Framework::Express,
        Framework::Next,
        Framework::FastApi,
        Framework::Django,
    ];
    for rule in
        [Rule::Exactly200, Rule::Within10s, Rule::SignatureValid, Rule::MalformedJson, Rule::GetRequest]
    {
        let code = Language::English.fix(Fix::OfRule(rule)).code;
        let named: Vec<_> = code.iter().map(|(framework, _)| *framework).collect();
        assert_eq!(named, all, "{}", rule.id());
    }
}

#[test]
fn a_report_of_nothing_is_a_document_too() {
    let summary = CheckSummary { left: 31, endpoint: "http://a/<b>".into(), ..CheckSummary::default() };
    let (xml, _) = told(Junit::new(look(None)), &[ended(summary)]);
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"), "{xml}");
    assert!(
        xml.contains("value=\"http://a/&lt;b&gt;\"") && xml.contains("name=\"complete\" value=\"false\"")
    );
    assert!(xml.contains("INCOMPLETE: ended with 31 rules to go"), "{xml}");
}
