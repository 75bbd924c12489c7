//! The formats: for a person, for programs, for readers of `JUnit`'s reports, for GitHub.

use serde_json::Value;

use crate::merchant::{Bug, KEY, Merchant};
use crate::program::Program;
use crate::xml::{Element, suite_of};

#[test]
fn json_lines_have_exactly_their_keys() {
    let merchant = Merchant::start(Some(Bug::Answers201));
    let ran = Program::new().run(&["check", &merchant.url(), "--json", "--only", "exactly-200,no-redirect"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""));
    let lines: Vec<Value> =
        ran.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let keys =
        |line: &Value| line.as_object().expect("an object").keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(keys(&lines[0]), "v kind at id verdict severity seen reason fix");
    assert_eq!((&lines[0]["id"], &lines[0]["verdict"]), (&"exactly-200".into(), &"fail".into()));
    assert_eq!((&lines[1]["reason"], &lines[1]["fix"]), (&Value::Null, &Value::Null));
    assert_eq!(keys(&lines[2]), "v kind at passed warned failed skipped complete order_ids elapsed_ms");
    assert_eq!(lines[2]["order_ids"].as_array().expect("a list").len(), 1);
    assert_eq!(lines.len(), 3);
}

#[test]
fn a_person_reads_a_line_for_each_rule_and_under_a_failed_one_why_and_what_mends_it() {
    let merchant = Merchant::start(Some(Bug::KnowsItsEventsOnly));
    let only = "exactly-200,unknown-event,signature-valid,signature-forged,secret-right";
    let ran = Program::new().run(&["check", &merchant.url(), "--only", only]);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    let untimed = |line: &str| line.split(" in ").next().expect("a part").to_owned();
    assert_eq!(
        [untimed(lines[0]), untimed(lines[1])],
        ["pass  exactly-200           200", "FAIL  unknown-event         500"]
    );
    assert_eq!(
        &lines[2..],
        [
            "      New events appear without a version change. One that is refused is sent again for 3 days 19 hours.",
            "      it said: {\"statusCode\":500,\"message\":\"no\"}",
            "      fix: answer 200 to what you don't handle",
            "           NestJS  default: return; // with @HttpCode(200)",
            "skip  signature-valid, signature-forged: needs --security-key",
            "skip  secret-right          needs a payment that the server knows: --order-id and --secret, or --api",
        ]
    );
    let talk: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(talk[0], format!("checking {} by 5 rules", merchant.url()));
    assert!(talk[1].starts_with("1 passed, 1 FAILED, 3 skipped in "), "{talk:?}");
    assert!(talk[2].starts_with("2 orders made up: tosshook-") && talk[2].ends_with("-02"), "{talk:?}");
}

#[test]
fn a_junit_report_keeps_to_the_schema_and_says_what_failed_and_what_was_skipped() {
    let merchant = Merchant::start(Some(Bug::RefusesRepeats));
    let program = Program::new().with_variable("TOSSHOOK_SECURITY_KEY", KEY);
    let ran = program.run(&["check", &merchant.url(), "--format", "junit"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""));
    let suite = suite_of(&ran.stdout);
    assert_eq!(["tests", "failures", "skipped"].map(|name| suite.attribute(name)), ["31", "1", "5"]);
    let of_kind = |kind: &str| -> Vec<(&str, &Element)> {
        let cases = suite.children.iter().filter(|case| case.names() == [kind]);
        cases.map(|case| (case.attribute("name"), &case.children[0])).collect()
    };
    let failures = of_kind("failure");
    let [("resend-same-id", failure)] = failures.as_slice() else { panic!("{failures:?}") };
    assert_eq!(failure.attribute("type"), "resend-same-id");
    assert!(failure.attribute("message").starts_with("re-send 1 of 7: 409"), "{failure:?}");
    assert!(failure.text.contains("transmission id"), "{failure:?}");
    assert_eq!(of_kind("skipped").len(), 5);
    assert!(suite.children[32].text.contains("orders made up: tosshook-"));
}

#[test]
fn a_report_is_written_beside_the_output_and_a_warning_stands_in_its_output() {
    let merchant = Merchant::start(Some(Bug::SmallBodiesOnly));
    let program = Program::new();
    let file = program.home.path().join("report.xml");
    std::fs::write(&file, "an older one, which is longer than nothing").expect("writable");
    let arguments =
        ["check", &merchant.url(), "--only", "large-body,burst", "--report", "junit=report.xml", "--json"];
    let ran = program.run(&arguments);
    assert_eq!((ran.code, ran.stdout.lines().count()), (Some(0), 3), "{}", ran.stderr);
    let suite = suite_of(&std::fs::read_to_string(&file).expect("a report"));
    assert_eq!(["tests", "failures", "skipped"].map(|name| suite.attribute(name)), ["2", "0", "0"]);
    assert!(suite.children[3].text.starts_with("warn large-body: 413 in "), "{:?}", suite.children[3]);

    for report in ["junit=/nowhere/report.xml", "junit=", "html=x"] {
        let ran = program.run(&["check", &merchant.url(), "--report", report]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{report}");
        assert!(ran.stderr.contains("--report"), "{}", ran.stderr);
    }
}

#[test]
fn github_gets_an_annotation_for_what_did_not_pass_in_one_line_each() {
    let merchant = Merchant::start(Some(Bug::Answers201));
    let ran =
        Program::new().run(&["check", &merchant.url(), "--format", "github", "--only", "exactly-200,burst"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""));
    let lines: Vec<&str> = ran.stdout.lines().collect();
    let [error, notice] = lines.as_slice() else { panic!("{lines:?}") };
    assert!(error.starts_with("::error title=exactly-200::201 in "), "{error}");
    assert!(error.contains("%0AToss Payments documents 200") && error.contains("@HttpCode(200)"), "{error}");
    assert!(notice.starts_with("::notice title=tosshook check::1 passed, 1 FAILED in "), "{notice}");
}
