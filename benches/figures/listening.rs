//! `listen` beside a bare hyper server that answers 200.

use crate::process::{bare_server, tosshook};
use crate::{Row, load};

const CONNECTIONS: usize = 64;
const EVENTS: u64 = 100_000;

/// Rounds, taken in turns so that a slow moment of the machine meets both; the best is told.
const ROUNDS: usize = 3;

pub(crate) async fn measure() -> std::io::Result<Vec<Row>> {
    let mut bare = 0.0_f64;
    let mut pretty = 0.0_f64;
    let mut json = 0.0_f64;
    for _ in 0..ROUNDS {
        let server = bare_server()?;
        bare = bare.max(load::run(server.address, CONNECTIONS, EVENTS).await?.per_second);
        drop(server);
        pretty = pretty.max(listen("pretty").await?);
        json = json.max(listen("json").await?);
    }
    let share = |figure: f64| format!("{figure:.0} /s, {:.0} % of bare hyper", figure / bare * 100.0);
    Ok(vec![
        Row::new("bare hyper, 64 connections", format!("{bare:.0} /s"), ""),
        Row::new(
            "`listen`, 64 connections, history on; lines that nobody has time for are left out",
            share(pretty),
            "≥ 40 %",
        ),
        Row::new("`listen --format json`, the same, every line written", share(json), ""),
    ])
}

async fn listen(format: &str) -> std::io::Result<f64> {
    let folder = tempfile::tempdir()?;
    let running = tosshook(folder.path(), &["listen", "--format", format])?;
    Ok(load::run(running.address, CONNECTIONS, EVENTS).await?.per_second)
}
