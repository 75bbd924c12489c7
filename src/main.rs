//! Parse, run, print the error, exit code.

use std::io::Write;
use std::process::ExitCode;

use mimalloc::MiMalloc;
use tosshook::commands::{self, Typed};

/// What one thread takes another often gives back here; with the C library's own, both wait for that.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        // A defect of ours; where stderr is gone too, there is nobody to tell.
        let _ = writeln!(std::io::stderr(), "tosshook: a defect at {place}; please report it");
    }));
    let ended = commands::read(std::env::args_os()).and_then(|typed| match typed {
        Typed::Run(cli) => commands::run(*cli),
        Typed::Shown(exit) => Ok(exit),
    });
    match ended {
        Ok(exit) => exit.into(),
        Err(failure) => {
            failure.say();
            failure.exit.into()
        }
    }
}
