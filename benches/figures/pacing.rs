//! `trigger --rate` beside oha, which corrects for coordinated omission too: on a server that answers at once,
//! and on one that stalls now and then.

use std::fs::File;
use std::io::{Error, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::Row;
use crate::process::{PROGRAM, server};
use crate::server::Answers;

const PER_SECOND: &str = "2000";
const SECONDS: &str = "10s";

/// As many as `trigger` makes at a rate by itself.
const CONNECTIONS: &str = "500";

/// Where `cargo install oha --root target/oha` puts it.
const OHA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/oha/bin/oha");

/// A payment's body as Toss Payments sends it.
const BODY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/figures/payment.json");

const NAMES: [&str; 4] = ["p50", "p90", "p95", "p99"];

/// What a generator gave.
struct Told {
    per_second: f64,
    /// In milliseconds.
    percentiles: [f64; 4],
    max: f64,
}

pub(crate) fn measure() -> std::io::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (answers, named) in
        [(Answers::AtOnce, "answers at once"), (Answers::ButNowAndThen, "stalls for 0.2 s every 2 s")]
    {
        let server = server(answers)?;
        let to = format!("http://{}/", server.address);
        let folder = tempfile::tempdir()?;
        let history = folder.path().join("history.db").display().to_string();
        let ours = trigger(&to, folder.path(), &["--history", &history])?;
        rows.push(Row::new(
            format!("`trigger --rate {PER_SECOND}/s --duration {SECONDS}`, a server that {named}"),
            ours.shown(),
            "≥ 1990 /s",
        ));
        let alike = trigger(&to, folder.path(), &["--no-history"])?;
        rows.push(Row::new("the same with `--no-history`", alike.shown(), "≥ 1990 /s"));
        let beside = match oha() {
            Some(program) => oha_on(&program, &to)?.shown(),
            None => "oha is not installed: cargo install oha --root target/oha".to_owned(),
        };
        rows.push(Row::new("`oha -q 2000 --latency-correction`, the same server", beside, ""));
    }
    Ok(rows)
}

impl Told {
    fn shown(&self) -> String {
        let percentiles = NAMES.iter().zip(self.percentiles).map(|(name, time)| format!("{name} {time:.2}"));
        let percentiles: Vec<_> = percentiles.collect();
        format!("{:.0} /s, {}, max {:.1} ms", self.per_second, percentiles.join(", "), self.max)
    }
}

fn trigger(to: &str, folder: &Path, keeping: &[&str]) -> std::io::Result<Told> {
    let lines = folder.join("lines");
    let rate = format!("{PER_SECOND}/s");
    let status = Command::new(PROGRAM)
        .args(["trigger", "PAYMENT_STATUS_CHANGED", "--to", to, "--rate", &rate, "--duration", SECONDS])
        .args(["--format", "json"])
        .args(keeping)
        .stdin(Stdio::null())
        .stdout(File::create(&lines)?)
        .status()?;
    let mut text = String::new();
    File::open(&lines)?.read_to_string(&mut text)?;
    let summary: Value = serde_json::from_str(text.lines().last().unwrap_or_default())?;
    if !status.success() {
        return Err(Error::other(format!("trigger ended with {status}: {summary}")));
    }
    let time = |name: &str| summary["answer_ms"][name].as_f64().unwrap_or(f64::NAN);
    Ok(Told {
        per_second: summary["load"]["per_second"].as_f64().unwrap_or(f64::NAN),
        percentiles: NAMES.map(time),
        max: time("max"),
    })
}

/// oha, where it was installed for this or stands in the path.
fn oha() -> Option<PathBuf> {
    let runs = |program: &PathBuf| {
        Command::new(program)
            .arg("--version")
            .stdout(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    [PathBuf::from(OHA), PathBuf::from("oha")].into_iter().find(runs)
}

fn oha_on(program: &Path, to: &str) -> std::io::Result<Told> {
    let output = Command::new(program)
        .args(["-z", SECONDS, "-q", PER_SECOND, "-c", CONNECTIONS, "--latency-correction", "--no-tui"])
        .args(["--output-format", "json", "-m", "POST", "-T", "application/json", "-D", BODY, to])
        .stdin(Stdio::null())
        .output()?;
    let told: Value = serde_json::from_slice(&output.stdout)?;
    let milliseconds = |value: &Value| value.as_f64().map_or(f64::NAN, |seconds| seconds * 1e3);
    Ok(Told {
        per_second: told["summary"]["requestsPerSec"].as_f64().unwrap_or(f64::NAN),
        percentiles: NAMES.map(|name| milliseconds(&told["latencyPercentiles"][name])),
        max: milliseconds(&told["summary"]["slowest"]),
    })
}
