//! What is pending outlives its process: kills at any moment lose nothing and send next to nothing twice.

mod program;

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use program::{Listener, Program, Webhook};
use rustix::process::Signal;
use serde_json::Value;

const TRANSMISSION_ID: &str = "tosspayments-webhook-transmission-id";
const RETRIED_COUNT: &str = "tosspayments-webhook-transmission-retried-count";

const PAYMENT: &[u8] = br#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:00.000000","data":{"orderId":"order-1","status":"DONE"}}"#;

/// Calls at once, which is how many may be in flight at a kill.
const IN_FLIGHT: usize = 16;

/// A dev server that is down, as far as its answers go, until it is told to be up. Each connection has a
/// thread of its own: `tiny_http` lets some of many wait for the end of others.
struct Shop {
    address: SocketAddr,
    up: Arc<AtomicBool>,
    seen: Receiver<(String, u32)>,
}

impl Shop {
    fn down() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("bound");
        let up = Arc::new(AtomicBool::new(false));
        let is_up = Arc::clone(&up);
        let (sender, seen) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (up, seen) = (Arc::clone(&is_up), sender.clone());
                std::thread::spawn(move || serve(stream.expect("a connection"), &up, &seen));
            }
        });
        Self { address, up, seen }
    }

    fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    fn forward(&self, program: &Program, speed: &str) -> Listener {
        forward(program, &self.url(), speed)
    }

    /// The retried counts that came since the last look, by event.
    fn counts(&self) -> HashMap<String, Vec<u32>> {
        let mut counts = HashMap::<_, Vec<_>>::new();
        for (id, count) in self.seen.try_iter() {
            counts.entry(id).or_default().push(count);
        }
        counts
    }
}

/// Answers each request of a connection, until that is closed.
fn serve(stream: TcpStream, up: &AtomicBool, seen: &Sender<(String, u32)>) {
    let mut answers = stream.try_clone().expect("a descriptor");
    let mut requests = BufReader::new(stream);
    loop {
        let mut lines = HashMap::new();
        loop {
            let mut line = String::new();
            // Whoever calls may have been killed.
            if requests.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            match line.trim_end().split_once(": ") {
                Some((name, value)) => drop(lines.insert(name.to_ascii_lowercase(), value.to_owned())),
                None if line == "\r\n" => break,
                None => {}
            }
        }
        let mut body = vec![0; lines["content-length"].parse().expect("a length")];
        if requests.read_exact(&mut body).is_err() {
            return;
        }
        let count = lines[RETRIED_COUNT].parse().expect("a number");
        // The test may have what it wants already.
        let _ = seen.send((lines[TRANSMISSION_ID].clone(), count));
        let status = if up.load(Ordering::SeqCst) { "200 OK" } else { "500 Down" };
        if write!(answers, "HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").is_err() {
            return;
        }
    }
}

fn forward(program: &Program, endpoint: &str, speed: &str) -> Listener {
    program.listen(&["forward", endpoint, "--on-failure", "resend", "--speed", speed])
}

/// Sends these events, eight at once; each is answered 200.
fn send(address: SocketAddr, events: std::ops::Range<usize>) -> Vec<std::thread::JoinHandle<()>> {
    let share = events.len().div_ceil(8);
    (0..8)
        .map(|client| {
            let (from, end) = (events.start + client * share, events.end);
            std::thread::spawn(move || {
                for number in from..(from + share).min(end) {
                    let id = format!("whtrans_{number}");
                    assert_eq!(Webhook::new(&id, PAYMENT).send(address).status, 200);
                }
            })
        })
        .collect()
}

/// Kills it, and waits until it is gone.
fn kill(forward: Listener) {
    forward.signal(Signal::KILL);
    drop(forward);
}

/// Reads on until so many calls were told; how many of them were accepted.
fn told(forward: &mut Listener, calls: usize) -> usize {
    (0..calls).filter(|_| forward.next("forwarded")["outcome"] == "accepted").count()
}

/// Sends these events to a forwarder whose dev server is down, until each is pending.
fn make_pending(forward: &mut Listener, events: std::ops::Range<usize>) {
    let (calls, clients) = (events.len(), send(forward.address, events));
    assert_eq!(told(forward, calls), 0);
    for client in clients {
        client.join().expect("all were answered 200");
    }
}

/// The transmission ids of the events that stand so.
fn standing(program: &Program, outcome: &str) -> HashSet<String> {
    let listed =
        program.run(&["events", "list", "--format", "json", "--outcome", outcome, "--limit", "5000"]);
    assert_eq!(listed.code, Some(0), "{}", listed.stderr);
    let lines = listed.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    lines.map(|event| event["transmission_id"].as_str().expect("an id").to_owned()).collect()
}

