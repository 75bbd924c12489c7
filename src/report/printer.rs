//! The one owner of stdout and stderr: a thread of its own, so that a terminal that nobody reads
//! never delays an answer.

mod queue;

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use self::queue::{Job, Queue};
use super::{Lines, Reporter};
use crate::activity::{Activity, Emit, Notice, What};

/// How much text is gathered before it is written, while more waits.
const BATCH_BYTES: usize = 64 * 1024;

/// How long lines are gathered behind one that was written. Nobody sees so short a wait, and under
/// load it saves waking this thread, and writing, for each line.
const GATHERING: Duration = Duration::from_millis(5);

/// After how many activities without a pause they are a flood, of which nobody reads each line.
const FLOOD: usize = 256;

/// After how many activities of a flood those who wait for a core are let go first: nobody reads so fast, and an
/// answer is worth more than a line.
const TURN: usize = 4;

/// How long no activity comes before the flood is over.
const CALM: Duration = Duration::from_millis(200);

/// How long the end waits for a reader that takes nothing.
const STALLED: Duration = Duration::from_secs(2);

/// How long the end waits for a reader that is merely slow.
const SLOW: Duration = Duration::from_secs(30);

/// What happens when the reader is slower than the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressure {
    /// Lines are dropped and counted: a person's terminal (`pretty`, `compact`).
    Drop,
    /// Whoever emits waits: a program's pipe (`json`, `raw`).
    Push,
}

/// Where text goes.
pub struct Streams {
    pub stdout: Box<dyn Write + Send>,
    pub stderr: Box<dyn Write + Send>,
}

impl Streams {
    /// The process's own.
    pub fn of_process() -> Self {
        Self { stdout: Box::new(io::stdout()), stderr: Box::new(io::stderr()) }
    }
}

/// How the printing came to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// All was written, but for the gaps that were named.
    Written,
    /// The reader of stdout went away: a success (`| head`).
    ReaderGone,
    /// The reader takes nothing; the rest was left unwritten.
    Stalled,
    /// stdout could not be written; the system's own words.
    Broken(String),
}

/// Starts printing threads.
#[derive(Debug)]
pub struct Printer;

/// The way to a printing thread; cheap to clone.
#[derive(Clone)]
pub struct Outlet(Arc<Shared>);

struct Shared {
    queue: Queue,
    /// Cancelled when stdout takes no more.
    closed: CancellationToken,
    /// How many writes went through: a slow reader can be told from a stalled one.
    writes: AtomicU64,
    ended: Mutex<Option<oneshot::Receiver<Ended>>>,
}

impl Printer {
    /// Starts the thread that turns activities into text and writes it.
    pub fn start(reporter: impl Reporter + 'static, streams: Streams, pressure: Pressure) -> Outlet {
        let (queue, jobs) = Queue::new(pressure);
        let (say_ended, ended) = oneshot::channel();
        let shared = Arc::new(Shared {
            queue,
            closed: CancellationToken::new(),
            writes: AtomicU64::new(0),
            ended: Mutex::new(Some(ended)),
        });
        let worker = Worker {
            reporter,
            pressure,
            streams,
            lines: Lines::default(),
            shared: Arc::clone(&shared),
            is_hasty: false,
            without_fields: 0,
            unwritten: Vec::new(),
            last_at: Timestamp::UNIX_EPOCH,
        };
        let started = std::thread::Builder::new().name("printer".to_owned()).spawn(move || {
            let shared = Arc::clone(&worker.shared);
            let how = worker.run(&jobs);
            shared.queue.close();
            let _ = say_ended.send(how);
        });
        if started.is_err() {
            // No thread can be had: nothing is printed, everything else goes on.
            shared.queue.close();
        }
        Outlet(shared)
    }
}

impl Outlet {
    /// Done once stdout takes no more: a listener whose reader is gone may end itself.
    pub async fn closed(&self) {
        self.0.closed.cancelled().await;
    }

    /// Whether stdout takes no more.
    pub fn is_closed(&self) -> bool {
        self.0.closed.is_cancelled()
    }

    /// Waits until all is written, for 2 s at most while nothing is taken. For the end of a run;
    /// whoever asks second hears [`Ended::Written`] at once.
    pub async fn finish(&self) -> Ended {
        self.0.queue.end();
        let ended = self.0.ended.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut ended) = ended else { return Ended::Written };
        let patience = tokio::time::sleep(SLOW);
        tokio::pin!(patience);
        loop {
            let before = self.0.writes.load(Ordering::Relaxed);
            tokio::select! {
                how = &mut ended => return how.unwrap_or(Ended::Written),
                () = &mut patience => break,
                () = tokio::time::sleep(STALLED) => {
                    if self.0.writes.load(Ordering::Relaxed) == before {
                        break;
                    }
                }
            }
        }
        // Whoever still waits for room is let go.
        self.0.queue.close();
        Ended::Stalled
    }
}

impl Emit for Outlet {
    fn emit(&self, activity: Activity) -> impl Future<Output = ()> + Send {
        self.0.queue.put(activity)
    }
}

