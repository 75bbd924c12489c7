//! The commands that the README and the help show can be typed as they stand.

use std::process::Command;

use clap::{CommandFactory, Parser};
use tosshook::cli::Cli;

/// The words of a command line as a shell reads them, up to a pipe or a redirection.
fn words(line: &str) -> Vec<String> {
    let command = line.split(" | ").next().unwrap_or(line).split(" > ").next().unwrap_or(line);
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!("set -- {command}; printf '%s\\n' \"$@\""))
        .output()
        .expect("a shell");
    assert!(output.status.success(), "{line}");
    String::from_utf8(output.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
}

fn assert_is_understood(line: &str) {
    if let Err(error) = Cli::try_parse_from(words(line)) {
        assert!(!error.use_stderr(), "{line}\n{error}");
    }
}

#[test]
fn the_readmes_commands_are_understood() {
    let readme = include_str!("../README.md");
    let lines: Vec<_> = readme.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
    let ours = lines.iter().filter(|line| line.starts_with("tosshook "));
    assert!(ours.clone().count() > 5, "{lines:?}");
    ours.for_each(|line| assert_is_understood(line));
    assert_eq!(lines.first(), Some(&"cargo run --release -- forward --demo"));
    assert!(lines.contains(&"cargo test"));
}

#[test]
fn the_helps_examples_are_understood() {
    let mut command = Cli::command();
    command.build();
    let mut waiting = vec![command];
    let mut seen = 0;
    while let Some(command) = waiting.pop() {
        waiting.extend(command.get_subcommands().cloned());
        let texts = [command.get_after_help(), command.get_after_long_help()];
        for text in texts.into_iter().flatten().map(ToString::to_string) {
            for line in text.lines().map(str::trim_start).filter(|line| line.starts_with("tosshook ")) {
                // What a line says of itself stands apart from it.
                assert_is_understood(line.split("  ").next().unwrap_or(line));
                seen += 1;
            }
        }
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn every_option_has_a_sentence() {
    let mut command = Cli::command();
    command.build();
    let mut waiting = vec![command];
    while let Some(command) = waiting.pop() {
        waiting.extend(command.get_subcommands().filter(|it| it.get_name() != "help").cloned());
        for argument in command.get_arguments() {
            let says = argument.get_help().is_some_and(|help| !help.to_string().is_empty());
            assert!(says, "{} {}", command.get_name(), argument.get_id());
        }
    }
}
