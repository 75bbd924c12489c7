//! Nothing is lost: an event that was answered 200 is in the history, whatever is killed when.

mod program;

use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use program::Program;
use rustix::process::Signal;
use serde_json::Value;

const EVENTS: usize = 20_000;
const CONCURRENCY: usize = 32;
const TIMES: usize = 10;

#[test]
fn twenty_thousand_events_and_a_kill_at_a_random_moment_ten_times_over() {
    for round in 0..TIMES {
        let program = Program::new();
        let listener = program.listen(&["listen"]);
        let address = listener.address;
        let answered_so_far = Arc::new(AtomicUsize::new(0));
        let clients: Vec<_> = (0..CONCURRENCY)
            .map(|client| {
                let so_far = Arc::clone(&answered_so_far);
                std::thread::spawn(move || send_until_it_dies(address, client, &so_far))
            })
            .collect();
        // The kill comes after a random number of answers, while others are under way. Reading its
        // lines keeps the listener going: JSON pushes back.
        let kill_after = fastrand::usize(1..EVENTS * 9 / 10);
        let mut listener = listener;
        while answered_so_far.load(Ordering::Relaxed) < kill_after {
            listener.line();
        }
        listener.signal(Signal::KILL);
        let answered: HashSet<String> =
            clients.into_iter().flat_map(|client| client.join().expect("it ends")).collect();
        assert!(answered.len() >= kill_after);
        let history = program.run(&["events", "list", "--format", "json", "--limit", "40000"]);
        assert_eq!(history.code, Some(0), "{}", history.stderr);
        let recorded: HashSet<String> = history.stdout.lines().map(transmission_id).collect();
        let lost: Vec<_> = answered.difference(&recorded).collect();
        assert!(lost.is_empty(), "round {round}: {} of {} lost", lost.len(), answered.len());
    }
}

/// Sends this client's share of the events over one connection; the ids that were answered 200.
fn send_until_it_dies(address: SocketAddr, client: usize, so_far: &AtomicUsize) -> Vec<String> {
    let mut answered = Vec::new();
    let Ok(mut stream) = TcpStream::connect(address) else { return answered };
    for number in 0..EVENTS / CONCURRENCY {
        let id = format!("whtrans_{client}_{number}");
        let body = format!(
            r#"{{"createdAt":"2026-11-22T12:00:00","secret":"ps_1","status":"DONE","transactionKey":"{id}","orderId":"order-{id}"}}"#
        );
        let request = format!(
            "POST / HTTP/1.1\r\nHost: test\r\ntosspayments-webhook-transmission-id: {id}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut answer = [0; 1024];
        let mut length = 0;
        if stream.write_all(request.as_bytes()).is_err() {
            return answered;
        }
        while !answer[..length].ends_with(b"\r\n\r\n") {
            match stream.read(&mut answer[length..]) {
                Ok(0) | Err(_) => return answered,
                Ok(read) => length += read,
            }
        }
        assert!(answer.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&answer[..length]));
        so_far.fetch_add(1, Ordering::Relaxed);
        answered.push(id);
    }
    answered
}

fn transmission_id(line: &str) -> String {
    let event: Value = serde_json::from_str(line).expect("JSON");
    event["transmission_id"].as_str().expect("an id").to_owned()
}
