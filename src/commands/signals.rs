//! Ctrl-C, SIGTERM and SIGHUP: the first drains, the second ends at once.

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// The signals that end a run. From its making on they no longer end the process by themselves.
#[derive(Debug)]
pub(super) struct Signals(mpsc::Receiver<()>);

impl Signals {
    /// Takes the signals over; within a runtime.
    pub(super) fn take_over() -> Self {
        let (sender, signals) = mpsc::channel(2);
        for stream in streams() {
            tokio::spawn(forward(stream, sender.clone()));
        }
        Self(signals)
    }

    /// Cancels `end` at the first signal and `at_once` at the second.
    pub(super) async fn watch(mut self, end: CancellationToken, at_once: CancellationToken) {
        if self.0.recv().await.is_some() {
            end.cancel();
        }
        if self.0.recv().await.is_some() {
            at_once.cancel();
        }
    }
}

/// From here on an interrupt does not end this process: a child that reads the terminal takes it.
#[cfg(unix)]
pub(super) fn leave_interrupts(runtime: &tokio::runtime::Runtime) {
    use tokio::signal::unix::{SignalKind, signal};
    let _within = runtime.enter();
    // Where it can't be left, an interrupt ends both.
    let _ = signal(SignalKind::interrupt());
}

/// The same.
#[cfg(not(unix))]
pub(super) fn leave_interrupts(runtime: &tokio::runtime::Runtime) {
    let _within = runtime.enter();
    let _ = tokio::signal::windows::ctrl_c();
}

#[cfg(unix)]
fn streams() -> impl Iterator<Item = tokio::signal::unix::Signal> {
    use tokio::signal::unix::{SignalKind, signal};
    let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
    kinds.into_iter().filter_map(|kind| signal(kind).ok())
}

#[cfg(unix)]
async fn forward(mut stream: tokio::signal::unix::Signal, signals: mpsc::Sender<()>) {
    while stream.recv().await.is_some() {
        // A full channel means that two signals are waiting already.
        let _ = signals.try_send(());
    }
}

#[cfg(not(unix))]
fn streams() -> [(); 1] {
    [()]
}

#[cfg(not(unix))]
async fn forward((): (), signals: mpsc::Sender<()>) {
    while tokio::signal::ctrl_c().await.is_ok() {
        let _ = signals.try_send(());
    }
}
