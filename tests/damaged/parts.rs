//! What belongs to an event and is lost, while the event is not.

use rusqlite::Connection;
use serde_json::Value;
use tiny_http::Response;

use crate::dev_server::DevServer;
use crate::given::{FILE, Kept};
use crate::program::{Program, Webhook, exchange};

/// Events that were re-sent, passed on and answered.
fn passed_on() -> Kept {
    let program = Program::new();
    let server = DevServer::start(|number| {
        Response::from_data(Vec::new()).with_status_code(if number % 2 == 0 { 201 } else { 200 })
    });
    let mut forward = program.listen(&["forward", &server.url("/"), "--history", FILE]);
    for number in 0..10 {
        let body = format!(r#"{{"eventType":"X","data":{{"number":{number}}}}}"#);
        for retried_count in 0..2 {
            let id = format!("whtrans_{number}");
            let webhook = Webhook { retried_count, ..Webhook::new(&id, body.as_bytes()) };
            exchange(forward.address, &webhook.bytes());
            forward.next("answered");
        }
    }
    forward.end();
    Kept::of(program)
}

/// The page that a table or an index begins with.
fn root(kept: &Kept, name: &str) -> usize {
    let connection = Connection::open(&kept.file).expect("SQLite opens it");
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
    let page: u32 = connection.query_row(sql, [name], |row| row.get(0)).expect("it is there");
    page as usize
}

/// How many events, re-sends and calls are told of.
fn counts(text: &str) -> [usize; 3] {
    ["event", "delivery", "forwarded"].map(|kind| count(text, kind))
}

fn count(text: &str, kind: &str) -> usize {
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    lines.filter(|line| line["kind"] == kind).count()
}

#[test]
fn events_come_out_whose_re_sends_answers_or_calls_are_lost() {
    let kept = passed_on();
    assert_eq!(counts(&kept.run(&["events", "export"]).stdout), [10, 10, 20]);
    for (name, deliveries, attempts) in [
        ("delivery", 0, 20),
        ("answer", 10, 20),
        ("attempt", 10, 0),
        ("attempt_event", 10, 0),
        ("delivery_resend", 10, 20),
    ] {
        let page = root(&kept, name);
        let mut spoilt = kept.bytes.clone();
        spoilt[(page - 1) * 8192..page * 8192].fill(0xa5);
        kept.put(&spoilt);
        let ran = kept.run(&["events", "export"]);
        assert_eq!(counts(&ran.stdout), [10, deliveries, attempts], "{name}: {}", ran.stderr);
        let sentence = "10 events could be read; of 10 events some re-sends, answers or calls may be missing";
        assert!(ran.stderr.contains(sentence), "{name}: {}", ran.stderr);
        assert_eq!(ran.code, Some(6));
        assert!(kept.is_still(&spoilt), "{name}");
        let file = kept.program.home.path().join("out.jsonl");
        std::fs::write(&file, &ran.stdout).expect("writable");
        let ran =
            kept.program.run(&["events", "import", "out.jsonl", "--history", &format!("new/{name}.db")]);
        assert_eq!(ran.stderr, format!("imported 10 events into new/{name}.db\n"));
    }
}

#[test]
fn a_body_that_was_an_event_and_is_none_any_more_is_no_answer() {
    let kept = passed_on();
    let nine = br#"{"number":9}"#;
    let at = kept.bytes.windows(nine.len()).rposition(|window| window == nine).expect("it is in the file");
    let mut spoilt = kept.bytes.clone();
    spoilt[at..at + nine.len()].fill(0);
    kept.put(&spoilt);
    let ran = kept.run(&["events", "show", "last"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(6), ""), "{}", ran.stderr);
    assert_eq!(kept.run(&["events", "show", "last~1"]).code, Some(0));
    let ran = kept.run(&["events", "export"]);
    assert!(ran.stderr.contains("9 events could be read, 1 could not\n"), "{}", ran.stderr);
}
