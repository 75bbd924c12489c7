//! `check --api`: servers that look a payment up before they believe a webhook.

mod program;

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Stdio;
use std::sync::{Arc, Mutex, OnceLock};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use program::{Program, exchange};
use serde_json::Value;

/// What a merchant makes of what it looks up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    /// It goes by what Toss Payments says, whatever the webhook does.
    GoesByIt,
    /// It refuses a webhook with another secret.
    ComparesSecrets,
    /// It only looks whether there is such a payment.
    BelievesTheRest,
    /// It refuses deposits all the same.
    RefusesDeposits,
    /// It asks with a live key.
    WithALiveKey,
    /// It notes what it was told of before it asks.
    NotesFirst,
    /// The same, and refuses what it has noted.
    NotesFirstAndRefuses,
    /// It answers 200 where it was given no payment.
    LeavesItAtThat,
    /// It answers 200, then asks.
    BehindTheAnswer,
    /// It asks again where it was given no payment.
    Twice,
    /// It does not ask.
    Never,
}

/// A merchant's server.
struct Merchant {
    asks: Asks,
    address: SocketAddr,
    /// Where it asks.
    api: OnceLock<SocketAddr>,
    transmissions: Mutex<HashSet<String>>,
    paid: Mutex<HashSet<String>>,
}

impl Merchant {
    fn start(asks: Asks) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let merchant = Arc::new(Self {
            asks,
            address: listener.local_addr().expect("bound"),
            api: OnceLock::new(),
            transmissions: Mutex::default(),
            paid: Mutex::default(),
        });
        let within = Arc::clone(&merchant);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let merchant = Arc::clone(&within);
                std::thread::spawn(move || merchant.serve(stream));
            }
        });
        merchant
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn serve(&self, mut stream: TcpStream) {
        let Some((head, body)) = read(&mut stream) else { return };
        let (status, said) = match head.lines().next().expect("a request line") {
            line if line.starts_with("GET /paid ") => {
                (200, self.paid.lock().expect("sane").len().to_string())
            }
            line if line.starts_with("POST ") && self.asks == Asks::BehindTheAnswer => {
                answer(&mut stream, 200, "");
                // What comes of it, nobody hears.
                self.take(&head, &body);
                return;
            }
            line if line.starts_with("POST ") => (self.take(&head, &body), String::new()),
            _ => (405, String::new()),
        };
        answer(&mut stream, status, &said);
    }

    fn take(&self, head: &str, body: &[u8]) -> u16 {
        let Ok(event) = serde_json::from_slice::<Value>(body) else { return 400 };
        let is_deposit = event.get("eventType").is_none();
        let change = if is_deposit { &event } else { &event["data"] };
        let Some(order) = change["orderId"].as_str() else { return 200 };
        let mut said = change.clone();
        let notes_first = matches!(self.asks, Asks::NotesFirst | Asks::NotesFirstAndRefuses);
        let is_new = notes_first && self.note(head);
        if notes_first && !is_new {
            return if self.asks == Asks::NotesFirst { 200 } else { 409 };
        }
        if self.asks != Asks::Never {
            let path = change["paymentKey"].as_str().map_or(format!("orders/{order}"), str::to_owned);
            match self.look_up(&path) {
                (500, _) if self.asks == Asks::LeavesItAtThat => return 200,
                (500, _) if self.asks == Asks::Twice => said = self.look_up(&path).1,
                (200, payment)
                    if self.asks == Asks::ComparesSecrets && payment["secret"] != said["secret"] =>
                {
                    return 401;
                }
                (200, _) if self.asks == Asks::BelievesTheRest => {}
                (200, payment) => said = payment,
                (status, _) => return status,
            }
        }
        if is_deposit && self.asks == Asks::RefusesDeposits {
            return 401;
        }
        let is_new = is_new || self.note(head);
        if is_new && said["status"] == "DONE" {
            self.paid.lock().expect("sane").insert(order.to_owned());
        } else if said["status"] == "WAITING_FOR_DEPOSIT" {
            self.paid.lock().expect("sane").remove(order);
        }
        200
    }

    /// Whether a transmission was not noted before.
    fn note(&self, head: &str) -> bool {
        let id = head.lines().find_map(|line| line.strip_prefix("tosspayments-webhook-transmission-id: "));
        self.transmissions.lock().expect("sane").insert(id.unwrap_or_default().to_owned())
    }

    fn look_up(&self, path: &str) -> (u16, Value) {
        let key = if self.asks == Asks::WithALiveKey { "live_sk_hunter2:" } else { "test_sk_1:" };
        let request = format!(
            "GET /v1/payments/{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Basic {}\r\n\r\n",
            BASE64_STANDARD.encode(key)
        );
        let answer = exchange(*self.api.wait(), request.as_bytes());
        (answer.status, serde_json::from_slice(&answer.body).expect("JSON"))
    }
}

fn answer(stream: &mut TcpStream, status: u16, said: &str) {
    let length = said.len();
    // The sender may have hung up.
    let _ =
        write!(stream, "HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{said}");
}

