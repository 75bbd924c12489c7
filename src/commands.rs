//! One file per subcommand: typed arguments become a plan, the plan becomes the parts, wired.

mod against;
mod api;
mod check;
mod completions;
mod connection;
mod consent;
mod content;
mod context;
mod demo;
mod event_schedule;
mod events;
mod filters;
mod forward;
mod listen;
mod listener;
mod look_up;
mod pager;
mod ready_file;
mod recorded;
pub mod retry_schedule;
mod secrets;
mod sending;
mod signals;
mod stand_in;
mod trigger;
mod typed;
mod verify;

pub use context::Context;
pub use typed::{Typed, read};

use crate::cli::{Cli, Command};
use crate::exit::{Exit, Failure};

/// Runs what was typed.
pub fn run(cli: Cli) -> Result<Exit, Failure> {
    let context = Context::of_process(&cli.common);
    match cli.command {
        Command::Listen(args) => listen::run(&args, &context),
        Command::Forward(args) => forward::run(&args, &context),
        Command::RetrySchedule(args) => match (&args.real.against, &args.event) {
            (Some(to), _) => against::run(to, &args, &context),
            (None, Some(id)) => event_schedule::run(id, &args, &context),
            (None, None) => {
                retry_schedule::run(&args, &mut context.io(&mut std::io::stdout(), &mut std::io::stderr()))
            }
        },
        Command::Trigger(args) => trigger::run(&args, &context),
        Command::Api(args) => api::run(&args, &context),
        Command::Check(args) => check::run(&args, &context),
        Command::Events(args) => events::run(&args, &context),
        Command::Verify(args) => verify::run(&args, &context),
        Command::Completions(args) => completions::completions(&args, &context),
        Command::Man(args) => completions::man(&args, &context),
    }
}
