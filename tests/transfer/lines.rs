//! JSON Lines out of one history, into another, and out again.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::given::{PAYMENT, again, file, import, lines, out, recorded};
use crate::program::{Program, Webhook};

#[test]
fn what_is_exported_imported_and_exported_again_is_the_same_to_the_byte() {
    let program = recorded();
    let first = out(&program, &["events", "export"]);
    let kinds: Vec<_> =
        lines(&first).iter().map(|line| line["kind"].as_str().unwrap_or_default().to_owned()).collect();
    let calls = kinds.iter().filter(|kind| *kind == "forwarded").count();
    let events = kinds.iter().filter(|kind| *kind == "event").count();
    assert_eq!((events, calls, kinds.len()), (5, 6, 5 + 6 + 2), "{first}");
    let said = import(&program, &first);
    assert_eq!(said, (Some(0), "imported 5 events into new/new.db\n".to_owned()));
    assert_eq!(again(&program), first);
}

#[test]
fn everything_is_in_the_file() {
    let program = recorded();
    let lines = lines(&out(&program, &["events", "export"]));
    let keys: Vec<_> = lines[0].as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(
        keys.join(" "),
        "v kind at id event event_status order_id payment_key amount currency transmission_id retried_count \
         transmission_time repeat twin_of signature key_form remote method path headers delivery_status attempts \
         http_status answered_after_ms body_base64"
    );
    assert_eq!((&lines[0]["path"], &lines[0]["http_status"]), (&"/hook?a=1&b=".into(), &500.into()));
    let odd =
        lines.iter().find(|line| line["event"].is_null() && line["kind"] == "event").expect("it is there");
    let headers = odd["headers"].as_array().expect("pairs");
    assert!(headers.contains(&serde_json::json!(["x-odd", "café", "latin1"])), "{odd}");
    assert!(headers.contains(&serde_json::json!(["x-korean", "결"])), "{odd}");
    assert_eq!(odd["body_base64"], "AA0K/yciJUBib2R5");
    let twin = lines.iter().find(|line| line["event"] == "DEPOSIT_CALLBACK").expect("it is there");
    assert_eq!(twin["twin_of"], lines[0]["id"]);
}

#[test]
fn imported_events_keep_their_ids_are_marked_and_are_pending_nowhere() {
    let program = recorded();
    let ids = |history: &[&str]| -> Vec<Value> {
        let text = out(&program, &[&["events", "list", "--format", "json"], history].concat());
        lines(&text).into_iter().map(|line| line["id"].clone()).collect()
    };
    let before = ids(&[]);
    import(&program, &out(&program, &["events", "export"]));
    assert_eq!(ids(&["--history", "new/new.db"]), before);
    for id in &before {
        let short = &id.as_str().expect("text")[..6];
        let shown = out(&program, &["events", "show", short, "--history", "new/new.db", "--format", "json"]);
        let line = &lines(&shown)[0];
        assert_eq!((&line["id"], &line["imported"]), (id, &true.into()));
    }
    let page = out(&program, &["events", "show", "last", "--history", "new/new.db"]);
    assert!(page.contains("Imported."), "{page}");
    let native = out(&program, &["events", "show", "last", "--format", "json"]);
    assert!(lines(&native)[0].get("imported").is_none(), "{native}");
    let mut forward =
        program.listen(&["forward", "127.0.0.1:1", "--on-failure", "resend", "--history", "new/new.db"]);
    assert_eq!(forward.listening["resumed"], 0);
    // What arrives beside them has an id of this history.
    Webhook::new("whtrans_new", PAYMENT.as_bytes()).send(forward.address);
    let new = forward.next("received")["id"].as_str().expect("text").to_owned();
    forward.end();
    let shown = out(&program, &["events", "show", &new[..8], "--history", "new/new.db", "--format", "json"]);
    assert_eq!(lines(&shown)[0]["id"], new.as_str());
}

#[test]
fn what_is_there_already_is_left_as_it_is() {
    let program = recorded();
    let first = out(&program, &["events", "export"]);
    let path = file(&program, "first.jsonl", &first);
    let ran = program.run(&["events", "import", &path]);
    assert!(ran.stderr.starts_with("imported 0 events into "), "{}", ran.stderr);
    assert!(ran.stderr.ends_with("; 5 left out that are there already\n"), "{}", ran.stderr);
    assert_eq!(out(&program, &["events", "export"]), first);
    // The same transmission under another id is the same event.
    let id = lines(&first)[0]["id"].as_str().expect("text").to_owned();
    let renamed = first.replace(&id, "0000000000000000");
    let path = file(&program, "renamed.jsonl", renamed);
    assert_eq!(program.run(&["events", "import", &path]).code, Some(0));
    assert_eq!(out(&program, &["events", "export"]), first);
    // What is new in a file comes in beside what is known.
    import(&program, &first.lines().take(1).map(|line| line.to_owned() + "\n").collect::<String>());
    let said = import(&program, &first);
    assert_eq!(said.1, "imported 4 events into new/new.db; 1 left out that are there already\n");
}

