//! A history worth losing, and what commands may do with what is left of it.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::program::{Program, Ran, Webhook, exchange};

/// The history's file, as it is typed.
pub(crate) const FILE: &str = "data/shop.db";

pub(crate) const EVENTS: usize = 120;

/// Commands that only read a history.
pub(crate) const READING: [&[&str]; 7] = [
    &["events", "list", "--limit", "200"],
    &["events", "list", "--order", "order-7", "--format", "json"],
    &["events", "show", "last"],
    &["events", "diff", "last", "last~1"],
    &["events", "timeline", "order-7"],
    &["events", "export"],
    &["trigger", "--like", "last", "--print", "--as", "json", "--seed", "1"],
];

/// Commands that write into it.
pub(crate) const WRITING: [&[&str]; 6] = [
    &["listen", "--port", "0"],
    &["forward", "9", "--port", "0"],
    &["events", "prune", "--all"],
    &["events", "forget", "order-7"],
    &["events", "resend", "last", "--to", "9"],
    &["events", "import", "-"],
];

/// A closed history of many events, and what commands make of it as long as it is whole.
pub(crate) struct Kept {
    pub(crate) program: Program,
    pub(crate) file: PathBuf,
    pub(crate) bytes: Vec<u8>,
    /// The lines of its export.
    pub(crate) lines: HashSet<String>,
}

/// What came out of a history that may be damaged.
pub(crate) struct CameOut {
    pub(crate) events: usize,
    /// How many could not be read, as was said.
    pub(crate) lost: usize,
    pub(crate) code: Option<i32>,
}

impl Kept {
    pub(crate) fn new() -> Self {
        let program = Program::new();
        let listener = program.listen(&["listen", "--history", FILE]);
        for number in 0..EVENTS {
            let body = body(number);
            let webhook = Webhook::new(&format!("whtrans_{number}"), &body).bytes();
            assert_eq!(exchange(listener.address, &webhook).status, 200);
        }
        assert_eq!(listener.end().code, Some(0));
        Self::of(program)
    }

    /// What a program's history is as of now.
    pub(crate) fn of(program: Program) -> Self {
        let file = program.home.path().join(FILE);
        let bytes = fs::read(&file).expect("readable");
        let mut kept = Self { program, file, bytes, lines: HashSet::new() };
        let exported = kept.run(&["events", "export"]);
        assert_eq!((exported.code, exported.stderr.as_str()), (Some(0), ""));
        kept.lines = exported.stdout.lines().map(str::to_owned).collect();
        kept
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.program.run(&[arguments, &["--history", FILE]].concat())
    }

    /// What commands that read make of it.
    pub(crate) fn answers(&self) -> Vec<String> {
        let answer = |arguments: &&[&str]| {
            let ran = self.run(arguments);
            assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.stderr);
            ran.stdout
        };
        READING.iter().map(answer).collect()
    }

    /// Puts these bytes in the file's place.
    pub(crate) fn put(&self, bytes: &[u8]) {
        for ending in ["-wal", "-shm"] {
            // They are there only where somebody wrote.
            let _ = fs::remove_file(self.file.with_file_name(format!("shop.db{ending}")));
        }
        fs::write(&self.file, bytes).expect("writable");
    }

    /// Whether the file is still so, and nothing that can't be empty stands beside it.
    pub(crate) fn is_still(&self, bytes: &[u8]) -> bool {
        let log = fs::metadata(self.file.with_file_name("shop.db-wal")).map_or(0, |about| about.len());
        log == 0 && fs::read(&self.file).expect("readable") == bytes
    }

    /// The names and contents of all that lies in the history's folder.
    pub(crate) fn folder(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let folder = self.file.parent().expect("a folder");
        let entries = fs::read_dir(folder).expect("readable").map(|entry| entry.expect("an entry").path());
        entries
            .filter(|path| path.is_file())
            .map(|path| (path.clone(), fs::read(path).expect("readable")))
            .collect()
    }

    /// Exports what can be read; all of it is as it was.
    pub(crate) fn salvage(&self, what: &str) -> CameOut {
        let ran = self.run(&["events", "export"]);
        let wrong: Vec<_> = ran.stdout.lines().filter(|line| !self.lines.contains(*line)).collect();
        assert!(wrong.is_empty(), "{what}: {wrong:?}");
        let events = ran.stdout.lines().count();
        if ran.code == Some(0) {
            assert_eq!((events, ran.stderr.as_str()), (self.lines.len(), ""), "{what}");
            return CameOut { events, lost: 0, code: ran.code };
        }
        tells_of_damage(&ran, what);
        let count = |word: &str| {
            let (before, _) = ran.stderr.split_once(word)?;
            before.rsplit(' ').next()?.parse().ok()
        };
        let read = count(" events could be read").or(count(" event could be read"));
        // Of a beginning of less than a page it can't even be told what it is of.
        assert_eq!(read.unwrap_or(0), events, "{what}: {}", ran.stderr);
        CameOut { events, lost: count(" could not").unwrap_or(0), code: ran.code }
    }
}

fn body(number: usize) -> Vec<u8> {
    let padding = "결".repeat(200 + number);
    let (order, amount) = (number % 40, number * 100);
    format!(
        r#"{{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:00.000000","data":{{"paymentKey":"pay-{number}","orderId":"order-{order}","status":"DONE","totalAmount":{amount},"currency":"KRW","orderName":"{padding}"}}}}"#
    )
    .into_bytes()
}

/// That a command ended with 6, a sentence that names the file, and a remedy; and with nothing of a crash.
pub(crate) fn tells_of_damage(ran: &Ran, what: &str) {
    assert_eq!(ran.code, Some(6), "{what}: {}", ran.stderr);
    tells(&ran.stderr, what);
}

pub(crate) fn tells(stderr: &str, what: &str) {
    let sentence = stderr.lines().next().unwrap_or_default();
    assert!(sentence.starts_with("error: ") && sentence.contains(FILE), "{what}: {stderr}");
    assert!(stderr.contains("\n\nhint: ") && stderr.contains("--history"), "{what}: {stderr}");
    assert!(!stderr.contains("panicked"), "{what}: {stderr}");
}

/// How a listener went that was given a history.
pub(crate) struct Listened {
    pub(crate) code: Option<i32>,
    /// What was answered to its one webhook; none where it did not listen.
    pub(crate) status: Option<u16>,
    pub(crate) stderr: String,
}

/// Listens, if it does, for one webhook.
pub(crate) fn listen(program: &Program, listener: &[&str]) -> Listened {
    let arguments = [listener, &["--history", FILE, "--format", "json"]].concat();
    let mut child = program
        .command(&arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped"));
    let mut line = String::new();
    lines.read_line(&mut line).expect("readable");
    let mut status = None;
    if !line.is_empty() {
        let listening: Value = serde_json::from_str(&line).expect("JSON");
        let url = listening["url"].as_str().expect("a URL");
        let address = url.trim_start_matches("http://").parse().expect("an address");
        status = Some(exchange(address, &Webhook::new("whtrans_late", &body(999)).bytes()).status);
        let id = Pid::from_raw(child.id().try_into().expect("a process id")).expect("not zero");
        kill_process(id, Signal::TERM).expect("the process is there");
    }
    lines.read_to_string(&mut line).expect("UTF-8");
    let output = child.wait_with_output().expect("it ends");
    Listened { code: output.status.code(), status, stderr: String::from_utf8(output.stderr).expect("UTF-8") }
}
