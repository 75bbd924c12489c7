//! What a call's connection was: dialled for it, or taken from the pool.
//!
//! reqwest doesn't say, but two decisions need it. A server may close a kept-alive connection just
//! as the next call goes out on it; only then may the call be made again. And a call that runs out
//! of time either never connected or never got its answer. So a layer around reqwest's connector
//! notes each dialling in a task-local that belongs to the call: hyper-util dials inside the
//! caller's own future, and a dialling that it lets go on without the caller is polled elsewhere,
//! where the note doesn't reach.

use std::cell::Cell;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::{Connected, Connection, HttpInfo};
use tower_layer::Layer;
use tower_service::Service;

tokio::task_local! {
    static DIALLING: Cell<Dialling>;
}

/// How far a call's own dialling has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Dialling {
    /// Nothing was dialled: the pool had a connection.
    #[default]
    None,
    /// No connection yet.
    Begun,
    /// Connected, from this local address.
    Done(Option<SocketAddr>),
}

impl Dialling {
    /// Runs a call, in which [`Dialling::now`] tells of it.
    pub(super) async fn watch<T>(call: impl Future<Output = T>) -> T {
        DIALLING.scope(Cell::default(), call).await
    }

    /// How far the running call's dialling has come.
    pub(super) fn now() -> Self {
        DIALLING.try_with(Cell::get).unwrap_or_default()
    }

    /// Forgets an earlier try of the running call.
    pub(super) fn reset() {
        note(Self::None);
    }

    /// Whether this connection is one that the running call dialled.
    pub(super) fn dialled(self, connection: &Connected) -> bool {
        self == Self::Done(local_address(connection))
    }
}

fn note(dialling: Dialling) {
    // Outside a call there is nobody to tell.
    let _ = DIALLING.try_with(|cell| cell.set(dialling));
}

/// The address on this side, which names a connection among all that are open to one endpoint.
fn local_address(connection: &Connected) -> Option<SocketAddr> {
    let mut extras = http::Extensions::new();
    connection.get_extras(&mut extras);
    extras.get::<HttpInfo>().map(HttpInfo::local_addr)
}

/// The layer that notes.
#[derive(Clone, Copy, Debug)]
pub(super) struct NoteDialling;

impl<S> Layer<S> for NoteDialling {
    type Service = Noting<S>;

    fn layer(&self, connector: S) -> Noting<S> {
        Noting { connector }
    }
}

/// A connector whose diallings are noted.
#[derive(Clone, Debug)]
pub(super) struct Noting<S> {
    connector: S,
}

impl<S, To> Service<To> for Noting<S>
where
    S: Service<To>,
    S::Response: Connection,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.connector.poll_ready(context)
    }

    fn call(&mut self, to: To) -> Self::Future {
        note(Dialling::Begun);
        let connecting = self.connector.call(to);
        Box::pin(async move {
            let connection = connecting.await?;
            note(Dialling::Done(local_address(&connection.connected())));
            Ok(connection)
        })
    }
}