#[test]
fn filters_choose_what_goes_out() {
    let program = recorded();
    let events = |arguments: &[&str]| {
        let text = out(&program, &[&["events", "export"], arguments].concat());
        lines(&text).iter().filter(|line| line["kind"] == "event").cloned().collect::<Vec<_>>()
    };
    assert_eq!(events(&["--events", "DEPOSIT_CALLBACK"]).len(), 1);
    assert_eq!(events(&["--order", "order-1122-0017"]).len(), 2);
    assert_eq!(events(&["--search", "가상"]).len(), 1);
    assert_eq!(events(&["--where", "data.totalAmount=5000"]).len(), 1);
    assert_eq!(events(&["--limit", "2"]).last(), events(&[]).last());
    // A file tells of no twin that is not in it.
    let alone = out(&program, &["events", "export", "--events", "DEPOSIT_CALLBACK"]);
    assert_eq!(lines(&alone)[0]["twin_of"], Value::Null);
    import(&program, &alone);
    assert_eq!(again(&program), alone);
}

#[test]
fn a_file_is_private_whole_and_takes_the_place_of_another() {
    let program = recorded();
    let path = file(&program, "out.jsonl", "before");
    let ran = program.run(&["events", "export", "--output", "out.jsonl"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""));
    assert_eq!(ran.stderr, "wrote 5 events into out.jsonl\n");
    #[cfg(unix)]
    assert_eq!(crate::program::mode(path.as_ref()), 0o600);
    assert_eq!(fs::read_to_string(&path).expect("readable"), out(&program, &["events", "export"]));
    let ran = program.run(&["events", "export", "--output", "nowhere/out.jsonl"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.starts_with("error: --output: could not write nowhere/out.jsonl: "), "{}", ran.stderr);
    let left: Vec<_> = fs::read_dir(program.home.path()).expect("a folder").flatten().collect();
    assert!(!left.iter().any(|entry| entry.file_name().to_string_lossy().starts_with(".out")), "{left:?}");
}

#[test]
fn masked_bodies_come_back_masked() {
    let program = recorded();
    let masked = out(&program, &["events", "export", "--mask"]);
    import(&program, &masked);
    assert_eq!(again(&program), masked);
    let shown = out(&program, &["events", "list", "--history", "new/new.db", "--format", "json"]);
    assert!(!shown.contains("ps_Z61JOxRQ") && shown.contains("ps_"), "{shown}");
}

#[test]
fn standard_input_is_read_and_an_empty_history_gives_an_empty_file() {
    let program = recorded();
    let first = out(&program, &["events", "export"]);
    let mut command = program.command(&["events", "import", "-", "--history", "new/new.db"]);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    child.stdin.take().expect("piped").write_all(first.as_bytes()).expect("it reads");
    assert!(child.wait_with_output().expect("it ends").status.success());
    assert_eq!(again(&program), first);
    assert_eq!(out(&Program::new(), &["events", "export"]), "");
    assert_eq!(out(&Program::new(), &["events", "export", "--format", "har"]).matches("entries").count(), 1);
}

#[test]
fn events_come_in_beside_a_running_listener() {
    let program = recorded();
    let first = out(&program, &["events", "export"]);
    let mut listener = program.listen(&["listen", "--history", "new/new.db"]);
    assert_eq!(import(&program, &first).0, Some(0));
    // A re-send of an imported event is one.
    let webhook = Webhook { retried_count: 3, ..Webhook::new("whtrans_2", PAYMENT.as_bytes()) };
    assert_eq!(webhook.send(listener.address).status, 200);
    assert_eq!(listener.next("received")["repeat"], "resend");
    listener.end();
}

#[test]
fn what_is_old_and_came_late_is_found_by_time_and_pruned() {
    let program = recorded();
    let old = out(&program, &["events", "export"]).replace("\"at\":\"20", "\"at\":\"19");
    let path = file(&program, "old.jsonl", old.replace("whtrans_", "whtrans_old_"));
    let renamed = fs::read_to_string(&path).expect("readable");
    let ids: Vec<_> =
        lines(&renamed).iter().map(|line| line["id"].as_str().expect("text").to_owned()).collect();
    let renamed =
        ids.iter().fold(renamed, |text, id| text.replace(id, &id.chars().rev().collect::<String>()));
    let path = file(&program, "old.jsonl", renamed);
    program.run(&["events", "import", &path]);
    let count = |arguments: &[&str]| {
        out(&program, &[&["events", "list", "--format", "json"], arguments].concat()).lines().count()
    };
    assert!(count(&[]) > 5);
    assert_eq!(count(&["--since", "-1h"]), 5, "what was imported ends no list");
    let pruned = program.run(&["events", "prune", "--older-than", "1d"]);
    assert_eq!(pruned.code, Some(0), "{}", pruned.stderr);
    assert_eq!(count(&[]), 5, "{}", pruned.stderr);
}
