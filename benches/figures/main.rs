//! The figures of the README's table, measured in one run on one machine.
//!
//! `cargo bench --bench figures` prints the table; behind `--`, `program`, `listen`, `forward`, `arrivals`,
//! `events` or `load` name a part of it. Servers run as processes of their own, so that
//! the load's cost is the same whoever answers; ratios compare figures of the same run.

mod arrivals;
mod beside;
mod events;
mod forwarding;
mod listening;
mod load;
mod pacing;
mod process;
mod server;

use std::io::Write;

/// A row of the table: what was measured, the figure, the aim.
struct Row {
    what: String,
    figure: String,
    aim: &'static str,
}

impl Row {
    fn new(what: impl Into<String>, figure: impl Into<String>, aim: &'static str) -> Self {
        Self { what: what.into(), figure: figure.into(), aim }
    }
}

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(answers) = arguments.iter().find_map(|argument| server::Answers::of_flag(argument)) {
        return server::run(answers);
    }
    // cargo adds an option of its own.
    let named: Vec<_> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let is_wanted = |part: &str| named.is_empty() || named.iter().any(|name| *name == part);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut rows = Vec::new();
        if is_wanted("program") {
            rows.extend(process::measure().await?);
        }
        if is_wanted("listen") {
            rows.extend(listening::measure().await?);
        }
        if is_wanted("forward") {
            rows.extend(forwarding::measure().await?);
        }
        if is_wanted("arrivals") {
            rows.extend(arrivals::measure()?);
        }
        if is_wanted("events") {
            rows.extend(events::measure().await?);
        }
        if is_wanted("load") {
            rows.extend(pacing::measure()?);
        }
        print(&rows)
    })
}

fn print(rows: &[Row]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "| what | figure | aim |\n|---|---|---|")?;
    for Row { what, figure, aim } in rows {
        writeln!(out, "| {what} | {figure} | {aim} |")?;
    }
    Ok(())
}
