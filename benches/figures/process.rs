//! The program itself: its start, its memory. And how children are kept.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::server::Answers;
use crate::{Row, load};

/// The program that is measured.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_tosshook");

/// Runs of the short measurements; their median is told.
const RUNS: usize = 41;

/// Events after which the memory is measured.
const MEMORY_EVENTS: u64 = 100_000;

/// A child process, ended when dropped.
pub(crate) struct Running {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

impl Drop for Running {
    fn drop(&mut self) {
        // nginx would leave its workers behind if it were killed.
        if let Ok(pid) = i32::try_from(self.child.id())
            && let Some(pid) = rustix::process::Pid::from_raw(pid)
        {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        }
        let _ = self.child.wait();
    }
}

impl Running {
    /// The resident memory in KiB.
    fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
    }
}

/// Starts tosshook with a history in `folder`; ready when it returns.
pub(crate) fn tosshook(folder: &Path, arguments: &[&str]) -> std::io::Result<Running> {
    let ready = folder.join("ready");
    let _ = std::fs::remove_file(&ready);
    let child = Command::new(PROGRAM)
        .args(arguments)
        .args(["--port", "0", "--ready-file"])
        .arg(&ready)
        .arg("--history")
        .arg(folder.join("history.db"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let mut running = Running { child, address: SocketAddr::from(([127, 0, 0, 1], 0)) };
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        if let Ok(url) = std::fs::read_to_string(&ready) {
            let address = url.trim().trim_start_matches("http://");
            running.address = address.parse().map_err(std::io::Error::other)?;
            return Ok(running);
        }
        if Instant::now() > deadline {
            return Err(std::io::Error::other("tosshook did not become ready"));
        }
        // Looking without a pause would take one of the cores that the program starts on.
        std::thread::sleep(Duration::from_micros(50));
    }
}

/// Starts this benchmark as the bare server.
pub(crate) fn bare_server() -> std::io::Result<Running> {
    server(Answers::AtOnce)
}

/// The same, which answers so.
pub(crate) fn server(answers: Answers) -> std::io::Result<Running> {
    let mut child =
        Command::new(std::env::current_exe()?).arg(answers.flag()).stdout(Stdio::piped()).spawn()?;
    let mut line = String::new();
    if let Some(out) = child.stdout.take() {
        BufReader::new(out).read_line(&mut line)?;
    }
    let address = line.trim().parse().map_err(std::io::Error::other)?;
    Ok(Running { child, address })
}

/// Starts any other server that listens on `address` soon.
pub(crate) async fn other(mut command: Command, address: SocketAddr) -> std::io::Result<Running> {
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let running = Running { child, address };
    let deadline = Instant::now() + Duration::from_secs(10);
    while tokio::net::TcpStream::connect(address).await.is_err() {
        if Instant::now() > deadline {
            return Err(std::io::Error::other("the server did not become ready"));
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Ok(running)
}

pub(crate) async fn measure() -> std::io::Result<Vec<Row>> {
    let version = median(|| {
        let begun = Instant::now();
        Command::new(PROGRAM).arg("--version").stdout(Stdio::null()).status()?;
        Ok(begun.elapsed())
    })?;
    let ready = median(|| {
        let folder = tempfile::tempdir()?;
        let begun = Instant::now();
        let _running = tosshook(folder.path(), &["listen"])?;
        Ok(begun.elapsed())
    })?;
    let folder = tempfile::tempdir()?;
    let running = tosshook(folder.path(), &["listen"])?;
    let idle = running.resident();
    load::run(running.address, 64, MEMORY_EVENTS).await?;
    let after = running.resident();
    #[expect(clippy::cast_precision_loss, reason = "far less than 2^52 bytes")]
    let megabytes = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
    Ok(vec![
        Row::new("`--version`, median", milliseconds(version), "≤ 3 ms"),
        Row::new("`listen` until it accepts, new history, median", milliseconds(ready), "≤ 15 ms"),
        Row::new("`listen`, resident memory, idle", megabytes(idle * 1024), "≤ 10 MB"),
        Row::new("the same after 100,000 events", megabytes(after * 1024), "≤ 25 MB"),
    ])
}

/// A time in milliseconds.
pub(crate) fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

fn median(mut run: impl FnMut() -> std::io::Result<Duration>) -> std::io::Result<Duration> {
    let mut times = (0..RUNS).map(|_| run()).collect::<Result<Vec<_>, _>>()?;
    times.sort_unstable();
    Ok(times[RUNS / 2])
}
