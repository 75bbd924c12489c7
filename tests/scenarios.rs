//! `trigger SCENARIO` and `trigger --scenario FILE`, through the built program and real sockets.

mod dev_server;
mod program;

use std::io::Write as _;
use std::process::Stdio;

use dev_server::{DevServer, Seen};
use program::{Program, Ran};
use serde_json::{Value, json};
use tosshook::toss::scenario::Embedded;
use tosshook::toss::{
    EventType, KeyForm, KeyFormChoice, SecurityKey, SignatureCheck, Transmission, signature,
};

const ID: &str = "tosspayments-webhook-transmission-id";
const TIME: &str = "tosspayments-webhook-transmission-time";
const COUNT: &str = "tosspayments-webhook-transmission-retried-count";

fn lines_of(ran: &Ran) -> Vec<Value> {
    ran.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn body(seen: &Seen) -> Value {
    serde_json::from_slice(&seen.body).expect("JSON")
}

fn of_all<'a>(lines: &'a [Value], key: &str) -> Vec<&'a Value> {
    lines.iter().map(|line| &line[key]).collect()
}

/// What a program says that is given this file.
fn with_file(program: &Program, text: &str, arguments: &[&str]) -> Ran {
    std::fs::write(program.home.path().join("own.json"), text).expect("a file");
    program.run(&[&["trigger", "--scenario", "own.json"], arguments].concat())
}

#[test]
fn every_scenario_reaches_a_listener_in_its_order() {
    let program = Program::new();
    let mut listener = program.listen(&["listen"]);
    let to = format!("http://{}", listener.address);
    for embedded in Embedded::ALL {
        let scenario = embedded.read().expect("a scenario");
        let ran = program.run(&["trigger", embedded.name, "--to", &to, "--format", "json"]);
        assert_eq!(ran.code, Some(0), "{}: {}", embedded.name, ran.stderr);
        let lines = lines_of(&ran);
        let (summary, sent) = lines.split_last().expect("a summary");
        assert_eq!(sent.len(), scenario.len(), "{}", embedded.name);
        assert_eq!(summary["accepted"], scenario.len());
        for (step, sent) in sent.iter().enumerate() {
            assert_eq!((&sent["scenario"], &sent["step"]), (&json!(embedded.name), &json!(step + 1)));
            let received = listener.next("received");
            assert_eq!(received["transmission_id"], sent["transmission_id"], "{} {step}", embedded.name);
            assert_eq!(received["retried_count"], scenario.retried_count(step));
            let repeat = if scenario.retried_count(step) > 0 { "resend" } else { "none" };
            assert_eq!(received["repeat"], repeat, "{} {step}", embedded.name);
            let is_twin = embedded.name == "double-subscription" && step % 2 == 1;
            assert_eq!(received["twin_of"].is_string(), is_twin, "{} {step}", embedded.name);
        }
    }
}

