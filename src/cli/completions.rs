//! `tosshook completions` and `tosshook man`.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

/// The command line of `completions`.
#[derive(Clone, Debug, Args)]
#[command(after_help = "\
Examples:
  tosshook completions bash > ~/.local/share/bash-completion/completions/tosshook
  tosshook completions zsh > \"${fpath[1]}/_tosshook\"
  tosshook completions fish > ~/.config/fish/completions/tosshook.fish")]
pub struct CompletionsArgs {
    /// The shell
    pub shell: Shell,
}

/// The command line of `man`.
#[derive(Clone, Debug, Args)]
pub struct ManArgs {
    /// Write a page for every command into this folder
    pub dir: Option<PathBuf>,
}
