//! The load: webhooks over keep-alive connections, each with a transmission id of its own.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A payment's body as Toss Payments sends it, about 1.5 KB.
const BODY: &str = include_str!("payment.json");

/// What a run gave.
pub(crate) struct Measured {
    pub(crate) per_second: f64,
    pub(crate) median: Duration,
}

/// Sends `events` webhooks over `connections` connections; every answer must be a 200.
pub(crate) async fn run(address: SocketAddr, connections: usize, events: u64) -> std::io::Result<Measured> {
    let left = Arc::new(AtomicU64::new(events));
    let begun = Instant::now();
    let clients: Vec<_> =
        (0..connections).map(|_| tokio::spawn(client(address, Arc::clone(&left)))).collect();
    let mut times = Vec::with_capacity(usize::try_from(events).unwrap_or(0));
    for client in clients {
        times.extend(client.await??);
    }
    let elapsed = begun.elapsed();
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 events")]
    let per_second = times.len() as f64 / elapsed.as_secs_f64();
    Ok(Measured { per_second, median })
}

/// Sends a webhook every so often over one connection, until told to end; how long the answers took, the shortest
/// first.
pub(crate) async fn trickle(
    address: SocketAddr,
    every: Duration,
    until: impl Future<Output = ()>,
) -> std::io::Result<Vec<Duration>> {
    let mut stream = connect(address).await?;
    let mut times = Vec::new();
    let mut due = tokio::time::interval(every);
    let mut until = std::pin::pin!(until);
    loop {
        tokio::select! {
            () = &mut until => break,
            _ = due.tick() => times.push(call(&mut stream).await?),
        }
    }
    times.sort_unstable();
    Ok(times)
}

async fn client(address: SocketAddr, left: Arc<AtomicU64>) -> std::io::Result<Vec<Duration>> {
    let mut stream = connect(address).await?;
    let mut times = Vec::new();
    while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
        times.push(call(&mut stream).await?);
    }
    Ok(times)
}

async fn connect(address: SocketAddr) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Sends a webhook; how long its 200 took.
async fn call(stream: &mut TcpStream) -> std::io::Result<Duration> {
    let request = request();
    let mut answer = [0_u8; 4096];
    let begun = Instant::now();
    stream.write_all(request.as_bytes()).await?;
    let mut length = 0;
    while !answer[..length].windows(4).any(|window| window == b"\r\n\r\n") {
        let read = stream.read(&mut answer[length..]).await?;
        if read == 0 {
            return Err(std::io::Error::other("the server closed the connection"));
        }
        length += read;
    }
    let took = begun.elapsed();
    if !answer.starts_with(b"HTTP/1.1 200 ") {
        let head = String::from_utf8_lossy(&answer[..length]).into_owned();
        return Err(std::io::Error::other(format!("an answer that is no 200: {head}")));
    }
    Ok(took)
}

fn request() -> String {
    let id = ulid();
    format!(
        "POST /webhooks/toss HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         tosspayments-webhook-transmission-time: 2026-11-22T12:00:00+09:00\r\n\
         tosspayments-webhook-transmission-retried-count: 0\r\n\
         tosspayments-webhook-transmission-id: whtrans_a{id}\r\n\
         content-length: {}\r\n\r\n{BODY}",
        BODY.len()
    )
}

/// A transmission id's own part as Toss Payments makes it: the time in milliseconds, then 80 random
/// bits, in Crockford's base 32.
fn ulid() -> String {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    let bits = time << 80 | fastrand::u128(..) >> 48;
    (0..26).rev().map(|place| char::from(LETTERS[(bits >> (5 * place) & 31) as usize])).collect()
}
