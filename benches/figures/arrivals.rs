//! `retry-schedule --arrivals` through a thousand outages, beside the same in a Python loop.

use std::fmt::Write as _;
use std::io::{Error, Read, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::Row;
use crate::process::PROGRAM;

/// The first event and the first outage, at the beginning of a minute, as the Python loop assumes.
const START: &str = "2026-11-23T02:00:00+09:00";
const START_SECOND: i64 = 1_795_366_800;

const OVER: Duration = Duration::from_secs(30 * 86_400);
const OUTAGES: u64 = 1_000;
const MILLION: u64 = 1_000_000;

/// Rounds; the best is told.
const ROUNDS: usize = 5;

/// Rounds of what takes seconds.
const LONG_ROUNDS: usize = 2;

/// What a run came to: landed by attempt, lost, re-sends, the most in a minute.
type Told = Vec<u64>;

/// The best of some rounds.
struct Measured {
    elapsed: Duration,
    /// The most memory that was resident, in bytes.
    peak: u64,
    told: Told,
}

pub(crate) fn measure() -> std::io::Result<Vec<Row>> {
    let outages = outages();
    let one = best(ROUNDS, || tosshook(MILLION, &outages))?;
    let ten = best(LONG_ROUNDS, || tosshook(10 * MILLION, &outages))?;
    let figure = |it: &Measured| {
        #[expect(clippy::cast_precision_loss, reason = "far less than 2^52 bytes")]
        let megabytes = it.peak as f64 / 1e6;
        format!("{:.3} s, {megabytes:.0} MB", it.elapsed.as_secs_f64())
    };
    let mut rows = vec![
        Row::new(
            "`retry-schedule`, a million events through a thousand outages",
            figure(&one),
            "≤ 0.2 s, 100 MB",
        ),
        Row::new("the same with ten million", figure(&ten), "≤ 2 s, 100 MB"),
    ];
    let beside = if Command::new("python3").arg("--version").stdout(Stdio::null()).status().is_ok() {
        let python = best(LONG_ROUNDS, || python(MILLION, &outages))?;
        if python.told != one.told {
            return Err(Error::other(format!("Python has {:?}, tosshook {:?}", python.told, one.told)));
        }
        let times = python.elapsed.as_secs_f64() / one.elapsed.as_secs_f64();
        format!("{:.2} s, {times:.0} times as long, the same result", python.elapsed.as_secs_f64())
    } else {
        "python3 is not installed".to_owned()
    };
    rows.push(Row::new("the million in a Python loop that looks outages up by bisection", beside, ""));
    Ok(rows)
}

/// Outages as seconds from the start: irregular, apart, from half a minute to half an hour long.
fn outages() -> Vec<(u64, u64)> {
    let mut random = fastrand::Rng::with_seed(1);
    let room = OVER.as_secs() / OUTAGES;
    (0..OUTAGES)
        .map(|index| {
            let begins = if index == 0 { 0 } else { index * room + random.u64(0..700) };
            (begins, begins + random.u64(30..1_800))
        })
        .collect()
}

fn best(rounds: usize, mut run: impl FnMut() -> std::io::Result<Measured>) -> std::io::Result<Measured> {
    let mut best = run()?;
    for _ in 1..rounds {
        let again = run()?;
        best.peak = best.peak.max(again.peak);
        best.elapsed = best.elapsed.min(again.elapsed);
    }
    Ok(best)
}

fn tosshook(events: u64, outages: &[(u64, u64)]) -> std::io::Result<Measured> {
    let mut command = Command::new(PROGRAM);
    command.args(["retry-schedule", "--format", "json", "--from", START, "--over"]);
    command.arg(format!("{}s", OVER.as_secs())).arg("--arrivals").arg(events.to_string());
    for (from, to) in outages {
        let from_second = START_SECOND + i64::try_from(*from).map_err(Error::other)?;
        let begins = jiff::Timestamp::from_second(from_second).map_err(Error::other)?;
        command.arg("--down").arg(format!("{begins}+{}s", to - from));
    }
    let begun = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let mut out = child.stdout.take().ok_or_else(|| Error::other("no stdout"))?;
    // The program is done computing once it writes, and waits while the pipe is full.
    let mut text = vec![0; 1];
    out.read_exact(&mut text)?;
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    out.read_to_end(&mut text)?;
    child.wait()?;
    let elapsed = begun.elapsed();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap_or(0);
    Ok(Measured { elapsed, peak: peak * 1024, told: read(&text)? })
}

/// What the lines of JSON tell.
fn read(text: &[u8]) -> std::io::Result<Told> {
    let lines = serde_json::Deserializer::from_slice(text).into_iter::<serde_json::Value>();
    let lines: Vec<_> = lines.collect::<Result<_, _>>()?;
    let distribution = lines.first().ok_or_else(|| Error::other("no distribution"))?;
    let mut told: Told = serde_json::from_value(distribution["landed_by_attempt"].clone())?;
    let load =
        || lines.iter().filter_map(|line| line["attempts"].as_u64().filter(|_| line["kind"] == "load"));
    told.extend([
        distribution["lost"].as_u64().unwrap_or_default(),
        load().sum(),
        load().max().unwrap_or_default(),
    ]);
    Ok(told)
}

fn python(events: u64, outages: &[(u64, u64)]) -> std::io::Result<Measured> {
    let mut input = format!("{events} {}\n", OVER.as_nanos());
    for (from, to) in outages {
        writeln!(input, "{} {}", from * 1_000_000_000, to * 1_000_000_000).map_err(Error::other)?;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/figures/arrivals.py");
    let begun = Instant::now();
    let mut child =
        Command::new("python3").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    let elapsed = begun.elapsed();
    let text = String::from_utf8_lossy(&output.stdout);
    let told = text.split_whitespace().map(|count| count.parse().map_err(Error::other));
    Ok(Measured { elapsed, peak: 0, told: told.collect::<Result<_, _>>()? })
}
