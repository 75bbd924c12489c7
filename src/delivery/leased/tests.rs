use std::sync::PoisonError;

use bytes::Bytes;
use http::{HeaderMap, Method};
use jiff::Timestamp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use super::*;
use crate::activity::{Activity, DeliveryStatus, Forwarded, Notice, What};
use crate::history::{LEASE, Limits, NewDelivery, Place, Reader, Selection, Wanted};
use crate::outbound::{Reach, SenderOptions};
use crate::toss::{Content, SignatureCheck};

const HOUR: Duration = Duration::from_secs(3600);

/// What was told of calls, and the notices.
#[derive(Clone)]
struct Told(mpsc::UnboundedSender<Arc<Forwarded>>, Arc<Mutex<Vec<Notice>>>);

impl Emit for Told {
    async fn emit(&self, activity: Activity) {
        match activity.what {
            // The test may have heard enough.
            What::Forwarded(forwarded) => drop(self.0.send(forwarded)),
            What::Notice(notice) => self.1.lock().unwrap_or_else(PoisonError::into_inner).push(notice),
            _ => {}
        }
    }
}

/// A clock on the wall that a test sets.
#[derive(Clone)]
struct Wall(Arc<Mutex<Timestamp>>);

impl Wall {
    fn new() -> Self {
        Self(Arc::new(Mutex::new(Timestamp::from_second(1_795_000_000).unwrap())))
    }

    fn set(&self, by: jiff::SignedDuration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }

    fn clock(&self) -> Clock {
        let wall = self.clone();
        Clock::from_source(move || *wall.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

struct House {
    folder: tempfile::TempDir,
    endpoint: Endpoint,
    notices: Arc<Mutex<Vec<Notice>>>,
}

impl House {
    /// An endpoint that accepts every call.
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = Endpoint::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                let _ = stream
                    .write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
                    .await;
            }
        });
        Self { folder: tempfile::tempdir().unwrap(), endpoint, notices: Arc::default() }
    }

    fn file(&self) -> std::path::PathBuf {
        self.folder.path().canonicalize().unwrap().join("data/shop.db")
    }

    fn history(&self) -> History {
        History::open(Place::File(self.file())).unwrap()
    }

    async fn take_up(
        &self,
        history: &History,
        clock: Clock,
    ) -> (Arc<Leased<Told>>, u64, mpsc::UnboundedReceiver<Arc<Forwarded>>) {
        let sender = Sender::new(SenderOptions {
            timeout: None,
            connect_wait: Duration::ZERO,
            insecure: false,
            ca_cert: None,
            headers: HeaderMap::new(),
            reach: Reach::Loopback,
            response_bytes: 1024,
        });
        let resending = Resending {
            endpoints: vec![self.endpoint.clone()],
            sender: sender.unwrap(),
            key: None,
            policy: Policy { waits: vec![HOUR], timeout: Duration::MAX },
            concurrency: 2,
            earlier: Earlier::Resumed,
        };
        let (told, heard) = mpsc::unbounded_channel();
        let told = Told(told, Arc::clone(&self.notices));
        let (leased, taken) = Leased::take_up(resending, history.clone(), told, clock).await.unwrap();
        (leased, taken, heard)
    }

    fn request(&self) -> Request {
        Request {
            method: Method::POST,
            path: "/".to_owned(),
            query: Some(format!("to={}", self.endpoint.shown())),
            headers: HeaderMap::new(),
            body: Bytes::from_static(b"{}"),
            remote: ([127, 0, 0, 1], 1).into(),
            arrived_at: Timestamp::UNIX_EPOCH,
        }
    }

    /// Records an event whose first attempt, begun now, is never heard of again.
    async fn pending(&self, leased: &Leased<Told>, history: &History) {
        let request = self.request();
        let (plan, room) = leased.plan(&request, &Transmission::default(), &self.endpoint);
        assert!(room.is_some());
        assert!(history.record_planned(delivery(request), plan).await.unwrap().plan.is_some());
    }

    fn standing(&self, status: DeliveryStatus) -> usize {
        let reader = Reader::open(&self.file()).unwrap().unwrap();
        let wanted = Wanted::Standing(status);
        reader.rows(&Selection { limit: 10, wanted, ..Selection::default() }).unwrap().count()
    }
}

