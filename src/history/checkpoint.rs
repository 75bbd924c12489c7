//! Emptying the write-ahead log into the file, on a thread and connection of its own, so that no
//! answer waits for the disk.

use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use rusqlite::Connection;

use super::file::Checked;
use super::store::{LOG_KEPT, log_of};

/// A log of this size is emptied even if the writer has to pause for the last of it: under a load
/// without a gap a checkpoint never catches up otherwise.
const LOG_LIMIT: u64 = 64 << 20;

/// The checkpointing thread, told by the writer when the log has grown.
#[derive(Debug)]
pub(super) struct Checkpointer {
    log: PathBuf,
    /// The size of the log at which the thread is told again.
    due: u64,
    wake: SyncSender<()>,
    writing: Arc<Mutex<()>>,
    thread: JoinHandle<()>,
}

/// What the thread works with.
struct Worker {
    connection: Connection,
    /// The history's own file.
    file: Arc<File>,
    log: PathBuf,
    /// Held by the writer while it writes. SQLite's own lock would be found free only between
    /// sleeps that grow to 100 ms.
    writing: Arc<Mutex<()>>,
}

impl Checkpointer {
    /// Starts the thread with its own connection to `file`.
    pub(super) fn start(connection: Connection, file: &Checked) -> std::io::Result<Self> {
        let log = log_of(file.path());
        let (wake, woken) = sync_channel(1);
        let writing = Arc::new(Mutex::new(()));
        let worker =
            Worker { connection, file: file.descriptor()?, log: log.clone(), writing: Arc::clone(&writing) };
        let thread = std::thread::Builder::new()
            .name("history-checkpoint".to_owned())
            .spawn(move || worker.run(&woken))?;
        Ok(Self { log, due: LOG_KEPT, wake, writing, thread })
    }

    /// Waits until the thread lets the writer write; it does while this is held.
    pub(super) fn writing(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the log after a commit. SQLite cuts the file back to `LOG_KEPT` when it begins it
    /// anew, so a longer file is log to its end.
    pub(super) fn committed(&mut self) {
        let size = fs::symlink_metadata(&self.log).map_or(0, |about| about.len());
        if size <= LOG_KEPT {
            self.due = LOG_KEPT;
        }
        if size > self.due {
            self.due = size + LOG_KEPT;
            // Full means that the thread was told and has not come round to it yet.
            let _ = self.wake.try_send(());
        }
    }

    /// Ends the thread, after the checkpoint that it is at.
    pub(super) fn end(self) {
        drop(self.wake);
        let _ = self.thread.join();
    }
}

impl Worker {
    fn run(&self, woken: &Receiver<()>) {
        while woken.recv().is_ok() {
            // A failure (a full disk, say) leaves everything in the log; the next growth tries again.
            let _ = checkpoint(&self.connection, "PASSIVE");
            if fs::symlink_metadata(&self.log).is_ok_and(|about| about.len() > LOG_LIMIT) {
                self.begin_log_anew();
            }
        }
    }

    /// Has the writer begin the log anew, after a pause as short as can be: SQLite itself brings the
    /// file to the disk only when nothing is left in the log, which under load means within the pause.
    fn begin_log_anew(&self) {
        let _ = self.file.sync_data();
        // What came during the first checkpoint is a fraction of what was there before it.
        let _ = checkpoint(&self.connection, "PASSIVE");
        let _ = self.file.sync_data();
        let _paused = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = checkpoint(&self.connection, "RESTART");
    }
}

/// Runs a checkpoint; whether it got to the end of the log.
pub(super) fn checkpoint(connection: &Connection, mode: &str) -> rusqlite::Result<bool> {
    connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| {
        let (busy, in_log, done): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(busy == 0 && in_log == done)
    })
}
