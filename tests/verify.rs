//! `verify`, through the built program: which form of the key matched, and what was done wrong where none did.

mod program;

use program::{Program, Ran, Webhook};
use serde_json::Value;
use tosshook::toss::{KeyForm, SecurityKey};

const KEY: &str = "5f1d0c3b7a9e2468ace013579bdf02468ace13579bdf0246813579bdf02468ac";
const TIME: &str = "2026-11-22T12:00:00+09:00";
const BODY: &str = r#"{"eventType":"payout.changed","createdAt":"2026-11-22T11:59:58+09:00","version":"2022-11-16","eventId":"e1","entityType":"payout","entityBody":{"id":"FPA_1","status":"COMPLETED","amount":{"currency":"KRW","value":5000.0},"transactionDescription":"8월대금/<1>"}}"#;

/// What Toss Payments would put into the header.
fn signed(key: &str, form: KeyForm, body: &str, time: &str) -> String {
    SecurityKey::by_mistake(key).sign(form, body.as_bytes(), time).expect("a key")
}

/// Verifies a body in a file with `KEY` from the environment.
fn verify(body: &str, signature: &str, time: &str, more: &[&str]) -> Ran {
    let program = Program::new().with_variable("TOSSHOOK_SECURITY_KEY", KEY);
    verify_by(&program, body, signature, time, more)
}

fn verify_by(program: &Program, body: &str, signature: &str, time: &str, more: &[&str]) -> Ran {
    std::fs::write(program.home.path().join("body.json"), body).expect("a file");
    let mut arguments =
        vec!["verify", "--body", "body.json", "--signature", signature, "--transmission-time", time];
    arguments.extend(more);
    program.run(&arguments)
}

