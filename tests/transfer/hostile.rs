//! Files that are broken, or made to do harm.

use std::net::TcpListener;

use crate::given::{again, file, import, lines, out, recorded};
use crate::program::Program;

/// A line of an event with these members instead of its own.
fn line(changes: &[(&str, &str)]) -> String {
    let mut members = vec![
        ("v", "1"),
        ("kind", r#""event""#),
        ("at", r#""2026-11-22T03:00:00.000000Z""#),
        ("id", r#""aaaaaaaaaaaaaaaa""#),
        ("signature", r#""unchecked""#),
        ("remote", r#""127.0.0.1:1""#),
        ("method", r#""POST""#),
        ("path", r#""/hook""#),
        ("headers", r#"[["host","test"]]"#),
        ("body_base64", r#""e30=""#),
    ];
    for (key, value) in changes {
        match members.iter_mut().find(|(known, _)| known == key) {
            Some(member) => member.1 = value,
            None => members.push((key, value)),
        }
    }
    let members: Vec<_> = members.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
    format!("{{{}}}\n", members.join(","))
}

#[test]
fn a_bad_line_is_named_and_the_rest_comes_in() {
    let program = Program::new();
    let good = line(&[]);
    let other = line(&[("id", r#""bbbbbbbbbbbbbbbb""#)]);
    let content =
        format!("{good}\nnot json\n[]\n{{\"v\":2}}\n\r\n{{\"v\":1,\"kind\":\"received\"}}\n{other}");
    let (code, said) = import(&program, &content);
    assert_eq!(code, Some(1));
    assert_eq!(
        said,
        "line 3: it is no JSON object\n\
         line 4: it is no JSON object\n\
         line 5: v is not 1; a newer tosshook may read it\n\
         line 7: kind is received; event, delivery and forwarded are imported\n\
         imported 2 events into new/new.db; 4 lines left out that can't be read\n"
    );
    assert_eq!(again(&program).lines().count(), 2);
}

#[test]
fn what_is_not_what_it_should_be_is_named() {
    let long = format!("\"/{}\"", "x".repeat(70_000));
    let headers = format!("[{}[\"a\",\"b\"]]", "[\"a\",\"b\"],".repeat(300));
    for (key, value) in [
        ("id", r#""../../etc/passwd""#),
        ("id", "7"),
        ("at", r#""yesterday""#),
        ("remote", r#""nobody""#),
        ("method", r#""GET""#),
        ("path", r#""/a b""#),
        ("path", r#""/a\r\nx-injected: 1""#),
        ("path", r#""http://elsewhere/""#),
        ("path", r#""//elsewhere/""#),
        ("path", &long),
        ("headers", "{}"),
        ("headers", "[[]]"),
        ("headers", r#"[["a b","c"]]"#),
        ("headers", r#"[["a","b\r\nc: d"]]"#),
        ("headers", r#"[["a","b","koi8"]]"#),
        ("headers", r#"[["a","한","latin1"]]"#),
        ("headers", &headers),
        ("signature", r#""forged""#),
        ("http_status", "99"),
        ("http_status", "70000"),
        ("twin_of", r#""i""#),
        ("body_base64", r#""!""#),
        ("body_base64", "5"),
    ] {
        let program = Program::new();
        let (code, said) = import(&program, &line(&[(key, value)]));
        let first = said.lines().next().unwrap_or_default();
        assert_eq!(
            (code, first),
            (Some(1), &*format!("line 1: {key} is not what it should be")),
            "{value:.60}"
        );
        assert_eq!(again(&program), "");
    }
    for key in ["at", "id", "remote", "method", "path", "headers", "signature", "body_base64"] {
        let (code, said) = import(&Program::new(), &line(&[(key, "null")]));
        assert_eq!((code, said.lines().next()), (Some(1), Some(&*format!("line 1: {key} is missing"))));
    }
}

#[test]
fn requests_and_calls_belong_to_the_event_before_them() {
    let program = Program::new();
    let delivery = |id: &str, number: &str| {
        let id = format!("\"{id}\"");
        line(&[("kind", r#""delivery""#), ("id", &id), ("number", number), ("repeat", r#""resend""#)])
    };
    let call = |to: &str| {
        let to = format!("\"{to}\"");
        line(&[("kind", r#""forwarded""#), ("to", &to), ("attempt", "1"), ("also", "false")])
    };
    let content = [
        delivery("aaaaaaaaaaaaaaaa", "2"),
        line(&[]),
        delivery("bbbbbbbbbbbbbbbb", "2"),
        delivery("aaaaaaaaaaaaaaaa", "1"),
        delivery("aaaaaaaaaaaaaaaa", "4294967295"),
        delivery("aaaaaaaaaaaaaaaa", "2"),
        call("http://user:password@127.0.0.1/"),
        call("http://127.0.0.1/\\u001b[2J"),
        call("http://127.0.0.1:9/hook"),
    ];
    let (code, said) = import(&program, &content.concat());
    assert_eq!(code, Some(1));
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        [
            "line 1: its event does not stand before it, or was left out",
            "line 3: its event does not stand before it, or was left out",
            "line 4: number is not what it should be",
            "line 5: number is not what it should be",
            "line 7: to is not what it should be",
            "line 8: to is not what it should be",
            "imported 1 event into new/new.db; 6 lines left out that can't be read",
        ]
    );
    let kinds: Vec<_> = lines(&again(&program)).iter().map(|line| line["kind"].clone()).collect();
    assert_eq!(kinds, ["event", "delivery", "forwarded"]);
}

#[test]
fn a_line_without_an_end_takes_no_memory_and_only_so_many_lines_are_named() {
    let program = Program::new();
    let long = format!("{{\"v\":1,\"x\":\"{}\"}}\n", "x".repeat(65 << 20));
    let (code, said) = import(&program, &format!("{long}{}", line(&[])));
    assert_eq!(code, Some(1));
    assert!(said.starts_with("line 1: it is longer than 64 MiB\nimported 1 event"), "{said}");
    let (_, said) = import(&program, &"nonsense\n".repeat(500));
    assert_eq!(said.lines().count(), 22);
    assert!(said.contains("line 20: it is no JSON object\nand 480 lines more\n"), "{said}");
}

#[test]
fn nothing_that_a_file_names_is_called() {
    let program = Program::new();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("it can");
    let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
    let to = format!("\"{url}\"");
    let call = line(&[("kind", r#""forwarded""#), ("to", &to), ("attempt", "1")]);
    assert_eq!(import(&program, &(line(&[]) + &call)).0, Some(0));
    let archive = format!(
        r#"{{"log":{{"entries":[{{"startedDateTime":"2026-11-22T03:00:00Z","request":{{"method":"POST","url":"{url}","headers":[]}}}}]}}}}"#
    );
    let path = file(&program, "a.har", archive);
    assert_eq!(program.run(&["events", "import", &path, "--history", "new/new.db"]).code, Some(0));
    let forward = program.listen(&["forward", &url, "--on-failure", "resend", "--history", "new/new.db"]);
    assert_eq!(forward.listening["resumed"], 0);
    // Looking whether the endpoint is up is the forwarder's own doing.
    while listener.accept().is_ok() {}
    forward.end();
    assert!(listener.accept().is_err(), "somebody called");
}

#[test]
fn what_comes_in_hostile_is_shown_escaped() {
    let program = Program::new();
    let body = r#""eyJldmVudFR5cGUiOiJcdTAwMWJbMkpQQVlNRU5UIiwiZGF0YSI6e319""#;
    import(&program, &line(&[("body_base64", body), ("path", "\"/\u{202e}x\"")]));
    let shown = out(&program, &["events", "show", "last", "--history", "new/new.db"]);
    assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown:?}");
    let (_, said) = import(&program, "{\"v\":1,\"kind\":\"\\u001b[2J\"}");
    assert!(!said.contains('\u{1b}'), "{said:?}");
}

#[test]
fn a_file_that_cannot_be_read_makes_no_history() {
    let program = recorded();
    for name in ["nothing.jsonl", "."] {
        let ran = program.run(&["events", "import", name, "--history", "new/new.db"]);
        assert_eq!(ran.code, Some(2), "{}", ran.stderr);
        assert!(
            ran.stderr.starts_with(&format!("error: FILE {name}: could not be read: ")),
            "{}",
            ran.stderr
        );
    }
    assert!(!program.home.path().join("new").exists());
}
