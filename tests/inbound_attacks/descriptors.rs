//! Running out of descriptors, in a process of its own: the limit is a process's.

#![cfg(unix)]

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tosshook::clock::Clock;
use tosshook::inbound::{self, Arrival, Gate, Limits};

use crate::house::{ok, post, soon};

/// Set in the process that has few descriptors.
const CHILD: &str = "TOSSHOOK_TEST_FEW_DESCRIPTORS";
const TEST: &str = "descriptors::running_out_of_descriptors_passes";

/// The listener's process; it ends with the test.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn running_out_of_descriptors_passes() {
    if std::env::var_os(CHILD).is_some() {
        return serve().await;
    }
    let mut child = Command::new("sh")
        .args(["-c", r#"ulimit -n 40; exec "$0" --exact "$1" --nocapture"#])
        .arg(std::env::current_exe().unwrap())
        .arg(TEST)
        .env(CHILD, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map(Served)
        .unwrap();
    let lines = BufReader::new(child.0.stdout.take().unwrap()).lines();
    let mut lines = lines
        .map_while(Result::ok)
        .filter_map(|line| line.split_once('=').map(|pair| (pair.0.to_owned(), pair.1.to_owned())));
    let port: u16 = lines.find(|(key, _)| key.ends_with("port")).unwrap().1.parse().unwrap();

    let mut idle = Vec::new();
    for _ in 0..100 {
        idle.push(soon(TcpStream::connect(("127.0.0.1", port))).await.unwrap());
    }
    let fails = tokio::task::spawn_blocking(move || lines.find(|(key, _)| key.ends_with("fails")));
    assert!(soon(fails).await.unwrap().is_some());
    let (status, rest) = ask(port).await;
    assert_eq!((status.as_str(), rest), ("HTTP/1.1 200 OK", true), "while the descriptors are used up");
    drop(idle);
    assert_eq!(ask(port).await.0, "HTTP/1.1 200 OK", "when they are free again");
    child.0.stdin.take().unwrap().write_all(b"end\n").unwrap();
}

/// The first line of a webhook's answer, and whether there was more.
async fn ask(port: u16) -> (String, bool) {
    let answer = tokio::task::spawn_blocking(move || {
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.write_all(&post("Connection: close\r\n", "{}")).unwrap();
        std::io::read_to_string(stream).unwrap()
    });
    let answer = soon(answer).await.unwrap();
    let (first, rest) = answer.split_once("\r\n").unwrap();
    (first.to_owned(), !rest.is_empty())
}

/// The child's part: serves until it is killed.
async fn serve() {
    let listener = inbound::bind("127.0.0.1", 0).await.unwrap();
    let mut stdout = std::io::stdout();
    writeln!(stdout, "port={}", listener.local_addr().unwrap().port()).unwrap();
    let (arrivals, mut arriving) = mpsc::channel(256);
    let end = tokio_util::sync::CancellationToken::new();
    let gate = Gate::default();
    tokio::spawn(inbound::serve(listener, Limits::default(), gate, Clock::system(), arrivals, end));
    while let Some(arrival) = arriving.recv().await {
        match arrival {
            Arrival::Request(inbound) => drop(inbound.reply.send(ok())),
            Arrival::AcceptFails(reason) => writeln!(stdout, "fails={reason}").unwrap(),
            Arrival::Refused(_) => {}
        }
    }
}