/// All counts that an event was sent with rise from 0, the last one accepted; all but those in flight at
/// `kills` were sent exactly twice.
fn check(all: &HashMap<String, Vec<u32>>, events: usize, kills: usize) {
    assert_eq!(all.len(), events);
    for (id, counts) in all {
        assert!(counts[0] == 0 && counts.is_sorted_by(|one, next| one < next), "{id}: {counts:?}");
    }
    let others = all.values().filter(|counts| **counts != [0, 1]).count();
    assert!(others <= kills * IN_FLIGHT, "{others} were sent otherwise than once more");
}

fn add(all: &mut HashMap<String, Vec<u32>>, more: HashMap<String, Vec<u32>>) {
    for (id, counts) in more {
        all.entry(id).or_default().extend(counts);
    }
}

#[test]
fn a_thousand_pending_events_are_delivered_after_kills_and_none_again_whose_acceptance_was_committed() {
    const EVENTS: usize = 1000;
    let (shop, program) = (Shop::down(), Program::new());
    let mut forward = shop.forward(&program, "real");
    make_pending(&mut forward, 0..EVENTS);
    kill(forward);
    assert_eq!(standing(&program, "sending").len(), EVENTS);
    let mut all = shop.counts();

    shop.up.store(true, Ordering::SeqCst);
    let mut forward = shop.forward(&program, "instant");
    assert_eq!(forward.listening["resumed"], EVENTS);
    told(&mut forward, fastrand::usize(1..EVENTS * 9 / 10));
    kill(forward);
    let completed = standing(&program, "completed");
    // Calls that were under way at the kill may still be on their way to the server.
    let mut forward = shop.forward(&program, "instant");
    assert_eq!(forward.listening["resumed"], EVENTS - completed.len());
    add(&mut all, shop.counts());
    let before: HashMap<_, _> = completed.iter().map(|id| (id.clone(), all[id].clone())).collect();
    assert_eq!(told(&mut forward, EVENTS - completed.len()), EVENTS - completed.len());
    let ended = forward.end();
    assert_eq!((ended.code, &ended.summary()["pending"]), (Some(0), &0.into()));
    add(&mut all, shop.counts());
    for (id, counts) in before {
        assert_eq!(all[&id], counts, "{id} was sent again after its acceptance was committed");
    }
    check(&all, EVENTS, 1);
    assert_eq!(standing(&program, "completed").len(), EVENTS);
}

#[test]
fn of_two_forwarders_on_one_history_no_plan_is_sent_by_both_and_the_living_one_finishes() {
    const EVENTS: usize = 400;
    let (shop, program) = (Shop::down(), Program::new());
    let mut first = shop.forward(&program, "real");
    let mut second = shop.forward(&program, "30x");
    make_pending(&mut first, 0..EVENTS / 2);
    shop.up.store(true, Ordering::SeqCst);
    // What comes to the second is delivered by it at once, what the first holds is not touched.
    for client in send(second.address, EVENTS / 2..EVENTS) {
        client.join().expect("all were answered 200");
    }
    assert_eq!(told(&mut second, EVENTS / 2), EVENTS / 2);
    assert_eq!(standing(&program, "sending").len(), EVENTS / 2);
    kill(first);
    // The living one finds that the other is gone, and goes on with its plans where they were.
    assert_eq!(told(&mut second, EVENTS / 2), EVENTS / 2);
    assert_eq!(second.end().summary()["pending"], 0);
    let counts = shop.counts();
    assert_eq!(counts.len(), EVENTS);
    for number in 0..EVENTS {
        let id = format!("whtrans_{number}");
        assert_eq!(counts[&id], if number < EVENTS / 2 { vec![0, 1] } else { vec![0] }, "{id}");
    }
}

#[test]
fn two_forwarders_that_start_at_once_share_what_a_killed_one_left() {
    const EVENTS: usize = 300;
    let (shop, program) = (Shop::down(), Program::new());
    let mut killed = shop.forward(&program, "real");
    make_pending(&mut killed, 0..EVENTS);
    kill(killed);
    shop.up.store(true, Ordering::SeqCst);
    let endpoint = shop.url();
    let mut both = std::thread::scope(|scope| {
        let start = || scope.spawn(|| forward(&program, &endpoint, "instant"));
        [start(), start()].map(|one| one.join().expect("it starts"))
    });
    let resumed = both.each_ref().map(|it| it.listening["resumed"].as_u64().expect("a number"));
    assert_eq!(resumed.iter().sum::<u64>(), EVENTS as u64);
    for (forward, resumed) in both.iter_mut().zip(resumed) {
        let resumed = usize::try_from(resumed).expect("small");
        assert_eq!(told(forward, resumed), resumed);
    }
    for forward in both {
        assert_eq!(forward.end().summary()["pending"], 0);
    }
    let counts = shop.counts();
    assert_eq!(counts.len(), EVENTS);
    assert!(counts.values().all(|counts| *counts == [0, 1]), "{counts:?}");
}
