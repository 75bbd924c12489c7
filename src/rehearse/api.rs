//! The stand-in of Toss Payments' look-up (section 6): for servers that ask before they believe a webhook.
//!
//! It knows what was made here and what was recorded, and answers what else is asked with the errors
//! that are documented.

mod answer;
mod ask;
mod books;

use std::io;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

pub use books::{Books, Fails};

use super::trigger::emit;
use crate::activity::{Activity, LookUpError, LookUps, LookedUp, Notice, What};
use crate::clock::Clock;
use crate::inbound::{self, Arrival, Gate, Inbound, Limits, Methods};

/// Requests that may wait for their answer. The connections are bounded too.
const WAITING_REQUESTS: usize = 64;

/// A stand-in whose socket is bound; connections wait in its backlog until it serves.
#[derive(Debug)]
pub struct Api {
    listener: TcpListener,
    url: String,
    books: Books,
}

impl Api {
    /// Listens on `host:port`, see [`inbound::bind`].
    pub async fn bind(host: &str, port: u16, books: Books) -> io::Result<Self> {
        let listener = inbound::bind(host, port).await?;
        let url = inbound::dialled_url(listener.local_addr()?);
        Ok(Self { listener, url, books })
    }

    /// The URL that can be dialled: what stands in for `https://api.tosspayments.com`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether others than this machine can reach it.
    pub fn is_exposed(&self) -> bool {
        self.listener.local_addr().is_ok_and(|address| !address.ip().is_loopback())
    }

    /// Answers until `end` is cancelled and what is in flight has its answer.
    ///
    /// Emits [`What::LookedUp`] after each answer, [`What::Refused`] for what was no request, and
    /// [`What::LookUps`] at last. Where nobody takes activities, it answers all the same.
    pub async fn serve(
        self,
        clock: Clock,
        activities: mpsc::Sender<Activity>,
        end: CancellationToken,
    ) -> LookUps {
        let (sender, arrivals) = mpsc::channel(WAITING_REQUESTS);
        let gate = Gate { methods: Methods::Any, allow_browser: true, path: None };
        let serving = inbound::serve(self.listener, Limits::default(), gate, clock.clone(), sender, end);
        let desk = Desk { books: self.books, clock, activities };
        tokio::join!(serving, desk.answer_all(arrivals)).1
    }
}

/// Where requests are answered, one after the other: they would wait for the same history anyway.
struct Desk {
    books: Books,
    clock: Clock,
    activities: mpsc::Sender<Activity>,
}

impl Desk {
    async fn answer_all(self, mut arrivals: mpsc::Receiver<Arrival>) -> LookUps {
        self.books.open_early();
        let mut lookups = LookUps::default();
        while let Some(arrival) = arrivals.recv().await {
            match arrival {
                Arrival::Request(inbound) => {
                    let looked_up = self.answer(inbound).await;
                    lookups.count(&looked_up.answer);
                    self.tell(What::LookedUp(Arc::new(looked_up))).await;
                }
                Arrival::Refused(refused) => self.tell(What::Refused(refused)).await,
                Arrival::AcceptFails(reason) => {
                    self.tell(What::Notice(Notice::AcceptFails { reason })).await;
                }
            }
        }
        self.tell(What::LookUps(lookups)).await;
        lookups
    }

    async fn answer(&self, Inbound { request, reply, .. }: Inbound) -> LookedUp {
        let name = ask::name(&request);
        let answer = match ask::refusal(&request) {
            Some(refusal) => Err(refusal),
            None => match &name {
                Some(name) => self.books.find(name.clone()).await,
                None => Err(LookUpError::OtherPath),
            },
        };
        // Whoever asked may be gone by now.
        let _ = reply.send(answer::reply(&answer));
        let target = match &request.query {
            Some(query) => format!("{}?{query}", request.path),
            None => request.path,
        };
        LookedUp { remote: request.remote, method: request.method.to_string(), target, name, answer }
    }

    async fn tell(&self, what: What) {
        emit(&self.activities, &self.clock, what).await;
    }
}