fn delivery(request: Request) -> NewDelivery {
    NewDelivery {
        content: Arc::new(Content::read(&request.body)),
        transmission: Arc::new(Transmission::default()),
        request: Arc::new(request),
        signature: SignatureCheck::NotExpected,
        answer: Some(200),
    }
}

/// How long after the start a pending event goes out, by the monotonic clock, where the wall clock is
/// set by so much while no process runs.
async fn wait_after_a_jump(by: jiff::SignedDuration) -> Duration {
    let (house, wall) = (House::start().await, Wall::new());
    let history = house.history();
    let (leased, _, _) = house.take_up(&history, wall.clock()).await;
    house.pending(&leased, &history).await;
    leased.release(Vec::new()).await;
    wall.set(by);
    let (leased, taken, mut heard) = house.take_up(&history, wall.clock()).await;
    assert_eq!(taken, 1);
    let (end, begun) = (CancellationToken::new(), Instant::now());
    let running = tokio::spawn({
        let end = end.clone();
        async move { leased.run(&end).await }
    });
    let forwarded = heard.recv().await.unwrap();
    assert_eq!((forwarded.attempt, forwarded.resent), (2, Some(DeliveryStatus::Completed)));
    let waited = begun.elapsed();
    end.cancel();
    assert!(running.await.unwrap().is_empty());
    waited
}

#[tokio::test(start_paused = true)]
async fn the_time_that_no_process_ran_counts_and_a_clock_that_is_set_loses_no_plan() {
    let hours = jiff::SignedDuration::from_hours;
    let about = |waited: Duration, wanted: Duration| {
        assert!(waited >= wanted && waited < wanted + HOUR / 6, "{waited:?}, not {wanted:?}");
    };
    about(wait_after_a_jump(jiff::SignedDuration::ZERO).await, HOUR);
    about(wait_after_a_jump(jiff::SignedDuration::from_mins(45)).await, HOUR / 4);
    // Set forward: due at once. Set back: nothing of the wait has gone by.
    about(wait_after_a_jump(hours(24)).await, Duration::ZERO);
    about(wait_after_a_jump(hours(-24)).await, HOUR);
}