#[test]
fn each_line_names_its_step_and_the_first_what_is_played() {
    let server = DevServer::answering(200);
    let ran = Program::new().run(&["trigger", "late-resend", "--to", &server.url("/")]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let told: Vec<_> =
        ran.stdout.lines().filter_map(|line| line.split(" ms ").nth(1)).map(str::trim).collect();
    assert_eq!(
        told,
        ["1 of 3: paid.", "2 of 3: cancelled.", "3 of 3: paid, re-send 6 of 7."],
        "{}",
        ran.stdout
    );
    assert!(
        ran.stderr
            .starts_with("late-resend: an old state comes once more, after a newer one. The re-send of DONE"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_step_goes_out_once_the_one_before_it_has_ended() {
    // Many at once, and in each chain still one after the other.
    let server = DevServer::answering(200);
    let to = server.url("/");
    let ran = Program::new().run(&[
        "trigger",
        "deposit-reversal",
        "--count",
        "8",
        "--concurrency",
        "4",
        "--to",
        &to,
        "--json",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let mut of_order = std::collections::BTreeMap::<String, Vec<Value>>::new();
    for seen in (0..32).map(|_| server.next()) {
        let body = body(&seen);
        of_order.entry(body["orderId"].to_string()).or_default().push(body["status"].clone());
    }
    assert_eq!(of_order.len(), 8);
    for statuses in of_order.values() {
        assert_eq!(*statuses, ["WAITING_FOR_DEPOSIT", "DONE", "WAITING_FOR_DEPOSIT", "DONE"]);
    }
}

#[test]
fn with_retry_a_step_waits_until_the_one_before_it_is_accepted() {
    // The first two attempts fail; then all is well.
    let server = DevServer::start(|number| {
        tiny_http::Response::from_data(Vec::new()).with_status_code(if number < 2 { 500 } else { 200 })
    });
    let (to, retry) = (server.url("/"), ["--retry", "--speed", "instant", "--json"]);
    let ran = Program::new().run(&[&["trigger", "virtual-account", "--to", &to], &retry[..]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let seen: Vec<_> = (0..4).map(|_| server.next()).collect();
    let told: Vec<_> = seen
        .iter()
        .map(|it| {
            (
                it.header(COUNT).expect("a count").to_owned(),
                body(it)["status"].as_str().expect("a status").to_owned(),
            )
        })
        .collect();
    let told: Vec<_> = told.iter().map(|(count, status)| (count.as_str(), status.as_str())).collect();
    let waiting = "WAITING_FOR_DEPOSIT";
    assert_eq!(told, [("0", waiting), ("1", waiting), ("2", waiting), ("0", "DONE")]);
    let times: Vec<_> = seen.iter().map(|it| it.header(TIME).expect("a time")).collect();
    assert!(times.is_sorted(), "{times:?}");
    let lines = lines_of(&ran);
    let summary = lines.last().expect("a summary");
    assert_eq!((&summary["events"], &summary["completed"]), (&json!(2), &json!(2)), "{summary}");
}

#[test]
fn a_failing_step_does_not_end_the_chain_and_a_server_that_is_down_is_told() {
    let server = DevServer::answering(500);
    let program = Program::new();
    let ran = program.run(&["trigger", "cancel-rest", "--to", &server.url("/"), "--json"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert_eq!(of_all(&lines_of(&ran)[..3], "http_status"), [500, 500, 500]);
    let closed =
        std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let ran = program.run(&["trigger", "cancel-rest", "--to", &closed.to_string()]);
    assert_eq!(ran.code, Some(4), "{}", ran.stderr);
    assert!(ran.stderr.contains("could not connect to"), "{}", ran.stderr);
}

#[test]
fn a_signed_scenario_is_signed_on_every_attempt() {
    let server = DevServer::answering(200);
    let key = "ab".repeat(32);
    let program = Program::new().with_variable("TEST_KEY", &key);
    let ran = program.run(&["trigger", "payout", "--security-key", "env:TEST_KEY", "--to", &server.url("/")]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let seen = [server.next(), server.next()];
    assert_eq!((seen[0].header(ID), &seen[0].body), (seen[1].header(ID), &seen[1].body));
    let name = "tosspayments-webhook-signature";
    assert_ne!(seen[0].header(name), seen[1].header(name));
    let key = SecurityKey::parse(&key).expect("a key");
    for seen in seen {
        let mut headers = http::HeaderMap::new();
        for line in [name, TIME] {
            headers.insert(line, seen.header(line).expect("there").parse().expect("a value"));
        }
        let event = Some(&EventType::PayoutChanged);
        let sent = Transmission::read(&headers);
        let check = signature::check(Some(&key), KeyFormChoice::Auto, event, &seen.body, &sent);
        assert_eq!(check, SignatureCheck::Valid(KeyForm::Text));
    }
}

#[test]
fn the_same_seed_gives_the_same_chain_and_print_sends_nothing() {
    let program = Program::new();
    let print = |arguments: &[&str]| {
        let ran = program.run(&[&["trigger", "late-resend", "--as", "json"], arguments].concat());
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        ran.stdout
    };
    assert_eq!(print(&["--seed", "7"]), print(&["--seed", "7"]));
    assert_ne!(print(&["--seed", "7"]), print(&["--seed", "8"]));
    assert_eq!(print(&["--count", "3"]).lines().count(), 9);
    let at = print(&["--at", "2026-11-22T13:00:00+09:00"]);
    let times: Vec<_> = at.lines().map(|line| line.matches("2026-11-22T13:00:00+09:00").count()).collect();
    assert_eq!(times, [0, 0, 1], "the last is sent then, those before it earlier: {at}");
    assert!(at.lines().next().is_some_and(|line| line.contains("2026-11-21T14:15:00+09:00")), "{at}");
}

#[test]
fn the_look_up_knows_the_newest_state_as_each_step_arrives() {
    let program = Program::new();
    let server = DevServer::answering(200);
    let mut command = program.command(&["api", "--port", "0", "--format", "json"]);
    command.stdout(Stdio::piped());
    let api = program::Listener::start(command);
    for _ in 0..2 {
        // The second time the order begins anew, whatever became of it the first time.
        for scenario in ["double-subscription", "card-payment"] {
            let order = format!("order-{scenario}");
            let to = server.url("/");
            let ran = program.run(&["trigger", scenario, "--order-id", &order, "--to", &to]);
            assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        }
        let answer = ask(&api, "order-double-subscription");
        assert_eq!((&answer["status"], &answer["method"]), (&json!("DONE"), &json!("가상계좌")));
        let seen: Vec<_> = (0..6).map(|_| body(&server.next())).collect();
        assert_eq!(answer["paymentKey"], seen[2]["data"]["paymentKey"]);
        assert_eq!(answer["lastTransactionKey"], seen[3]["transactionKey"]);
        assert_eq!(ask(&api, "order-card-payment")["status"], "CANCELED");
    }
}

/// What the stand-in says of an order.
fn ask(api: &program::Listener, order: &str) -> Value {
    let request = format!(
        "GET /v1/payments/orders/{order} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\
         Authorization: Basic dGVzdF9za18xOg==\r\n\r\n"
    );
    let answer = program::exchange(api.address, request.as_bytes());
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    serde_json::from_slice(&answer.body).expect("JSON")
}

#[test]
fn a_scenario_of_ones_own_is_played_from_a_file_and_from_standard_input() {
    let server = DevServer::answering(200);
    let program = Program::new();
    let text = r#"{
        "amount": 10000,
        "steps": [
            {"event": "PAYMENT_STATUS_CHANGED", "status": "DONE", "set": {"data.metadata": {"cart": "7"}}},
            {"event": "PAYMENT_STATUS_CHANGED", "status": "PARTIAL_CANCELED", "cancel": 4000, "after": "3h"},
            {"resend_of": 1, "note": "late"}
        ]
    }"#;
    let ran = with_file(&program, text, &["--to", &server.url("/"), "--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(of_all(&lines_of(&ran)[..3], "scenario"), ["own.json"; 3]);
    let seen: Vec<_> = (0..3).map(|_| server.next()).collect();
    assert_eq!(body(&seen[0])["data"]["metadata"]["cart"], "7");
    assert_eq!(body(&seen[1])["data"]["balanceAmount"], 6_000);
    assert_eq!((&seen[2].body, seen[2].header(COUNT)), (&seen[0].body, Some("1")));

    let mut command = program.command(&["trigger", "--scenario", "-", "--as", "json"]);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the program starts");
    child.stdin.take().expect("piped").write_all(text.as_bytes()).expect("it reads");
    let ran = Ran::from(child.wait_with_output().expect("it ends"));
    assert_eq!((ran.code, ran.stdout.lines().count()), (Some(0), 3), "{}", ran.stderr);
}

#[test]
fn a_wrong_file_is_told_with_line_key_and_nearest_before_anything_is_dialled() {
    let server = DevServer::answering(200);
    let program = Program::new();
    let step = |step: &str| format!("{{\"steps\": [\n  {{\"event\": \"BILLING_DELETED\"}},\n  {step}\n]}}");
    for (text, says) in [
        (
            step(r#"{"event": "DEPOSIT_CALLBACK", "stauts": "DONE"}"#),
            "error: --scenario own.json, line 3: there is no key stauts\n\nhint: did you mean status? It takes note, \
             event, status, method, cancel, twin_of, resend_of, retried_count, after, set, unset\n",
        ),
        (
            step(r#"{"event": "DEPOSIT_CALBACK"}"#),
            "error: --scenario own.json, line 3: event DEPOSIT_CALBACK: Toss Payments has no such event\n\n\
             hint: did you mean DEPOSIT_CALLBACK?\n",
        ),
        (
            step(r#"{"event": "DEPOSIT_CALLBACK", "status": "DNE"}"#),
            "error: --scenario own.json, line 3: status DNE: DEPOSIT_CALLBACK is never sent with it\n\n\
             hint: did you mean DONE? It takes DONE, WAITING_FOR_DEPOSIT, CANCELED, PARTIAL_CANCELED\n",
        ),
        (
            step("{\"event\": \"BILLING_DELETED\",\n   \"set\": {\"data.billingkey\": \"x\"}}"),
            "error: --scenario own.json, line 4: could not change the body: the event has no data.billingkey\n\n\
             hint: did you mean data.billingKey? --force makes a field that the event doesn't have\n",
        ),
        (
            step(r#"{"resend_of": 3}"#),
            "error: --scenario own.json, line 3: resend_of 3: there is no such step before this one\n\n\
             hint: steps are counted from 1; it names an earlier one that is no re-send itself\n",
        ),
        (
            step("{\"event\": }"),
            "error: --scenario own.json, line 3: not JSON: expected value at column 13\n",
        ),
    ] {
        let ran = with_file(&program, &text, &["--to", &server.url("/")]);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(2), says), "{text}");
    }
    assert!(server.seen.try_recv().is_err(), "nothing was sent");
}

#[test]
fn what_is_about_one_event_is_refused_beside_a_scenario() {
    let program = Program::new();
    for (arguments, named) in [
        (["--status", "DONE"], "--status is about one event, and a scenario has several"),
        (["--set", "data.x=1"], "--set is about one event"),
        (["--unset", "data.x"], "--unset is about one event"),
        (["--method", "card"], "--method card: DEPOSIT_CALLBACK WAITING_FOR_DEPOSIT never comes with it"),
        (["--body", "x.json"], "--body"),
    ] {
        let ran = program.run(&[&["trigger", "virtual-account", "--print"], &arguments[..]].concat());
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(named), "{arguments:?}: {}", ran.stderr);
    }
    let ran = program.run(&["trigger", "brandpay", "--order-id", "order-1", "--print"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("--order-id"), "{}", ran.stderr);
    let ran = program.run(&["trigger", "partial-cancel", "--method", "easy-pay", "--print"]);
    assert_eq!((ran.code, ran.stdout.matches("간편결제").count()), (Some(0), 2), "{}", ran.stderr);
}

#[test]
fn a_mistyped_scenario_names_the_nearest_and_the_list_names_all() {
    let program = Program::new();
    let ran = program.run(&["trigger", "late-resnd"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (
            Some(2),
            "error: late-resnd: neither an event of Toss Payments nor a scenario\n\nhint: did you mean late-resend?\n"
        )
    );
    let ran = program.run(&["trigger", "--scenario", "late-resend"]);
    let hint = "hint: the program's own goes without --scenario: trigger late-resend\n";
    assert!(ran.code == Some(2) && ran.stderr.ends_with(hint), "{}", ran.stderr);
    let ran = program.run(&["trigger", "--list"]);
    for embedded in Embedded::ALL {
        let title = embedded.read().expect("a scenario").title.expect("a title");
        let is_it = |line: &str| line.starts_with(embedded.name) && line.ends_with(&title);
        assert!(ran.stdout.lines().any(is_it), "{}: {}", embedded.name, ran.stdout);
    }
}
