//! `listen` beside a bare hyper server that answers 200.

use crate::process::{bare_server, tosshook};
use crate::{Row, load};

const CONNECTIONS: usize = 64;
const EVENTS: u64 = 100_000;

/// Rounds, taken in turns so that a slow moment of the machine meets all; the medians are told, and the
/// median of what each round gives as the share, for a single round may be a tenth off.
const ROUNDS: usize = 9;

pub(crate) async fn measure() -> std::io::Result<Vec<Row>> {
    let [mut bare, mut pretty, mut json] = [const { Vec::new() }; 3];
    for _ in 0..ROUNDS {
        let server = bare_server()?;
        bare.push(load::run(server.address, CONNECTIONS, EVENTS).await?.per_second);
        drop(server);
        pretty.push(listen("pretty").await?);
        json.push(listen("json").await?);
    }
    let share = |figures: &[f64]| {
        let shares = figures.iter().zip(&bare).map(|(figure, bare)| figure / bare * 100.0).collect();
        format!("{:.0} /s, {:.0} % of bare hyper", median(figures.to_vec()), median(shares))
    };
    Ok(vec![
        Row::new("bare hyper, 64 connections", format!("{:.0} /s", median(bare.clone())), ""),
        Row::new(
            "`listen`, 64 connections, history on; fields, then lines, that nobody has time for are left out",
            share(&pretty),
            "≥ 40 %",
        ),
        Row::new("`listen --format json`, the same, every line written", share(&json), ""),
    ])
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

async fn listen(format: &str) -> std::io::Result<f64> {
    let folder = tempfile::tempdir()?;
    let running = tosshook(folder.path(), &["listen", "--format", format])?;
    Ok(load::run(running.address, CONNECTIONS, EVENTS).await?.per_second)
}
