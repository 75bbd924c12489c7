//! Servers that answer with anything but HTTP, or with text that acts.

use std::io::Write;
use std::net::TcpStream;

use crate::outcome::{Outcome, check};
use crate::program::Program;
use crate::raw::{self, Door};

fn check_one_that(answers: impl Fn(TcpStream) + Send + Sync + 'static) -> Outcome {
    let door = Door::open(move |mut stream, _| {
        if raw::read(&mut stream).is_ok() {
            answers(stream);
        }
    });
    let outcome = check(&door.address.to_string(), &[]);
    door.close();
    outcome
}

#[test]
fn what_is_no_answer_fails_exactly_200_and_says_what_it_was() {
    let garbage = check_one_that(|mut stream| drop(stream.write_all(b"\x16\x03garbage\r\n\r\n")));
    assert_eq!(garbage.with("fail"), ["exactly-200"], "{:#?}", garbage.rules);
    assert!(garbage.text("exactly-200", "seen").starts_with("the answer is no HTTP"));
    let closed = check_one_that(drop);
    assert_eq!(closed.with("fail"), ["exactly-200"], "{:#?}", closed.rules);
    assert_eq!(closed.text("exactly-200", "seen"), "the connection was closed before an answer");
    for outcome in [garbage, closed] {
        assert_eq!((outcome.code, outcome.with("pass").len()), (Some(1), 0));
        assert!(outcome.text("no-redirect", "reason").contains("no answer to judge"));
    }
}

#[test]
fn an_answer_that_does_not_end_is_read_to_a_limit_and_said_to_be_so() {
    let endless = check_one_that(|mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        let piece = [b"4000\r\n".as_slice(), &[b'x'; 0x4000], b"\r\n"].concat();
        while stream.write_all(&piece).is_ok() {}
    });
    assert_eq!(endless.with("warn"), ["within-10s"], "{:#?}", endless.rules);
    assert!(endless.text("within-10s", "seen").contains("its body not read beyond 1,048,576 bytes"));
}

#[test]
fn text_from_the_server_cannot_act() {
    const SAYS: &str = "\u{1b}]0;title\u{7}\n::error::forged \u{202e}50%\r";
    for (status, lines, shown) in
        [(302, "location: /\u{202e}%0A::error::x\r\n", "302 to /\\u{202e}%"), (500, "", "500 in ")]
    {
        let door = Door::open(move |mut stream, _| {
            if raw::read(&mut stream).is_ok() {
                raw::answer(&mut stream, status, lines, SAYS);
            }
        });
        let endpoint = door.address.to_string();
        for format in ["pretty", "github", "junit"] {
            let ran = Program::new().run(&["check", &endpoint, "--format", format]);
            assert!(!ran.stdout.contains(['\u{1b}', '\u{202e}', '\r']), "{format}: {:?}", ran.stdout);
            assert!(
                !ran.stdout.lines().any(|line| line.starts_with("::error::")),
                "{format}: {}",
                ran.stdout
            );
            assert!(ran.stdout.contains(shown), "{format}: {}", ran.stdout);
        }
        let pretty = Program::new().run(&["check", &endpoint]).stdout;
        assert_eq!(pretty.contains("it said: \\x1b]0;title\\x07 ::error::forged"), status == 500, "{pretty}");
        door.close();
    }
}
