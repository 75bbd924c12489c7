//! The bare hyper server that everything is compared with: it reads the body and answers 200.

use std::convert::Infallible;
use std::io::Write;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;

/// How often a server stalls that does, and for how long.
const EVERY: Duration = Duration::from_secs(2);
const STALL: Duration = Duration::from_millis(200);

/// When a server answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answers {
    AtOnce,
    /// At once, but for [`STALL`] of [`EVERY`].
    ButNowAndThen,
}

impl Answers {
    /// The argument that makes the benchmark such a server.
    pub(crate) fn flag(self) -> &'static str {
        match self {
            Self::AtOnce => "--bare-server",
            Self::ButNowAndThen => "--stalling-server",
        }
    }

    pub(crate) fn of_flag(argument: &str) -> Option<Self> {
        [Self::AtOnce, Self::ButNowAndThen].into_iter().find(|it| it.flag() == argument)
    }
}

/// Serves until killed; prints its address first.
pub(crate) fn run(answers: Answers) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let mut out = std::io::stdout();
        writeln!(out, "{}", listener.local_addr()?)?;
        out.flush()?;
        let begun = Instant::now();
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let serving = http1::Builder::new().pipeline_flush(true).serve_connection(
                TokioIo::new(stream),
                service_fn(move |request| answer(request, answers, begun)),
            );
            tokio::spawn(serving);
        }
    })
}

async fn answer(
    request: Request<Incoming>,
    answers: Answers,
    begun: Instant,
) -> Result<Response<Empty<Bytes>>, Infallible> {
    // A body that does not come whole is nobody's concern here.
    let _ = request.into_body().collect().await;
    if answers == Answers::ButNowAndThen {
        let into =
            Duration::from_nanos((begun.elapsed().as_nanos() % EVERY.as_nanos()).try_into().unwrap_or(0));
        // The first stall comes once a load has settled.
        let end = (EVERY / 2 + STALL).checked_sub(into).filter(|left| *left <= STALL);
        if let Some(left) = end {
            tokio::time::sleep(left).await;
        }
    }
    Ok(Response::new(Empty::new()))
}