#[tokio::test(start_paused = true)]
async fn a_running_process_renews_its_lease_and_one_that_stopped_is_replaced_when_it_has_run_out() {
    let house = House::start().await;
    let start = Timestamp::from_second(1_795_000_000).unwrap();
    let clock = Clock::virtual_from(start);
    // One queue for both: paused time would run on while one waits for the other's lock.
    let one = house.history();
    let other = one.clone();
    let (leased, _, _one_heard) = house.take_up(&one, clock.clone()).await;
    house.pending(&leased, &one).await;
    let running = tokio::spawn(async move { leased.run(&CancellationToken::new()).await });
    for _ in 0..3 {
        // Paused time jumps to the next timer while the writer's thread works: no farther than this.
        for _ in 0..2 * LEASE.as_secs() {
            tokio::time::sleep(Duration::from_secs(1)).await;
            one.mark().await.unwrap();
        }
        assert_eq!(house.take_up(&other, clock.clone()).await.1, 0, "it is renewed");
    }
    // It stops without giving anything back, as a process does that hangs.
    running.abort();
    assert!(running.await.is_err());
    let (living, taken, mut heard) = house.take_up(&other, clock.clone()).await;
    assert_eq!(taken, 0, "the lease has not run out");
    let living_end = CancellationToken::new();
    let living_running = tokio::spawn({
        let end = living_end.clone();
        async move { living.run(&end).await }
    });
    let forwarded = heard.recv().await.unwrap();
    assert_eq!(forwarded.resent, Some(DeliveryStatus::Completed));
    assert_eq!(house.standing(DeliveryStatus::Completed), 1);
    living_end.cancel();
    assert!(living_running.await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_cannot_be_noted_is_held_until_it_can() {
    let (house, wall) = (House::start().await, Wall::new());
    let limits = Limits { lock_wait: Duration::from_millis(5), ..Limits::default() };
    let history = History::open_within(Place::File(house.file()), limits).unwrap();
    let (leased, _, mut heard) = house.take_up(&history, wall.clock()).await;
    house.pending(&leased, &history).await;
    leased.release(Vec::new()).await;
    wall.set(jiff::SignedDuration::from_hours(1));
    let (leased, taken, mut heard_again) = house.take_up(&history, wall.clock()).await;
    assert_eq!(taken, 1);
    let other = rusqlite::Connection::open(house.file()).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let end = CancellationToken::new();
    let running = tokio::spawn({
        let end = end.clone();
        async move { leased.run(&end).await }
    });
    for _ in 0..10 {
        tokio::time::sleep(HOLD).await;
        assert!(history.mark().await.is_err());
    }
    assert!(heard_again.try_recv().is_err(), "nothing goes out that is not noted");
    other.execute_batch("COMMIT").unwrap();
    let forwarded = heard_again.recv().await.unwrap();
    assert_eq!((forwarded.attempt, forwarded.resent), (2, Some(DeliveryStatus::Completed)));
    end.cancel();
    assert!(running.await.unwrap().is_empty());
    assert!(heard.try_recv().is_err());
}

#[tokio::test(start_paused = true)]
async fn an_event_that_cannot_be_read_back_has_failed_and_is_told_of_once() {
    let (house, wall) = (House::start().await, Wall::new());
    let history = house.history();
    let (leased, _, _) = house.take_up(&history, wall.clock()).await;
    house.pending(&leased, &history).await;
    leased.release(Vec::new()).await;
    wall.set(jiff::SignedDuration::from_hours(1));
    let damaging = rusqlite::Connection::open(house.file()).unwrap();
    assert_eq!(damaging.execute("UPDATE event SET head = x'00'", []).unwrap(), 1);
    let (leased, taken, mut heard) = house.take_up(&history, wall.clock()).await;
    assert_eq!(taken, 1);
    let end = CancellationToken::new();
    let running = tokio::spawn({
        let (leased, end) = (Arc::clone(&leased), end.clone());
        async move { leased.run(&end).await }
    });
    for _ in 0..10 {
        tokio::time::sleep(HOLD).await;
        history.mark().await.unwrap();
    }
    let notices = house.notices.lock().unwrap_or_else(PoisonError::into_inner).clone();
    assert!(matches!(notices.as_slice(), [Notice::EventUnreadable { .. }]), "{notices:?}");
    assert_eq!(house.standing(DeliveryStatus::Failed), 1);
    assert_eq!((leased.held.load(Relaxed), leased.calls.available_permits()), (0, 2), "it takes no room");
    assert!(heard.try_recv().is_err(), "nothing goes out");
    end.cancel();
    assert!(running.await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_has_no_room_in_memory_stays_in_the_history_and_goes_out_when_there_is() {
    let (house, wall) = (House::start().await, Wall::new());
    let history = house.history();
    let (leased, _, mut heard) = house.take_up(&history, wall.clock()).await;
    let request = house.request();
    let all = Arc::clone(&leased.firsts).try_acquire_many_owned(FIRSTS_BYTES).unwrap();
    let (plan, room) = leased.plan(&request, &Transmission::default(), &house.endpoint);
    assert!(room.is_none());
    drop(all);
    let recorded = history.record_planned(delivery(request), plan).await.unwrap();
    assert!(recorded.plan.unwrap().begun.is_none());
    let end = CancellationToken::new();
    let running = tokio::spawn({
        let (leased, end) = (Arc::clone(&leased), end.clone());
        async move { leased.run(&end).await }
    });
    let forwarded = heard.recv().await.unwrap();
    assert_eq!((forwarded.attempt, forwarded.resent), (1, Some(DeliveryStatus::Completed)));
    end.cancel();
    assert!(running.await.unwrap().is_empty());
    assert_eq!(leased.held.load(Relaxed), 0, "what has ended takes no room");
}
