//! Answers come before lines: the thread that prints for people gives way to those that work.
//!
//! Where there is time it prints at once all the same. Where there is none, lines are dropped and
//! counted rather than answers delayed.

/// The nicest that a thread can be.
#[cfg(target_os = "linux")]
const NICEST: i32 = 19;

/// Lowers the calling thread's priority, and no other thread's.
#[cfg(target_os = "linux")]
pub(super) fn give_way() {
    // Linux takes a thread's id where others take a process's. Where it refuses, all stays as it was.
    let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICEST);
}

/// Elsewhere priorities are a process's.
#[cfg(not(target_os = "linux"))]
pub(super) fn give_way() {}