/// The mistakes that are found, in a line of JSON that never names key or signature.
fn mistakes(body: &str, signature: &str, time: &str) -> Vec<String> {
    let ran = verify(body, signature, time, &["--format", "json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""), "{}", ran.stdout);
    assert!(!ran.stdout.contains(KEY), "{}", ran.stdout);
    let line: Value = serde_json::from_str(&ran.stdout).expect("one line of JSON");
    assert_eq!((&line["kind"], &line["signature"]), (&"verification".into(), &"invalid".into()), "{line}");
    let found = line["mistakes"].as_array().expect("a list");
    found.iter().map(|it| it["code"].as_str().expect("a code").to_owned()).collect()
}

#[test]
fn the_form_of_the_key_that_matched_is_said() {
    for (form, name) in [(KeyForm::Text, "text"), (KeyForm::Hex, "hex")] {
        let signature = signed(KEY, form, BODY, TIME);
        let ran = verify(BODY, &signature, TIME, &[]);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{}", ran.stdout);
        assert!(ran.stdout.contains(&format!("signature valid ({name} key).")), "{}", ran.stdout);
        let line = verify(BODY, &format!("v1:AAAA,{signature}"), TIME, &["--json"]).stdout;
        let line: Value = serde_json::from_str(&line).expect("JSON");
        let keys: Vec<_> = line.as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(
            keys.join(" "),
            "v kind id number event transmission_time signature key_form would_match mistakes reason"
        );
        assert_eq!((&line["signature"], &line["key_form"]), (&"valid".into(), &name.into()));
    }
    let other = verify(BODY, &signed(KEY, KeyForm::Hex, BODY, TIME), TIME, &["--key-form", "text"]);
    assert_eq!(other.code, Some(1));
    assert!(other.stdout.contains("fix: --key-form auto"), "{}", other.stdout);
}

/// `BODY` as these printers print it.
const REMADE: [(&str, &str); 6] = [
    (
        "JavaScript's JSON.stringify",
        r#"{"eventType":"payout.changed","createdAt":"2026-11-22T11:59:58+09:00","version":"2022-11-16","eventId":"e1","entityType":"payout","entityBody":{"id":"FPA_1","status":"COMPLETED","amount":{"currency":"KRW","value":5000},"transactionDescription":"8월대금/<1>"}}"#,
    ),
    (
        "Python's json.dumps",
        r#"{"eventType": "payout.changed", "createdAt": "2026-11-22T11:59:58+09:00", "version": "2022-11-16", "eventId": "e1", "entityType": "payout", "entityBody": {"id": "FPA_1", "status": "COMPLETED", "amount": {"currency": "KRW", "value": 5000.0}, "transactionDescription": "8\uc6d4\ub300\uae08/<1>"}}"#,
    ),
    (
        "Python's json.dumps with indent=2",
        r#"{
  "eventType": "payout.changed",
  "createdAt": "2026-11-22T11:59:58+09:00",
  "version": "2022-11-16",
  "eventId": "e1",
  "entityType": "payout",
  "entityBody": {
    "id": "FPA_1",
    "status": "COMPLETED",
    "amount": {
      "currency": "KRW",
      "value": 5000.0
    },
    "transactionDescription": "8\uc6d4\ub300\uae08/<1>"
  }
}"#,
    ),
    (
        "Python's json.dumps with sort_keys=True",
        r#"{"createdAt": "2026-11-22T11:59:58+09:00", "entityBody": {"amount": {"currency": "KRW", "value": 5000.0}, "id": "FPA_1", "status": "COMPLETED", "transactionDescription": "8\uc6d4\ub300\uae08/<1>"}, "entityType": "payout", "eventId": "e1", "eventType": "payout.changed", "version": "2022-11-16"}"#,
    ),
    (
        "Go's json.Marshal, from a map",
        r#"{"createdAt":"2026-11-22T11:59:58+09:00","entityBody":{"amount":{"currency":"KRW","value":5000},"id":"FPA_1","status":"COMPLETED","transactionDescription":"8월대금/\u003c1\u003e"},"entityType":"payout","eventId":"e1","eventType":"payout.changed","version":"2022-11-16"}"#,
    ),
    (
        "PHP's json_encode",
        r#"{"eventType":"payout.changed","createdAt":"2026-11-22T11:59:58+09:00","version":"2022-11-16","eventId":"e1","entityType":"payout","entityBody":{"id":"FPA_1","status":"COMPLETED","amount":{"currency":"KRW","value":5000},"transactionDescription":"8\uc6d4\ub300\uae08\/<1>"}}"#,
    ),
];

#[test]
fn a_body_that_was_parsed_and_printed_is_told_with_its_printer() {
    for (printer, remade) in REMADE {
        for form in [KeyForm::Text, KeyForm::Hex] {
            let ran = verify(BODY, &signed(KEY, form, remade, TIME), TIME, &[]);
            assert_eq!(ran.code, Some(1), "{}", ran.stderr);
            let says = format!("the body parsed and printed again, as by {printer}, made with");
            assert!(ran.stdout.contains(&says), "{printer}: {}", ran.stdout);
            assert!(
                ran.stdout.contains("fix: use the bytes as received, before anything parses them"),
                "{printer}"
            );
        }
        // An order that is lost can't be found again.
        let is_sorted = remade.starts_with("{\"createdAt");
        let found = mistakes(remade, &signed(KEY, KeyForm::Text, BODY, TIME), TIME);
        assert_eq!(found.len(), usize::from(!is_sorted), "{printer}: {found:?}");
    }
}

#[test]
fn what_happened_to_body_time_message_or_key_is_told() {
    let by = |key: &str, body: &str, time: &str| signed(key, KeyForm::Text, body, time);
    let quoted = format!("\"{KEY}\"");
    for (body, signature, time, code) in [
        (&*format!("{BODY}\n"), by(KEY, BODY, TIME), TIME, "body_line_break"),
        (BODY, by(KEY, &format!("{BODY}\n"), TIME), TIME, "body_line_break"),
        (&format!("\u{feff}{BODY}"), by(KEY, BODY, TIME), TIME, "body_surroundings"),
        ("{\r\n}\r\n", by(KEY, "{\n}\n", TIME), TIME, "body_carriage_returns"),
        (BODY, by(KEY, BODY, "2026-11-22T03:00:00Z"), TIME, "time_rewritten"),
        (BODY, by(KEY, BODY, TIME), "2026-11-22T12:00:00 09:00", "time_rewritten"),
        (BODY, by(KEY, BODY, "2026-11-22T11:59:58+09:00"), TIME, "created_at_as_time"),
        (BODY, by(&KEY.to_uppercase(), BODY, TIME), TIME, "key_case"),
        (BODY, by(&format!("{KEY}\n"), BODY, TIME), TIME, "key_line_break"),
        (BODY, by(&quoted, BODY, TIME), TIME, "key_in_quotes"),
        (BODY, format!("\"{}\"", by(KEY, BODY, TIME)), TIME, "signature_encoding"),
        (BODY, by(KEY, BODY, TIME).replace('=', "%3D").replace('+', "%2B"), TIME, "signature_encoding"),
    ] {
        assert_eq!(mistakes(body, &signature, time), [code], "{signature} {time}");
    }
    let pair = by(KEY, &BODY.replace("5000.0", "5000"), "2026-11-22T03:00:00.000Z");
    assert_eq!(mistakes(BODY, &pair, TIME), ["time_rewritten", "body_remade"]);
}

#[test]
fn what_nothing_explains_says_what_is_most_likely() {
    let other = signed(&KEY.replace('5', "6"), KeyForm::Text, BODY, TIME);
    let ran = verify(BODY, &other, TIME, &[]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stdout.contains("Most likely the key is another one"), "{}", ran.stdout);
    let ran = verify(BODY, "v1:no", TIME, &[]);
    assert!(ran.stdout.contains("No value in it can be a signature"), "{}", ran.stdout);
    let program = Program::new().with_variable("TOSSHOOK_SECURITY_KEY", "short");
    assert!(verify_by(&program, BODY, &other, TIME, &[]).stdout.contains("The key is not 64 hex digits"));
    let long = format!("[{}1]", "1,".repeat(2 << 20));
    let ran = verify(&long, &other, TIME, &[]);
    assert!(ran.stdout.contains("as many as a body of this length allows"), "{}", ran.stdout);
}

#[test]
fn a_secret_key_is_refused_unless_it_was_what_signed() {
    let secret = "test_sk_zXLkKEypNArWmo50nX3lmeaxYG5R";
    let program = Program::new().with_variable("TOSSHOOK_SECURITY_KEY", secret);
    let ran = verify_by(&program, BODY, &signed(KEY, KeyForm::Text, BODY, TIME), TIME, &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.starts_with("error: --security-key is a secret key"), "{}", ran.stderr);
    let ran = verify_by(&program, BODY, &signed(secret, KeyForm::Text, BODY, TIME), TIME, &[]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stdout.contains("with a secret key in place of the security key"), "{}", ran.stdout);
    assert!(!ran.stdout.contains(secret));
}

#[test]
fn each_request_of_a_recorded_event_is_verified_with_its_own_time() {
    let program = Program::new().with_variable("TOSSHOOK_SECURITY_KEY", KEY);
    let listener = program.listen(&["listen", "--respond", "500"]);
    let other_time = "2026-11-22T12:01:00+09:00";
    let right = signed(KEY, KeyForm::Text, BODY, TIME);
    let stale = signed(KEY, KeyForm::Text, BODY, other_time);
    for (retried_count, time, signature) in
        [(0, TIME, &right), (1, other_time, &right), (2, other_time, &stale)]
    {
        let request = format!(
            "POST / HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: {}\r\n\
             tosspayments-webhook-transmission-id: whtrans_1\r\n\
             tosspayments-webhook-transmission-time: {time}\r\n\
             tosspayments-webhook-transmission-retried-count: {retried_count}\r\n\
             tosspayments-webhook-signature: {signature}\r\n\r\n{BODY}",
            BODY.len()
        );
        assert_eq!(program::exchange(listener.address, request.as_bytes()).status, 500);
    }
    listener.end();
    let ran = program.run(&["verify", "last"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""), "{}", ran.stdout);
    let said: Vec<_> = ran.stdout.lines().filter(|line| line.contains("request ")).collect();
    assert!(
        said[0].ends_with("signature valid (text key).") && said[2].ends_with("signature valid (text key).")
    );
    assert!(said[1].ends_with("signature INVALID."), "{}", ran.stdout);
    assert!(
        ran.stdout.contains(&format!("the transmission time of another attempt ({TIME}, retried count 0)")),
        "{}",
        ran.stdout
    );
}

#[test]
fn an_event_that_carries_no_signature_is_said_to_and_needs_no_key() {
    let program = Program::new();
    let listener = program.listen(&["listen"]);
    let body = r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":"o","status":"DONE"}}"#;
    Webhook::new("whtrans_1", body.as_bytes()).send(listener.address);
    Webhook::new("whtrans_2", BODY.as_bytes()).send(listener.address);
    listener.end();
    let unsigned = program.run(&["verify", "last~1"]);
    assert_eq!((unsigned.code, unsigned.stderr.as_str()), (Some(1), ""));
    assert!(
        unsigned.stdout.contains(
            "PAYMENT_STATUS_CHANGED carries none: only payout.changed and seller.changed are signed."
        ),
        "{}",
        unsigned.stdout
    );
    let missing = program.run(&["verify", "last", "--format", "json"]);
    assert_eq!(missing.code, Some(1));
    assert!(missing.stdout.contains(r#""signature":"missing""#), "{}", missing.stdout);
}

#[test]
fn what_is_missing_on_the_command_line_is_named() {
    let told = |arguments: &[&str]| {
        let ran = Program::new().run(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{}", ran.stderr);
        ran.stderr
    };
    assert!(told(&["verify"]).starts_with("error: ID is missing\n\nhint: tosshook verify last"));
    assert!(told(&["verify", "last"]).starts_with("error: ID last: there is no such event"));
    assert!(told(&["verify", "--body", "x"]).contains("--signature"));
    let program = Program::new();
    let ran = verify_by(&program, BODY, "v1:AAAA", TIME, &[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.starts_with("error: --security-key is missing\n\nhint: "), "{}", ran.stderr);
}