impl std::fmt::Debug for Outlet {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Outlet")
    }
}

/// The thread's own.
struct Worker<R> {
    reporter: R,
    pressure: Pressure,
    streams: Streams,
    lines: Lines,
    shared: Arc<Shared>,
    /// Whether the flood that is printed came faster than all its fields could be.
    is_hasty: bool,
    /// Events of it that were printed without theirs.
    without_fields: u64,
    /// Jobs whose text is not written yet; they hold their room until it is.
    unwritten: Vec<Job>,
    last_at: Timestamp,
}

impl<R: Reporter> Worker<R> {
    fn run(mut self, jobs: &mpsc::Receiver<Job>) -> Ended {
        match self.print_all(jobs) {
            Ok(()) => Ended::Written,
            Err(error) => {
                self.shared.closed.cancel();
                if error.kind() == io::ErrorKind::BrokenPipe {
                    Ended::ReaderGone
                } else {
                    Ended::Broken(error.to_string())
                }
            }
        }
    }

    fn print_all(&mut self, jobs: &mpsc::Receiver<Job>) -> io::Result<()> {
        let mut without_pause = 0;
        loop {
            let job = match jobs.try_recv() {
                Ok(job) => Some(job),
                Err(_) if !self.unwritten.is_empty() => {
                    self.write_out()?;
                    std::thread::sleep(GATHERING);
                    continue;
                }
                Err(_) => {
                    without_pause = 0;
                    self.say_dropped();
                    self.write_out()?;
                    self.next_after_pause(jobs)?
                }
            };
            let Some(job @ Job::Print { .. }) = job else {
                self.say_dropped();
                self.end_haste();
                return self.write_out();
            };
            // The lines of all events are worth more than the fields of some.
            let is_flood = self.pressure == Pressure::Drop && without_pause >= FLOOD;
            self.is_hasty |= is_flood && self.shared.queue.is_half_full();
            self.print(job);
            if !self.lines.stderr.is_empty() || self.lines.stdout.len() >= BATCH_BYTES {
                self.write_out()?;
            }
            without_pause += 1;
            if is_flood && without_pause.is_multiple_of(TURN) {
                std::thread::yield_now();
            }
        }
    }

    /// Waits for a job; none where no more can come. After haste there is calm once nothing comes for a while.
    fn next_after_pause(&mut self, jobs: &mpsc::Receiver<Job>) -> io::Result<Option<Job>> {
        if self.is_hasty {
            match jobs.recv_timeout(CALM) {
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                next => return Ok(next.ok()),
            }
            self.end_haste();
            self.write_out()?;
        }
        Ok(jobs.recv().ok())
    }

    fn print(&mut self, job: Job) {
        if let Job::Print { activity, dropped_before, .. } = &job {
            self.last_at = activity.at;
            self.say_gap(*dropped_before);
            if matches!(activity.what, What::Summary(_)) {
                self.end_haste();
            }
            if self.is_hasty {
                let had_fields = self.reporter.report_briefly(activity, &mut self.lines);
                self.without_fields += u64::from(had_fields);
            } else {
                self.reporter.report(activity, &mut self.lines);
            }
        }
        self.unwritten.push(job);
    }

    /// Speaks of the lines that were dropped behind the last one printed.
    fn say_dropped(&mut self) {
        self.say_gap(self.shared.queue.dropped.swap(0, Ordering::Relaxed));
    }

    fn say_gap(&mut self, lines: u64) {
        if lines > 0 {
            self.say(Notice::Gap { lines });
        }
    }

    /// All is told at length again; speaks of the fields that were left out.
    fn end_haste(&mut self) {
        self.is_hasty = false;
        let events = std::mem::take(&mut self.without_fields);
        if events > 0 {
            self.say(Notice::FieldsLeftOut { events });
        }
    }

    fn say(&mut self, notice: Notice) {
        let activity = Activity { at: self.last_at, what: What::Notice(notice) };
        self.reporter.report(&activity, &mut self.lines);
    }

    /// Writes what is gathered: first stdout, so that talk stands after the lines it follows.
    fn write_out(&mut self) -> io::Result<()> {
        let Lines { stdout, stderr } = &mut self.lines;
        write_whole(&mut *self.streams.stdout, stdout, &self.shared.writes)?;
        // Talk that nobody hears is no reason to stop the data.
        let _ = write_whole(&mut *self.streams.stderr, stderr, &self.shared.writes);
        stderr.clear();
        self.unwritten.clear();
        Ok(())
    }
}

impl<R> Drop for Worker<R> {
    /// However the thread ends, nobody waits for room that never comes.
    fn drop(&mut self) {
        self.shared.queue.close();
    }
}

/// Writes and empties `text`, counting each write that went through.
fn write_whole(stream: &mut dyn Write, text: &mut Vec<u8>, writes: &AtomicU64) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    for piece in text.chunks(BATCH_BYTES) {
        stream.write_all(piece)?;
        writes.fetch_add(1, Ordering::Relaxed);
    }
    text.clear();
    stream.flush()
}

#[cfg(test)]
mod tests;
