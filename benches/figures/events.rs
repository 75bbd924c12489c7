//! `events list` over a history of a million events, which is made once and kept in `target/tmp`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OpenFlags};
use tosshook::activity::Request;
use tosshook::history::{History, NewDelivery, Place};
use tosshook::toss::{Content, SignatureCheck, Transmission};

use crate::process::{PROGRAM, milliseconds};
use crate::{Row, beside};

const EVENTS: u32 = 1_000_000;

/// How many events are queued at once.
const AT_ONCE: u32 = 1_000;

/// Runs of each listing; their median is told.
const RUNS: usize = 15;

/// A whole Payment, as `trigger` makes it.
const PAYMENT: &str = include_str!("payment.json");

/// What orders are called; every ten-thousandth is the rare one.
const NAMES: [&str; 4] = ["토스 티셔츠 외 2건", "겨울 외투", "정기구독 3개월", "무선 이어폰"];
const RARE: &str = "한정판도자기";

pub(crate) async fn measure() -> std::io::Result<Vec<Row>> {
    let path = PathBuf::from(concat!(env!("CARGO_TARGET_TMPDIR"), "/million.db"));
    let mut rows = Vec::new();
    if !path.exists() {
        rows.extend(make(&path).await?);
    }
    for (what, arguments, aim) in [
        ("`events list --limit 50` of a million", &["--limit", "50"] as &[&str], "≤ 30 ms"),
        ("the same as JSON", &["--limit", "50", "--format", "json"], "≤ 30 ms"),
        ("`--order X`", &["--order", "order-00500123-kq7x"], "≤ 30 ms"),
        (
            "`--search 구독`, within a quarter of all events",
            &["--search", "구독", "--limit", "50"],
            "≤ 150 ms",
        ),
        ("`--search 자기`, within a hundred of them", &["--search", "자기", "--limit", "100"], "≤ 150 ms"),
        ("`--search` with a part of one order's id", &["--search", "00500123"], "≤ 150 ms"),
        ("`--search` with a word that stands nowhere", &["--search", "환불"], "≤ 150 ms"),
        ("`--search` with two words that never meet", &["--search", "구독 자기"], "≤ 150 ms"),
    ] {
        rows.push(Row::new(what, milliseconds(listed(&path, arguments)?), aim));
    }
    rows.extend(beside::measure(&path).await?);
    Ok(rows)
}

/// The median time that the program takes to list.
fn listed(path: &Path, arguments: &[&str]) -> std::io::Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let mut command = Command::new(PROGRAM);
        command.args(["events", "list", "--history"]).arg(path).args(arguments);
        let begun = Instant::now();
        let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        times.push(begun.elapsed());
        if !status.success() {
            return Err(std::io::Error::other(format!("events list {arguments:?} failed")));
        }
    }
    times.sort_unstable();
    Ok(times[RUNS / 2])
}

async fn make(path: &Path) -> std::io::Result<Vec<Row>> {
    let history = History::open(Place::File(path.to_owned())).map_err(std::io::Error::other)?;
    let begun = Instant::now();
    for first in (0..EVENTS).step_by(AT_ONCE as usize) {
        let recording: Vec<_> = (first..first + AT_ONCE)
            .map(|number| {
                let history = history.clone();
                tokio::spawn(async move { history.record(delivery(number)).await })
            })
            .collect();
        for recorded in recording {
            recorded.await.map_err(std::io::Error::other)?.map_err(std::io::Error::other)?;
        }
    }
    let recorded = begun.elapsed();
    let begun = Instant::now();
    while upto(path)? < EVENTS {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let indexed = begun.elapsed();
    history.close().await.map_err(std::io::Error::other)?;
    let size = std::fs::metadata(path)?.len();
    let body = delivery(0).request.body.len();
    let figure = |time: Duration| {
        format!("{:.0} s, {:.0} /s", time.as_secs_f64(), f64::from(EVENTS) / time.as_secs_f64())
    };
    Ok(vec![
        Row::new("recording a million events", figure(recorded), ""),
        Row::new(
            format!("size of an event in the file, index and all, with a body of {body} bytes"),
            format!("{} bytes", size / u64::from(EVENTS)),
            "",
        ),
        Row::new("indexing them, while nothing else is to be done", figure(indexed), ""),
    ])
}

fn upto(path: &Path) -> std::io::Result<u32> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let upto = connection.and_then(|it| it.query_row("SELECT upto FROM searchable", [], |row| row.get(0)));
    upto.map_err(std::io::Error::other)
}

fn delivery(number: u32) -> NewDelivery {
    let mut random = fastrand::Rng::with_seed(u64::from(number));
    let letters = |random: &mut fastrand::Rng, count: usize| -> String {
        std::iter::repeat_with(|| random.alphanumeric()).take(count).collect()
    };
    let tail = if number == 500_123 { "kq7x".to_owned() } else { letters(&mut random, 4).to_lowercase() };
    let name = if number.is_multiple_of(10_000) { RARE } else { NAMES[random.usize(..NAMES.len())] };
    let body: Bytes = PAYMENT
        .replace("order-1122-0017", &format!("order-{number:08}-{tail}"))
        .replace("tviva20261122120000AbC12", &letters(&mut random, 24))
        .replace("txrd_a01j7xkz4qv3m0y8b2r6c9d1ef5", &letters(&mut random, 32))
        .replace("ps_Z61JOxRQVEYnKlQ2xk4VW0X9bAqw", &letters(&mut random, 28))
        .replace("토스 티셔츠 외 2건", name)
        .into();
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    let id = format!("whtrans_a{number:026}");
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert("tosspayments-webhook-transmission-id", id);
    }
    headers.insert("tosspayments-webhook-transmission-retried-count", 0.into());
    let arrived_at =
        Timestamp::UNIX_EPOCH + SignedDuration::from_millis(1_764_000_000_000 + i64::from(number));
    NewDelivery {
        content: Arc::new(Content::read(&body)),
        transmission: Arc::new(Transmission::read(&headers)),
        request: Arc::new(Request {
            method: Method::POST,
            path: "/webhooks/toss".to_owned(),
            query: None,
            headers,
            body,
            remote: std::net::SocketAddr::from(([127, 0, 0, 1], 40_000)),
            arrived_at,
        }),
        signature: SignatureCheck::NotExpected,
        answer: Some(200),
    }
}
