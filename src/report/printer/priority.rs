//! Answers come before lines: a flood of lines is printed by a thread that gives way to all others.
//!
//! While one reads along, printing is as urgent as anything. In a flood a thread of equal rank would
//! hold a core that the listener and the history need; where there is no time left for lines,
//! they are dropped and counted rather than answers delayed. A thread that gives way can't be raised
//! again, so each flood has its own.

/// Runs `work` on a thread that runs when no other wants to; on this one where there is none.
#[cfg(target_os = "linux")]
pub(super) fn giving_way<T: Send>(mut work: impl FnMut() -> T + Send) -> T {
    let ended = std::thread::scope(|scope| {
        let work = &mut work;
        let started =
            std::thread::Builder::new().name("printer-flood".to_owned()).spawn_scoped(scope, || {
                lower();
                work()
            });
        started.ok().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    ended.unwrap_or_else(work)
}

/// Gives the calling thread the policy `SCHED_IDLE` (sched(7)): it takes no core that another wants, and
/// one that it runs on counts as free.
#[cfg(target_os = "linux")]
fn lower() {
    use thread_priority::{
        NormalThreadSchedulePolicy, ThreadPriority, ThreadSchedulePolicy, set_thread_priority_and_policy,
        thread_native_id,
    };
    let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
    // Where the system refuses, lines are printed as urgently as before.
    let _ = set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Min, idle);
}

/// Elsewhere there is no such thread.
#[cfg(not(target_os = "linux"))]
pub(super) fn giving_way<T: Send>(mut work: impl FnMut() -> T + Send) -> T {
    work()
}
