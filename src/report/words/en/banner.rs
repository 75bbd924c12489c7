//! A listener's first words.

use crate::report::words::BannerWords;

/// The fixed words.
pub fn banner() -> BannerWords {
    BannerWords {
        listening: "listening",
        up: "(up)",
        down: "(down)",
        not_reachable: "Toss can't reach this machine yet:",
        register: "and register the https address it prints in the Developer Center.",
        without_toss: "Without Toss:",
    }
}

/// The zone of every time shown, and how it ends.
pub fn times_in(zone: &str) -> String {
    format!("times in {zone}, Ctrl-C ends")
}

/// What a demonstration shows.
pub fn demo() -> &'static str {
    "A demo, all on this machine: a sample dev server fails at first and gets sample events, re-sends without the wait."
}

/// The other tunnel.
pub fn or(command: &str) -> String {
    format!("(or: {command})")
}

/// Plans that an earlier run left.
pub fn resumed(plans: u64) -> String {
    format!("{} taken up from an earlier run", super::counted(plans, "pending event", "pending events"))
}
