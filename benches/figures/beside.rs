//! What `listen` notices of work on its history that goes on beside it.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use rusqlite::Connection;

use crate::process::{PROGRAM, milliseconds, tosshook};
use crate::{Row, load};

/// A webhook so often is more than any merchant has, and leaves the writer time of its own.
const EVERY: Duration = Duration::from_millis(2);

/// For so long each time.
const WHILE: Duration = Duration::from_secs(10);

/// The load that nothing has time beside.
const CONNECTIONS: usize = 64;
const EVENTS: u64 = 100_000;

/// Nothing gives way meanwhile.
const LISTEN: [&str; 5] = ["listen", "--keep", "3650d", "--history-max", "1TiB"];

/// Measures on copies of a history of a million events, indexed.
pub(crate) async fn measure(million: &Path) -> std::io::Result<Vec<Row>> {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let copy = folder.path().join("history.db");
    copied(million, &copy)?;
    let alone = trickled(folder.path()).await?;
    let indexed = pushed(folder.path()).await?;

    // The mark says how far the index is filled: nothing is, and all is to be done again.
    let emptied = Connection::open(&copy).and_then(|it| {
        it.execute_batch("INSERT INTO search (search) VALUES ('delete-all'); UPDATE searchable SET upto = 0;")
    });
    emptied.map_err(std::io::Error::other)?;
    let indexing = trickled(folder.path()).await?;
    let behind = pushed(folder.path()).await?;

    copied(million, &copy)?;
    let mut prune = tokio::process::Command::new(PROGRAM)
        .args(["events", "prune", "--older-than", "1d", "--history"])
        .arg(&copy)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let pruning = trickled(folder.path()).await?;
    let ended = prune.try_wait()?;
    prune.kill().await?;
    let during = if ended.is_some() { "which ended meanwhile" } else { "which went on all the while" };

    let p99 = |times: &[Duration]| times.get(times.len() * 99 / 100).copied().unwrap_or_default();
    let told = |times: &[Duration]| {
        let slowest = times.last().copied().unwrap_or_default();
        format!("p99 {}, max {}", milliseconds(p99(times)), milliseconds(slowest))
    };
    Ok(vec![
        Row::new(
            "a million events behind it, `listen` answers a webhook every 2 ms within",
            told(&alone),
            "",
        ),
        Row::new("the same while the million is indexed", told(&indexing), "≤ 50 ms"),
        Row::new(
            format!("the same beside `events prune` of the million, {during}"),
            told(&pruning),
            "≤ 50 ms",
        ),
        Row::new("a million events behind it, `listen`, 64 connections", format!("{indexed:.0} /s"), ""),
        Row::new(
            "the same with the million not yet indexed",
            format!("{behind:.0} /s, {:.0} %", behind / indexed * 100.0),
            "",
        ),
    ])
}

/// Copies a file down to the disk: else everybody's writing would wait for that.
fn copied(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::copy(from, to)?;
    std::fs::File::open(to)?.sync_all()
}

async fn trickled(folder: &Path) -> std::io::Result<Vec<Duration>> {
    let running = tosshook(folder, &LISTEN)?;
    load::trickle(running.address, EVERY, tokio::time::sleep(WHILE)).await
}

async fn pushed(folder: &Path) -> std::io::Result<f64> {
    let running = tosshook(folder, &LISTEN)?;
    Ok(load::run(running.address, CONNECTIONS, EVENTS).await?.per_second)
}
