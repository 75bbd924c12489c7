//! The real binary in a scrubbed environment: what the end-to-end tests are written with.
#![expect(dead_code, reason = "each test file uses the part that it needs")]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

/// The longest that any single wait of a test may take; only a failing test waits so long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// The program with a home of its own, and nothing of the tester's environment.
pub(crate) struct Program {
    /// Home and data folder; gone with the value.
    pub(crate) home: TempDir,
    variables: Vec<(String, String)>,
}

impl Program {
    pub(crate) fn new() -> Self {
        Self { home: tempfile::tempdir().expect("a folder"), variables: Vec::new() }
    }

    pub(crate) fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A command of it, not started yet; runs in its home.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tosshook"));
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.home.path())
            .env("XDG_DATA_HOME", self.home.path().join("data"))
            .env("TZ", "Asia/Seoul")
            .env("COLUMNS", "120")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .current_dir(self.home.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).output().expect("the program starts"))
    }

    /// Starts a listener with `--format json` on a free port; it accepts when this returns.
    pub(crate) fn listen(&self, arguments: &[&str]) -> Listener {
        let mut command = self.command(arguments);
        command.args(["--port", "0", "--format", "json"]);
        Listener::start(command)
    }
}

/// A command that has ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

/// A running listener whose JSON lines are read.
pub(crate) struct Listener {
    child: Child,
    lines: BufReader<ChildStdout>,
    talk: Option<JoinHandle<String>>,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Its first line.
    pub(crate) listening: Value,
}

impl Listener {
    /// Starts a command that prints a `listening` line.
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let mut stderr = child.stderr.take().expect("piped");
        let talk = std::thread::spawn(move || {
            let mut text = Vec::new();
            stderr.read_to_end(&mut text).expect("readable");
            String::from_utf8(text).expect("UTF-8 on stderr")
        });
        let mut lines = BufReader::new(child.stdout.take().expect("piped"));
        let listening = read_line(&mut lines).expect("a first line");
        assert_eq!(listening["kind"], "listening", "{listening}");
        let url = listening["url"].as_str().expect("a URL");
        let address = url.trim_start_matches("http://").parse().expect("an address");
        Self { child, lines, talk: Some(talk), address, listening }
    }

    /// The next JSON line.
    pub(crate) fn line(&mut self) -> Value {
        read_line(&mut self.lines).expect("another line")
    }

    /// The next line of this kind; others are passed over.
    pub(crate) fn next(&mut self, kind: &str) -> Value {
        loop {
            let line = self.line();
            if line["kind"] == kind {
                return line;
            }
            assert_ne!(line["kind"], "summary", "the listener ended before a line of kind {kind}");
        }
    }

    /// The process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn signal(&self, signal: Signal) {
        let id = Pid::from_raw(self.child.id().try_into().expect("a process id")).expect("not zero");
        kill_process(id, signal).expect("the process is there");
    }

    /// Ends it with SIGTERM; what was left on stdout, and all that stood on stderr.
    pub(crate) fn end(self) -> Ended {
        self.signal(Signal::TERM);
        self.wait()
    }

    /// Waits for it to end by itself.
    pub(crate) fn wait(mut self) -> Ended {
        let mut rest = Vec::new();
        while let Some(line) = read_line(&mut self.lines) {
            rest.push(line);
        }
        let code = self.child.wait().expect("it ends").code();
        let stderr = self.talk.take().expect("joined once").join().expect("read");
        Ended { code, rest, stderr }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A listener that has ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) rest: Vec<Value>,
    pub(crate) stderr: String,
}

impl Ended {
    /// The summary, which is the last line.
    pub(crate) fn summary(&self) -> &Value {
        let last = self.rest.last().expect("a last line");
        assert_eq!(last["kind"], "summary", "{last}");
        last
    }
}

fn read_line(lines: &mut impl BufRead) -> Option<Value> {
    let mut line = String::new();
    let length = lines.read_line(&mut line).expect("readable");
    (length > 0).then(|| serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}")))
}

/// An HTTP answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

/// A webhook with the headers of a delivery.
pub(crate) struct Webhook<'a> {
    pub(crate) path: &'a str,
    pub(crate) body: &'a [u8],
    pub(crate) transmission_id: Option<&'a str>,
    pub(crate) retried_count: u32,
    pub(crate) headers: &'a [(&'a str, &'a str)],
}

impl<'a> Webhook<'a> {
    pub(crate) fn new(transmission_id: &'a str, body: &'a [u8]) -> Self {
        Self { path: "/", body, transmission_id: Some(transmission_id), retried_count: 0, headers: &[] }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut head = format!(
            "POST {} HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: {}\r\n",
            self.path,
            self.body.len()
        );
        if let Some(id) = self.transmission_id {
            let _ = write!(
                head,
                "tosspayments-webhook-transmission-id: {id}\r\n\
                 tosspayments-webhook-transmission-time: 2026-11-22T12:00:00+09:00\r\n\
                 tosspayments-webhook-transmission-retried-count: {}\r\n",
                self.retried_count
            );
        }
        for (name, value) in self.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        [head.as_bytes(), b"\r\n", self.body].concat()
    }

    pub(crate) fn send(&self, address: SocketAddr) -> Answer {
        exchange(address, &self.bytes())
    }
}

/// Sends these bytes and reads the answer until the connection closes.
pub(crate) fn exchange(address: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).expect("it accepts");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
    stream.write_all(request).expect("it reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it answers");
    let head_end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("a whole head") + 4;
    let head = String::from_utf8(answer[..head_end].to_vec()).expect("an ASCII head");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    Answer { status, head, body: answer[head_end..].to_vec() }
}

/// The permission bits of a file.
#[cfg(unix)]
pub(crate) fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

/// Where a listener can be called, as its ready file says as soon as it is there.
pub(crate) fn wait_for_address(ready: &Path) -> SocketAddr {
    wait_for_file(ready).trim().trim_start_matches("http://").parse().expect("an address")
}

/// The content of a file as soon as it is there; taken away, so that the next one can be told.
pub(crate) fn wait_for_file(path: &Path) -> String {
    let deadline = std::time::Instant::now() + PATIENCE;
    loop {
        if let Ok(text) = std::fs::read_to_string(path) {
            std::fs::remove_file(path).expect("it can go");
            return text;
        }
        assert!(std::time::Instant::now() < deadline, "{} never came", path.display());
        std::thread::yield_now();
    }
}
