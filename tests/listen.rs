//! `listen`, through the built program and real sockets.

mod program;

use program::{Program, Webhook, exchange};
use serde_json::{Value, json};

const DEPOSIT: &[u8] = br#"{"createdAt":"2026-11-22T12:00:00.000000","secret":"ps_Z61JOxRQVEYnKlQ2xk4VW0X9bAqw","status":"DONE","transactionKey":"9FF15E1A29D0E77C218F57262BFA4986","orderId":"order-1122-0018"}"#;

const PAYMENT: &[u8] = r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:00.000000","data":{"paymentKey":"tviva2026","orderId":"order-1122-0017","status":"DONE","method":"카드","totalAmount":5000.0,"currency":"KRW","secret":"ps_1","card":null}}"#.as_bytes();

/// Asserts that a line has these keys beside `v`, `kind` and `at`, and no others.
fn assert_keys(line: &Value, keys: &[&str]) {
    let mut expected: Vec<_> = ["v", "kind", "at"].iter().chain(keys).copied().collect();
    expected.sort_unstable();
    let mut found: Vec<_> = line.as_object().expect("an object").keys().map(String::as_str).collect();
    found.sort_unstable();
    assert_eq!(found, expected, "{line}");
    assert_eq!(line["v"], 1);
}

#[test]
fn every_json_kind_has_the_documented_keys() {
    const RECEIVED: &str = "id event event_status order_id payment_key amount currency transmission_id \
        retried_count transmission_time repeat twin_of signature key_form remote method path headers body";
    const ANSWERED: &str = "id http_status answered_after_ms toss_would delivery_status next_attempt_at";
    const SUMMARY: &str =
        "received events resends duplicates refused accepted not_accepted pending answer_ms";
    let words = |list: &'static str| list.split_whitespace().collect::<Vec<_>>();
    let program = Program::new();
    let mut listener = program.listen(&["listen"]);
    assert_keys(&listener.listening, &["url", "endpoint", "history", "resumed"]);
    assert_eq!(Webhook::new("whtrans_1", PAYMENT).send(listener.address).status, 200);
    let received = listener.line();
    assert_keys(&received, &words(RECEIVED));
    assert_eq!(received["kind"], "received");
    assert_eq!(received["event"], "PAYMENT_STATUS_CHANGED");
    assert_eq!(received["event_status"], "DONE");
    assert_eq!(received["order_id"], "order-1122-0017");
    assert_eq!(received["signature"], "not_expected");
    let answered = listener.line();
    assert_keys(&answered, &words(ANSWERED));
    assert_eq!(answered["toss_would"], "accept");
    assert_eq!(answered["delivery_status"], "Completed");
    exchange(listener.address, b"GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    assert_keys(&listener.line(), &["reason", "http_status", "remote", "method", "path"]);
    let ended = listener.end();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_keys(ended.summary(), &words(SUMMARY));
}

#[test]
fn a_body_stands_in_the_json_line_token_for_token() {
    let program = Program::new();
    let mut listener = program.listen(&["listen"]);
    let body = br#"{ "b" : 5000.0, "a":12345678901234567890, "b": 1E2, "c":"\u00e9\/" }"#;
    Webhook::new("whtrans_1", body).send(listener.address);
    let line = listener.next("received");
    // serde_json would hide it: the line's own text is what counts.
    assert_eq!(line["event"], Value::Null);
    drop(listener);
    let listed = program.run(&["events", "list", "--format", "json"]);
    assert!(
        listed.stdout.contains(r#""body":{"b":5000.0,"a":12345678901234567890,"b":1E2,"c":"\u00e9\/"}"#),
        "{}",
        listed.stdout
    );
}

#[test]
fn resends_duplicates_and_twins_are_told_apart() {
    let program = Program::new();
    let mut listener = program.listen(&["listen", "--fail-first", "1"]);
    let address = listener.address;
    let mut webhook = Webhook::new("whtrans_1", DEPOSIT);
    assert_eq!(webhook.send(address).status, 500);
    let first = listener.next("received");
    assert_eq!(first["repeat"], "none");
    let answered = listener.next("answered");
    assert_eq!(answered["delivery_status"], "Sending");
    assert_eq!(answered["toss_would"], "reject");
    assert!(answered["next_attempt_at"].is_string());
    assert_eq!(webhook.send(address).status, 200);
    assert_eq!(listener.next("received")["repeat"], "duplicate");
    webhook.retried_count = 1;
    assert_eq!(webhook.send(address).status, 200);
    let resend = listener.next("received");
    assert_eq!(resend["repeat"], "resend");
    assert_eq!(resend["id"], first["id"]);
    let payment = String::from_utf8(PAYMENT.to_vec()).expect("UTF-8").replace("카드", "가상계좌");
    let payment = payment.replace("0017", "0018");
    Webhook::new("whtrans_2", payment.as_bytes()).send(address);
    assert_eq!(listener.next("received")["twin_of"], first["id"]);
    let ended = listener.end();
    let summary = ended.summary();
    assert_eq!(
        [&summary["received"], &summary["events"], &summary["resends"], &summary["duplicates"]],
        [&json!(4), &json!(2), &json!(1), &json!(1)]
    );
}

#[test]
fn what_is_no_event_is_recorded_and_answered_200() {
    let program = Program::new();
    let mut listener = program.listen(&["listen"]);
    for body in [&b""[..], b"not json", b"\xff\xfe\x00", b"[1,2]", b"amount=1&x=2"] {
        let mut webhook = Webhook::new("", body);
        webhook.transmission_id = None;
        assert_eq!(webhook.send(listener.address).status, 200);
        let received = listener.next("received");
        assert_eq!(received["event"], Value::Null);
        assert_eq!(received["body"].is_null(), received["body_base64"].is_string(), "{received}");
    }
    let ended = listener.end();
    assert_eq!(ended.summary()["received"], 5);
    let listed = program.run(&["events", "list"]);
    assert_eq!((listed.code, listed.stderr.as_str()), (Some(0), ""));
    assert_eq!(listed.stdout.lines().count(), 6, "{}", listed.stdout);
}

#[test]
fn what_is_no_webhook_is_turned_away_and_counted() {
    let program = Program::new();
    let mut listener = program.listen(&["listen", "--path", "/hook"]);
    let answer = exchange(listener.address, b"GET /hook HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    assert_eq!(answer.status, 405);
    assert_eq!(listener.line()["reason"], "method");
    let mut webhook = Webhook::new("whtrans_1", DEPOSIT);
    assert_eq!(webhook.send(listener.address).status, 404);
    assert_eq!(listener.line()["reason"], "path");
    webhook.path = "/hook?x=1";
    webhook.headers = &[("Origin", "https://example.com")];
    assert_eq!(webhook.send(listener.address).status, 403);
    assert_eq!(listener.line()["reason"], "browser");
    webhook.headers = &[];
    assert_eq!(webhook.send(listener.address).status, 200);
    let received = listener.next("received");
    assert_eq!(received["path"], "/hook?x=1");
    assert_eq!(listener.end().summary()["refused"], 3);
}

#[test]
fn a_filter_keeps_events_from_view_but_not_from_the_history() {
    let program = Program::new();
    let mut listener = program.listen(&["listen", "--events", "payment_*", "--exclude", "payout.*"]);
    assert_eq!(Webhook::new("whtrans_1", DEPOSIT).send(listener.address).status, 200);
    let skipped = listener.line();
    assert_eq!((&skipped["kind"], &skipped["by"]), (&json!("skipped"), &json!("--events")));
    Webhook::new("whtrans_2", PAYMENT).send(listener.address);
    assert_eq!(listener.line()["kind"], "received");
    listener.end();
    let listed = program.run(&["events", "list", "--format", "json"]);
    assert_eq!(listed.stdout.lines().count(), 2);
}

#[test]
fn a_condition_that_does_not_hold_keeps_an_event_from_view_and_is_named() {
    let program = Program::new();
    let mut listener = program.listen(&[
        "listen",
        "-w",
        "status = DONE",
        "--where",
        "data.totalAmount>=5000",
        "-w",
        "repeat=none",
    ]);
    Webhook::new("whtrans_1", PAYMENT).send(listener.address);
    assert_eq!(listener.line()["kind"], "received");
    assert_eq!(listener.line()["kind"], "answered");
    Webhook::new("whtrans_2", DEPOSIT).send(listener.address);
    assert_eq!(listener.line()["by"], "--where data.totalAmount>=5000");
    Webhook { retried_count: 1, ..Webhook::new("whtrans_1", PAYMENT) }.send(listener.address);
    assert_eq!(listener.line()["by"], "--where repeat=none");
    listener.end();
    let listed = |arguments: &[&str]| {
        let ran = program.run(&[&["events", "list", "--format", "json"], arguments].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let lines = ran.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        lines.map(|line| line["transmission_id"].as_str().expect("an id").to_owned()).collect::<Vec<_>>()
    };
    let (one, two) = ("whtrans_1", "whtrans_2");
    assert_eq!(listed(&[]), [two, one]);
    assert_eq!(listed(&["--where", ".secret~^ps_Z"]), [two]);
    assert_eq!(listed(&["-w", "data.method=카드", "-w", "status=DONE"]), [one]);
    assert_eq!(listed(&["-e", "payment_*"]), [one]);
    assert_eq!(listed(&["--exclude", "PAYMENT_STATUS_CHANGED"]), [two]);
    assert_eq!(listed(&["--order", "order-1122-0018"]), [two]);
    assert_eq!(listed(&["--search", "1122-0017"]), [one]);
    assert_eq!(listed(&["--search", "카드 done"]), [one]);
    assert_eq!(listed(&["--search", "1122", "--limit", "1"]), [two]);
    assert_eq!(listed(&["--since", "-10m"]), [two, one]);
    assert_eq!(listed(&["--since", "+10m"]), [""; 0]);
    assert_eq!(listed(&["--outcome", "completed", "--order", "order-1122-0017"]), [one]);
    let none = program.run(&["events", "--search", "환불"]);
    assert_eq!((none.code, none.stdout.as_str()), (Some(0), ""));
    assert!(none.stderr.contains("is one of those asked for"), "{}", none.stderr);
}

#[test]
fn a_limit_ends_the_listener_after_its_answer() {
    let program = Program::new();
    let listener = program.listen(&["listen", "--limit", "2", "--respond", "503"]);
    for id in ["whtrans_1", "whtrans_2"] {
        assert_eq!(Webhook::new(id, DEPOSIT).send(listener.address).status, 503);
    }
    let ended = listener.wait();
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.summary()["not_accepted"], 2);
    assert_eq!(ended.summary()["pending"], 2);
}

#[test]
fn signatures_are_checked_with_the_key_from_a_file() {
    let program = Program::new();
    std::fs::write(program.home.path().join("key"), "ab".repeat(32)).expect("a file");
    let mut listener = program.listen(&["listen", "--security-key", "@key"]);
    let to = format!("http://{}", listener.address);
    for form in ["text", "hex"] {
        let sent = program.run(&[
            "trigger",
            "payout.changed",
            "--security-key",
            "@key",
            "--key-form",
            form,
            "--to",
            &to,
        ]);
        assert_eq!(sent.code, Some(0), "{}", sent.stderr);
        let received = listener.next("received");
        assert_eq!((&received["signature"], &received["key_form"]), (&json!("valid"), &json!(form)));
    }
    let unsigned = program.run(&["trigger", "seller.changed", "--to", &to]);
    assert!(unsigned.stderr.contains("--security-key"), "{}", unsigned.stderr);
    assert_eq!(listener.next("received")["signature"], "missing");
}

#[test]
fn a_terminal_escape_payload_is_printed_harmlessly() {
    let program = Program::new();
    let ready = program.home.path().join("ready");
    for format in ["pretty", "compact"] {
        let mut command = program.command(&["listen", "--port", "0", "--limit", "2", "--format", format]);
        command.arg("--ready-file").arg(&ready);
        let child = command
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("it starts");
        let address = program::wait_for_address(&ready);
        let body =
            "{\"eventType\":\"\\u001b]0;owned\\u0007\",\"data\":{\"orderId\":\"\u{202e}evil\\u001b[2J\"}}";
        let mut webhook = Webhook::new("whtrans_\u{9b}31m", body.as_bytes());
        webhook.headers = &[("x-evil", "\u{9b}31m\u{202e}")];
        webhook.send(address);
        Webhook::new("whtrans_2", b"\x1b[2J\x07\x00\r\nfake line").send(address);
        let output = child.wait_with_output().expect("it ends");
        let text = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
        let bad = text
            .chars()
            .find(|it| (it.is_control() && *it != '\n') || ('\u{202a}'..='\u{202e}').contains(it));
        assert_eq!(bad, None, "{text}");
        assert!(!text.lines().any(|line| line.starts_with("fake")), "{text}");
    }
}

#[test]
fn secrets_are_masked_for_people_and_exact_for_programs() {
    let program = Program::new();
    let mut listener = program.listen(&["listen"]);
    Webhook::new("whtrans_1", DEPOSIT).send(listener.address);
    assert_eq!(listener.next("received")["body"]["secret"], "ps_Z61JOxRQVEYnKlQ2xk4VW0X9bAqw");
    drop(listener);
    let mut listener = program.listen(&["listen", "--mask"]);
    Webhook::new("whtrans_2", DEPOSIT).send(listener.address);
    let masked = listener.next("received")["body"]["secret"].to_string();
    assert!(!masked.contains("Z61JOxRQVEYn"), "{masked}");
}

#[test]
fn the_history_is_private() {
    let program = Program::new();
    let listener = program.listen(&["listen"]);
    let history = listener.listening["history"].as_str().expect("a path").to_owned();
    let path = std::path::Path::new(&history);
    assert_eq!(program::mode(path), 0o600);
    assert_eq!(program::mode(path.parent().expect("a folder")), 0o700);
}

#[test]
fn without_a_history_nothing_is_written() {
    let program = Program::new();
    let mut listener = program.listen(&["listen", "--no-history"]);
    assert_eq!(listener.listening["history"], Value::Null);
    let mut webhook = Webhook::new("whtrans_1", DEPOSIT);
    webhook.send(listener.address);
    webhook.retried_count = 1;
    webhook.send(listener.address);
    assert_eq!(listener.next("received")["repeat"], "none");
    assert_eq!(listener.next("received")["repeat"], "resend");
    listener.end();
    assert_eq!(std::fs::read_dir(program.home.path()).expect("a folder").count(), 0);
}

#[test]
fn a_history_that_takes_no_more_makes_the_answer_503_and_says_what_to_do() {
    let program = Program::new();
    // The shell forbids files over 256 blocks and lets the program see that as an error.
    let inner = program.command(&[]);
    let mut command = std::process::Command::new("sh");
    command
        .arg("-c")
        .arg("trap '' XFSZ; ulimit -f 512; exec \"$0\" listen --port 0 --format json")
        .arg(inner.get_program())
        .env_clear()
        .envs(inner.get_envs().filter_map(|(name, value)| value.map(|value| (name, value))))
        .current_dir(program.home.path())
        .stdin(std::process::Stdio::null());
    let mut listener = program::Listener::start(command);
    let body = [b"\"", "x".repeat(60_000).as_bytes(), b"\""].concat();
    let mut recorded = 0;
    loop {
        let id = format!("whtrans_{recorded}");
        match Webhook::new(&id, &body).send(listener.address).status {
            200 => recorded += 1,
            503 => break,
            other => panic!("answered {other}"),
        }
        assert!(recorded < 100, "the limit was never met");
    }
    assert_eq!(listener.next("refused")["reason"], "history");
    let ended = listener.end();
    assert!(ended.stderr.contains("--history"), "{}", ended.stderr);
    let listed = program.run(&["events", "list", "--format", "json", "--limit", "1000"]);
    assert_eq!(listed.stdout.lines().count(), recorded, "{}", listed.stderr);
}

#[test]
fn a_taken_port_ends_with_3_and_names_the_way_out() {
    let program = Program::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let ran = program.run(&["listen", "--port", &port]);
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    assert!(ran.stderr.contains(&port) && ran.stderr.contains("--port 0"), "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
}

#[test]
fn a_mistyped_event_names_the_nearest_one() {
    let program = Program::new();
    let ran = program.run(&["listen", "--events", "DEPOSIT_CALBACK"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("DEPOSIT_CALLBACK"), "{}", ran.stderr);
    let ran = program.run(&["listen", "--events", "PAYMENT_DONE"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("PAYMENT_STATUS_CHANGED"), "{}", ran.stderr);
}

#[test]
fn two_processes_use_one_history_at_once() {
    let program = Program::new();
    let listener = program.listen(&["listen"]);
    let other = program.listen(&["listen"]);
    for number in 0..20 {
        let id = format!("whtrans_{number}");
        let address = if number % 2 == 0 { listener.address } else { other.address };
        assert_eq!(Webhook::new(&id, DEPOSIT).send(address).status, 200);
        let listed = program.run(&["events", "list", "--format", "json"]);
        assert_eq!(listed.stdout.lines().count(), number + 1, "{}", listed.stderr);
    }
}
