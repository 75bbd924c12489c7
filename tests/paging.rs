//! Long output on a terminal goes through a pager, and through none where none is wanted.
#![cfg(unix)]

mod program;

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::process::Stdio;

use program::{Program, Webhook};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// A pager that shows what it was given up to the third line, and leaves.
const THREE: &str = "sh -c 'head -n 3; echo paged'";

/// How a run on a terminal of so many rows ended, and what the terminal showed.
fn on_terminal(program: &Program, rows: u16, arguments: &[&str]) -> (Option<i32>, String) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&master).and_then(|()| unlockpt(&master)).expect("its other end");
    let name = ptsname(&master, Vec::new()).expect("a name");
    let slave = OpenOptions::new()
        .read(true)
        .write(true)
        .open(std::ffi::OsStr::from_bytes(name.as_bytes()))
        .expect("its other end");
    tcsetwinsize(&slave, Winsize { ws_row: rows, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0 }).expect("a size");
    let mut command = program.command(arguments);
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("TERM", "xterm");
    command.stdout(slave).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    // The command holds the terminal's other end: reading ends with the last process that does.
    drop(command);
    let mut shown = Vec::new();
    // How a terminal says that its other end is gone.
    let _ = File::from(master).read_to_end(&mut shown);
    let code = child.wait().expect("it ends").code();
    let mut said = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut said).expect("UTF-8");
    assert_eq!(said, "", "{arguments:?}");
    (code, String::from_utf8(shown).expect("UTF-8").replace("\r\n", "\n"))
}

fn paged_by(pager: &str) -> Program {
    Program::new().with_variable("PAGER", "sh -c 'echo another'").with_variable("TOSSHOOK_PAGER", pager)
}

#[test]
fn what_is_longer_than_the_screen_goes_through_the_pager() {
    let (code, shown) = on_terminal(&paged_by(THREE), 10, &["trigger", "--list"]);
    let lines: Vec<_> = shown.lines().collect();
    assert_eq!((code, lines.len(), lines[3]), (Some(0), 4, "paged"), "{shown}");
    let general = Program::new().with_variable("PAGER", THREE);
    assert!(on_terminal(&general, 10, &["check", "--list"]).1.ends_with("paged\n"));
}

#[test]
fn a_pager_that_is_left_at_once_is_no_error() {
    for pager in ["true", "false"] {
        let (code, shown) = on_terminal(&paged_by(pager), 10, &["trigger", "--list"]);
        assert_eq!((code, shown.as_str()), (Some(0), ""), "{pager}");
    }
}

#[test]
fn what_fits_or_is_not_to_be_paged_is_printed_as_it_is() {
    let whole = |program: &Program, rows: u16, arguments: &[&str]| {
        let (code, shown) = on_terminal(program, rows, arguments);
        assert_eq!(code, Some(0));
        assert!(shown.lines().count() > 20 && !shown.contains("paged"), "{arguments:?}: {shown}");
    };
    whole(&paged_by(THREE), 500, &["trigger", "--list"]);
    whole(&paged_by(THREE), 10, &["trigger", "--list", "--no-pager"]);
    for off in ["", "cat", "/nowhere/pager"] {
        whole(&paged_by(off), 10, &["trigger", "--list"]);
    }
    let ran = paged_by(THREE).run(&["trigger", "--list"]);
    assert!(ran.stdout.lines().count() > 20, "{}", ran.stdout);
}

#[test]
fn recorded_events_are_paged_for_people_alone() {
    let program = paged_by(THREE);
    let mut listener = program.listen(&["listen"]);
    for number in 0..20 {
        Webhook::new(&format!("t{number}"), br#"{"eventType":"NEW","data":{"a":1}}"#).send(listener.address);
        listener.next("answered");
    }
    listener.end();
    for (arguments, is_paged) in [
        (&["events", "list"] as &[&str], true),
        (&["events", "show", "last"], true),
        (&["events", "list", "--format", "json"], false),
        (&["events", "show", "last", "--as", "har"], false),
    ] {
        let shown = on_terminal(&program, 8, arguments).1;
        assert_eq!(shown.ends_with("paged\n"), is_paged, "{arguments:?}: {shown}");
    }
}

#[test]
fn an_interrupt_is_the_pagers() {
    let pager = "sh -c 'kill -INT $PPID; cat > /dev/null; echo survived'";
    let (code, shown) = on_terminal(&paged_by(pager), 10, &["trigger", "--list"]);
    assert_eq!((code, shown.as_str()), (Some(0), "survived\n"));
}

#[test]
fn a_pager_gets_no_keys_and_less_its_options() {
    let program =
        paged_by("sh -c 'cat > /dev/null; env'").with_variable("TOSSHOOK_SECRET_KEY", "test_sk_hunter2");
    let shown = on_terminal(&program, 10, &["trigger", "--list"]).1;
    assert!(shown.contains("\nLESS=FRX\n") || shown.starts_with("LESS=FRX\n"), "{shown}");
    assert!(!shown.contains("hunter2"), "{shown}");
    let own = paged_by("sh -c 'cat > /dev/null; env'").with_variable("LESS", "S");
    assert!(on_terminal(&own, 10, &["trigger", "--list"]).1.contains("LESS=S\n"));
}
