//! Emptying the write-ahead log into the file, on a thread and connection of its own, so that no
//! answer waits for the disk.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;

use super::store::LOG_KEPT;

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
    thread: JoinHandle<()>,
}

impl Checkpointer {
    /// Starts the thread with its own connection to `file`.
    pub(super) fn start(connection: Connection, file: &Path) -> std::io::Result<Self> {
        let mut log = file.as_os_str().to_owned();
        log.push("-wal");
        let log = PathBuf::from(log);
        let (wake, woken) = sync_channel(1);
        let watched = log.clone();
        let thread = std::thread::Builder::new()
            .name("history-checkpoint".to_owned())
            .spawn(move || run(&connection, &watched, &woken))?;
        Ok(Self { log, due: LOG_KEPT, wake, thread })
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

fn run(connection: &Connection, log: &Path, woken: &Receiver<()>) {
    while woken.recv().is_ok() {
        // A failure (a full disk, say) leaves everything in the log; the next growth tries again.
        let _ = checkpoint(connection, "PASSIVE");
        if fs::symlink_metadata(log).is_ok_and(|about| about.len() > LOG_LIMIT) {
            // What came meanwhile, so that the writer's pause is for the last few pages only.
            let _ = checkpoint(connection, "PASSIVE");
            let _ = checkpoint(connection, "RESTART");
        }
    }
}

/// Runs a checkpoint; whether it got to the end of the log.
pub(super) fn checkpoint(connection: &Connection, mode: &str) -> rusqlite::Result<bool> {
    connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| {
        let (busy, in_log, done): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(busy == 0 && in_log == done)
    })
}
