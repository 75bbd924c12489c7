//! HTTP archives: what other programs read, and what they write.

use std::fs;

use serde_json::{Value, json};

use crate::given::{file, lines, out, recorded};
use crate::program::Program;

fn har(program: &Program, history: &str) -> String {
    out(program, &["events", "export", "--format", "har", "--history", history])
}

fn entry(changes: Value) -> Value {
    let mut entry = json!({
        "startedDateTime": "2026-11-22T12:00:00.123+09:00",
        "request": {
            "method": "POST",
            "url": "https://shop.example/hook?a=1#part",
            "headers": [
                {"name": ":authority", "value": "shop.example"},
                {"name": "TossPayments-Webhook-Transmission-Id", "value": "whtrans_1"},
                {"name": "tosspayments-webhook-transmission-retried-count", "value": "0"},
            ],
            "postData": {"mimeType": "application/json", "text": "{\"eventType\":\"X\",\"data\":{\"a\":\"구독\"}}"},
        },
        "response": {"status": 200},
        "time": 12.5,
    });
    let (Value::Object(entry_members), Value::Object(changes)) = (&mut entry, changes) else { panic!() };
    for (key, value) in changes {
        match key.strip_prefix("request.") {
            Some(key) => entry_members["request"][key] = value,
            None => drop(entry_members.insert(key, value)),
        }
    }
    entry
}

fn archive(entries: &[Value]) -> String {
    // As browsers lay it out, with members of any name around.
    let pages = json!([{"entries": [{"request": {}}], "id": "log", "title": "]}\"{["}]);
    serde_json::to_string_pretty(&json!({"log": {"version": "1.2", "pages": pages, "entries": entries}}))
        .expect("it can be written")
}

#[test]
fn an_archive_goes_out_by_its_files_name_and_comes_back_the_same() {
    let program = recorded();
    let ran = program.run(&["events", "export", "--output", "out.har"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), "wrote 5 events into out.har\n"));
    let text = fs::read_to_string(program.home.path().join("out.har")).expect("readable");
    let value: Value = serde_json::from_str(&text).expect("JSON");
    let entries = value["log"]["entries"].as_array().expect("entries");
    assert_eq!((&value["log"]["version"], entries.len()), (&"1.2".into(), 7));
    let ran = program.run(&["events", "import", "out.har", "--history", "new/new.db"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), "imported 5 events into new/new.db\n"));
    assert_eq!(har(&program, "new/new.db"), text);
    let ran = program.run(&["events", "import", "out.har", "--history", "new/new.db"]);
    assert_eq!(
        ran.stderr,
        "imported 0 events into new/new.db; 7 entries left out of events that are there already\n"
    );
    assert_eq!(har(&program, "new/new.db"), text);
}

#[test]
fn entries_of_other_programs_become_events() {
    let program = Program::new();
    let resend = json!([
        {"name": "tosspayments-webhook-transmission-id", "value": "whtrans_1"},
        {"name": "tosspayments-webhook-transmission-retried-count", "value": "1"},
    ]);
    let entries = [
        entry(json!({})),
        entry(json!({"request.method": "GET"})),
        entry(json!({"request.headers": resend, "response": {"status": 500}})),
        entry(json!({"request.headers": [], "request.postData": {"text": "/wA=", "encoding": "base64"}})),
        entry(
            json!({"request.headers": [], "request.postData": {"text": "/wE=", "_encoding": "base64"}, "response": {"status": 0}}),
        ),
    ];
    file(&program, "browser.har", archive(&entries));
    let import = || program.run(&["events", "import", "browser.har"]);
    let ran = import();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stderr.starts_with("imported 3 events into "), "{}", ran.stderr);
    assert!(ran.stderr.ends_with("; 1 entry left out that are no POST\n"), "{}", ran.stderr);
    let exported = out(&program, &["events", "export"]);
    let lines = lines(&exported);
    let told: Vec<_> =
        lines.iter().map(|line| (&line["kind"], &line["path"], &line["http_status"])).collect();
    let path = &Value::from("/hook?a=1");
    assert_eq!(
        told,
        [
            (&"event".into(), path, &200.into()),
            (&"delivery".into(), path, &500.into()),
            (&"event".into(), path, &200.into()),
            (&"event".into(), path, &Value::Null),
        ]
    );
    assert_eq!(lines[0]["at"], "2026-11-22T03:00:00.123000Z");
    assert_eq!(lines[0]["answered_after_ms"], 12.5);
    assert_eq!(lines[0]["headers"].as_array().map(Vec::len), Some(2));
    assert_eq!(lines[3]["body_base64"], "/wE=");
    assert_eq!(out(&program, &["events", "list", "--search", "구독", "--format", "json"]).lines().count(), 1);
    // Whatever has no id gets the same one each time.
    import();
    assert_eq!(out(&program, &["events", "export"]), exported);
}

#[test]
fn a_bad_entry_is_named_and_the_rest_comes_in() {
    let program = Program::new();
    let with = |text: &str| json!({"request.headers": [], "request.postData": {"text": text}});
    let entries = [
        entry(json!({"startedDateTime": "now"})),
        entry(json!({"request.url": "file:///etc/passwd"})),
        entry(json!({"request.url": "http://a/b c"})),
        entry(json!({"request.headers": [{"name": "a\nb", "value": ""}]})),
        entry(json!({"request.headers": [{"name": "a"}]})),
        entry(json!({"request.postData": {"text": "a", "encoding": "base64"}})),
        entry(json!({"request.postData": {"text": "a", "encoding": "gzip"}})),
        entry(with("good")),
        json!({}),
    ];
    file(&program, "bad.har", archive(&entries));
    let ran = program.run(&["events", "import", "bad.har", "--history", "new/new.db"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.stderr.lines().collect::<Vec<_>>(),
        [
            "entry 1: startedDateTime is not what it should be",
            "entry 2: request.url is not what it should be",
            "entry 3: request.url is not what it should be",
            "entry 4: request.headers is not what it should be",
            "entry 5: request.headers is not what it should be",
            "entry 6: request.postData.text is not what it should be",
            "entry 7: request.postData.encoding is not what it should be",
            "entry 9: request.method is missing",
            "imported 1 event into new/new.db; 8 entries left out that can't be read",
        ]
    );
}

#[test]
fn of_an_archive_that_was_cut_off_what_is_whole_comes_in() {
    let program = Program::new();
    let one = |id: &str| entry(json!({"request.headers": [], "request.postData": {"text": id}}));
    let whole = archive(&[one("1"), one("2"), one("3")]);
    let third = whole.rfind("startedDateTime").expect("it is there");
    file(&program, "cut.har", &whole[..third]);
    let ran = program.run(&["events", "import", "cut.har", "--history", "new/new.db"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr.starts_with("entry 3: the file ends before it does\nimported 2 events"),
        "{}",
        ran.stderr
    );
    for content in ["", "{}", "[]", "{\"entries\":[{}]}", "{\"log\":{\"x\":\"entries\"}}", "\0\u{1}", "}}}]]"]
    {
        file(&program, "none.har", content);
        let ran = program.run(&["events", "import", "none.har", "--history", "none/none.db"]);
        let said = ran.stderr.lines().next().unwrap_or_default();
        assert_eq!(
            (ran.code, said),
            (Some(1), "the file is no HTTP archive: it has no log.entries"),
            "{content}"
        );
    }
}