fn read(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let mut piece = [0; 8192];
    loop {
        if let Some(end) = bytes.windows(4).position(|end| end == b"\r\n\r\n") {
            let head = String::from_utf8(bytes[..end].to_vec()).expect("ASCII");
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.map_or(0, |length| length.parse().expect("a length"));
            if bytes.len() >= end + 4 + length {
                return Some((head, bytes[end + 4..].to_vec()));
            }
        }
        match stream.read(&mut piece) {
            Ok(length) if length > 0 => bytes.extend_from_slice(&piece[..length]),
            _ => return None,
        }
    }
}

/// What a check with a stand-in told.
struct Outcome {
    code: Option<i32>,
    rules: Vec<Value>,
    stderr: String,
}

impl Outcome {
    fn verdict(&self, id: &str) -> &str {
        let rule = self.rules.iter().find(|rule| rule["id"] == id).expect("the rule");
        rule["verdict"].as_str().expect("a verdict")
    }

    fn with(&self, verdict: &str) -> Vec<&str> {
        let of_verdict = self.rules.iter().filter(|rule| rule["verdict"] == verdict);
        of_verdict.map(|rule| rule["id"].as_str().expect("an id")).collect()
    }
}

/// Checks a merchant, which asks the check's own stand-in.
fn check(program: &Program, merchant: &Merchant, options: &[&str]) -> Outcome {
    let url = merchant.url("/hook");
    let arguments = [&["check", &url, "--api", "0", "--format", "json"], options].concat();
    let mut command = program.command(&arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut talk = BufReader::new(child.stderr.take().expect("piped"));
    let mut stderr = String::new();
    talk.read_line(&mut stderr).expect("readable");
    let at = stderr.split_once("looked up at http://").and_then(|(_, rest)| rest.split_once(','));
    let at = at.unwrap_or_else(|| panic!("no address: {stderr}")).0;
    merchant.api.set(at.parse().expect("an address")).expect("set once");
    let rest = std::thread::spawn(move || {
        let mut rest = String::new();
        talk.read_to_string(&mut rest).expect("readable");
        rest
    });
    let output = child.wait_with_output().expect("it ends");
    stderr.push_str(&rest.join().expect("read"));
    let stdout = String::from_utf8(output.stdout).expect("UTF-8");
    let lines = stdout.lines().map(|line| serde_json::from_str(line).expect("JSON"));
    let rules: Vec<Value> = lines.filter(|line: &Value| line["kind"] == "rule").collect();
    Outcome { code: output.status.code(), rules, stderr }
}

const SIGNATURES: [&str; 4] =
    ["signature-valid", "signature-two-values", "signature-forged", "signature-stale"];

#[test]
fn a_server_that_goes_by_what_it_looks_up_passes() {
    let (program, merchant) = (Program::new(), Merchant::start(Asks::GoesByIt));
    let outcome = check(&program, &merchant, &["--effect-url", &merchant.url("/paid")]);
    assert_eq!(outcome.with("skipped"), SIGNATURES, "{:#?}", outcome.rules);
    assert_eq!(outcome.with("pass").len(), 27, "{:#?}", outcome.rules);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("look-ups: ") && !outcome.stderr.contains("refused"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn whether_a_forged_deposit_was_believed_only_a_probe_or_a_refusal_can_tell() {
    for (asks, probed, verdict) in [
        (Asks::GoesByIt, false, "skipped"),
        (Asks::ComparesSecrets, false, "pass"),
        (Asks::BelievesTheRest, true, "fail"),
    ] {
        let (program, merchant) = (Program::new(), Merchant::start(asks));
        let probe = merchant.url("/paid");
        let only = ["--only", "secret-right,secret-wrong", "--effect-url", &probe];
        let outcome = check(&program, &merchant, if probed { &only } else { &only[..2] });
        assert_eq!(outcome.verdict("secret-right"), "pass", "{:#?}", outcome.rules);
        assert_eq!(outcome.verdict("secret-wrong"), verdict, "{:#?}", outcome.rules);
    }
}

#[test]
fn a_server_that_refuses_a_deposit_that_it_has_looked_up_fails() {
    let (program, merchant) = (Program::new(), Merchant::start(Asks::RefusesDeposits));
    let outcome = check(&program, &merchant, &[]);
    assert_eq!(outcome.with("fail"), ["secret-right"], "{:#?}", outcome.rules);
    assert_eq!(outcome.code, Some(1));
}

#[test]
fn what_is_noted_as_a_duplicate_before_its_payment_is_looked_up_is_lost_where_that_fails() {
    let (program, merchant) = (Program::new(), Merchant::start(Asks::NotesFirst));
    let outcome = check(&program, &merchant, &[]);
    assert_eq!((outcome.with("fail"), outcome.code), (vec!["failed-first-try"], Some(1)));
    assert!(outcome.stderr.contains("1 failed on purpose"), "{}", outcome.stderr);
    assert!(!outcome.stderr.contains("refused"), "{}", outcome.stderr);
}

#[test]
fn what_becomes_of_a_first_attempt_that_fails_is_told_by_the_look_ups_and_by_the_probe() {
    let cases = [
        (
            Asks::GoesByIt,
            false,
            "pass",
            "the re-send after a look-up that failed: 200",
            "was looked up again",
        ),
        (
            Asks::GoesByIt,
            true,
            "pass",
            "the re-send after a look-up that failed: 200",
            "2 deliveries, 1 effect",
        ),
        (Asks::NotesFirst, false, "fail", "the re-send", "was not looked up again"),
        (Asks::NotesFirst, true, "fail", "the re-send", "2 deliveries, 0 effects"),
        (Asks::NotesFirstAndRefuses, false, "skipped", "", ""),
        (
            Asks::LeavesItAtThat,
            false,
            "warn",
            "the first attempt, whose look-up failed: 200",
            "looked up again",
        ),
        (Asks::LeavesItAtThat, true, "warn", "the first attempt", "2 deliveries, 1 effect"),
        (Asks::BehindTheAnswer, false, "warn", "the first attempt", "looked up again"),
        (Asks::Twice, false, "pass", "the first attempt", "was looked up again"),
        (Asks::Twice, true, "pass", "the first attempt", "1 delivery, 1 effect"),
        (Asks::Never, false, "skipped", "", ""),
    ];
    std::thread::scope(|scope| {
        for (asks, probed, verdict, begins, contains) in cases {
            scope.spawn(move || {
                let (program, merchant) = (Program::new(), Merchant::start(asks));
                let probe = merchant.url("/paid");
                let only = ["--only", "failed-first-try", "--effect-url", &probe];
                let outcome = check(&program, &merchant, if probed { &only } else { &only[..2] });
                assert_eq!(outcome.verdict("failed-first-try"), verdict, "{:#?}", outcome.rules);
                let seen = outcome.rules[0]["seen"].as_str().unwrap_or_default();
                assert!(seen.starts_with(begins) && seen.contains(contains), "{seen}");
            });
        }
    });
}

#[test]
fn a_live_key_and_a_server_that_does_not_ask_are_told_of() {
    let (program, merchant) = (Program::new(), Merchant::start(Asks::WithALiveKey));
    let outcome = check(&program, &merchant, &["--only", "exactly-200,unsigned-accepted"]);
    assert_eq!((outcome.code, outcome.with("fail")), (Some(1), vec!["unsigned-accepted"]));
    assert!(outcome.stderr.contains("with a live key"), "{}", outcome.stderr);
    assert!(!outcome.stderr.contains("hunter2"));
    let merchant = Merchant::start(Asks::Never);
    let outcome = check(&program, &merchant, &["--only", "exactly-200,secret-right,secret-wrong"]);
    assert_eq!(outcome.with("skipped"), ["secret-right", "secret-wrong"]);
    assert!(outcome.stderr.contains("was not asked"), "{}", outcome.stderr);
    assert_eq!(outcome.code, Some(0));
}

#[test]
fn without_a_stand_in_it_says_that_there_is_one() {
    let (program, merchant) = (Program::new(), Merchant::start(Asks::GoesByIt));
    let other = program.listen(&["api", "--history", "other.db"]);
    merchant.api.set(other.address).expect("set once");
    let ran = program.run(&["check", &merchant.url("/hook")]);
    assert_eq!(ran.code, Some(1), "{}", ran.stdout);
    assert!(ran.stderr.contains("--api 4102"), "{}", ran.stderr);
}

#[test]
fn a_stand_in_of_another_process_knows_the_payments_of_a_check() {
    let (program, merchant) = (Program::new(), Merchant::start(Asks::GoesByIt));
    let api = program.listen(&["api"]);
    merchant.api.set(api.address).expect("set once");
    let ran = program.run(&["check", &merchant.url("/hook")]);
    assert_eq!(ran.code, Some(0), "{}\n{}", ran.stdout, ran.stderr);
    let ended = api.end();
    let summary = ended.summary();
    assert!(summary["found"].as_u64() > Some(50), "{summary}");
    assert_eq!((summary["unknown"].as_u64(), summary["refused"].as_u64()), (Some(0), Some(0)));
}

#[test]
fn what_is_told_of_a_known_order_is_kept_nowhere() {
    let (program, merchant) = (Program::new(), Merchant::start(Asks::GoesByIt));
    let known = ["--order-id", "order-1122-0018", "--secret", "ps_hunter2"];
    let outcome = check(&program, &merchant, &known);
    assert_eq!(outcome.with("fail"), ["secret-wrong"; 1], "{:#?}", outcome.rules);
    assert!(!program.home.path().join("data").exists());
    assert!(!outcome.stderr.contains("hunter2"));
}

#[test]
fn a_port_that_is_taken_is_named_by_its_option() {
    let program = Program::new();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("bound").port().to_string();
    let ran = program.run(&["check", "1", "--api", &port]);
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    assert!(ran.stderr.starts_with(&format!("error: --api {port} is taken")), "{}", ran.stderr);
}
