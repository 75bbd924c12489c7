//! Full disks, and files and folders that can't be written: what is there is still read, and nothing is destroyed.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use rusqlite::Connection;
use rustix::process::{Signal, geteuid};

use crate::given::{EVENTS, FILE, Kept, READING, WRITING, tells};
use crate::program::{Listener, Program, Ran, Webhook, exchange};

/// A user without rights, where the tests run with them.
const NOBODY: u32 = 65_534;

/// The command in a shell that lets no file become larger than so many blocks, as a full disk does.
fn limited(command: &Command, blocks: u32) -> Command {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let mut shell = like(command, Path::new("/bin/sh"));
    shell.args(["-c", &script]).arg(command.get_program()).args(command.get_args());
    shell
}

/// Another program in the place and with the environment of a command.
fn like(command: &Command, program: &Path) -> Command {
    let mut other = Command::new(program);
    other.env_clear().current_dir(command.get_current_dir().expect("set"));
    other.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    other
}

#[test]
fn a_listener_whose_disk_is_full_answers_503_goes_on_and_loses_nothing() {
    let program = Program::new();
    let mut command =
        limited(&program.command(&["listen", "--port", "0", "--format", "json", "--history", FILE]), 1200);
    command.stdin(std::process::Stdio::null());
    let listener = Listener::start(command);
    let mut answers = Vec::new();
    let large = |number| {
        let body = format!(r#"{{"eventType":"X","data":{{"a":"{}"}}}}"#, "x".repeat(60_000));
        Webhook::new(&format!("whtrans_{number}"), body.as_bytes()).bytes()
    };
    while answers.len() < 100 && answers.last() != Some(&503) {
        answers.push(exchange(listener.address, &large(answers.len())).status);
    }
    let kept = answers.len() - 1;
    assert_eq!(answers.last(), Some(&503), "{answers:?}");
    assert!(kept > 3 && answers[..kept].iter().all(|status| *status == 200), "{answers:?}");
    // It goes on: one that is refused takes no other with it, and what is there is read meanwhile.
    assert_eq!(exchange(listener.address, &large(1000)).status, 503);
    let list = |program: &Program| program.run(&["events", "list", "--history", FILE, "--format", "json"]);
    let listed = list(&program);
    assert_eq!((listed.code, listed.stdout.lines().count()), (Some(0), kept), "{}", listed.stderr);
    let ended = listener.end();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let said: Vec<_> = ended.stderr.lines().filter(|line| line.contains("are answered 503")).collect();
    assert_eq!(said.len(), 1, "{}", ended.stderr);
    assert!(said[0].contains(FILE) && said[0].contains("take another place with --history FILE"), "{said:?}");
    assert_eq!(list(&program).stdout.lines().count(), kept);
    let connection = Connection::open(program.home.path().join(FILE)).expect("SQLite opens it");
    let check: String =
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("an answer");
    assert_eq!(check, "ok");
    drop(connection);
    // Once there is room, the sender's next attempt is taken.
    let listener = program.listen(&["listen", "--history", FILE]);
    assert_eq!(exchange(listener.address, &large(1000)).status, 200);
    listener.end();
    assert_eq!(list(&program).stdout.lines().count(), kept + 1);
}

#[test]
fn a_history_that_finds_no_room_to_begin_is_told() {
    let program = Program::new();
    let command = program.command(&["listen", "--port", "0", "--history", FILE]);
    let ran = Ran::from(limited(&command, 8).output().expect("it starts"));
    assert_eq!(ran.code, Some(6), "{}", ran.stderr);
    tells(&ran.stderr, "no room");
}

/// A history whose file and folder are given to whoever has no rights to more than that.
struct Guarded {
    kept: Kept,
    program: std::path::PathBuf,
}

impl Guarded {
    fn new() -> Self {
        let kept = Kept::new();
        let home = kept.program.home.path();
        let built = kept.program.command(&[]).get_program().to_owned();
        let mut program = std::path::PathBuf::from(&built);
        if geteuid().is_root() {
            // Where it was built, others may not look.
            program = home.join("tosshook");
            // By a process of its own: a child of another test would hold what is written here open, and what is open
            // to be written can't be run.
            let copied = Command::new("cp").arg(&built).arg(&program).status().expect("cp runs");
            assert!(copied.success());
            let folder = kept.file.parent().expect("a folder");
            kept.put(&kept.bytes);
            for path in [home, folder, &kept.file] {
                chown(path, Some(NOBODY), Some(NOBODY)).expect("root may");
            }
        }
        Self { kept, program }
    }

    fn set(&self, folder: u32, file: u32) {
        fs::set_permissions(&self.kept.file, Permissions::from_mode(file)).expect("ours");
        let place = self.kept.file.parent().expect("a folder");
        fs::set_permissions(place, Permissions::from_mode(folder)).expect("ours");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let arguments = [arguments, &["--history", FILE]].concat();
        let mut command = like(&self.kept.program.command(&[]), &self.program);
        command.args(arguments).stdin(std::process::Stdio::null());
        if geteuid().is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).output().expect("it starts"))
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        // Otherwise the folder could not be removed.
        self.set(0o700, 0o600);
    }
}

#[test]
fn a_history_in_a_folder_or_a_file_that_is_read_only_is_read_and_no_more() {
    let guarded = Guarded::new();
    let answers = READING.map(|arguments| guarded.run(arguments).stdout);
    guarded.kept.put(&guarded.kept.bytes);
    for (folder, file) in [(0o500, 0o400), (0o700, 0o400), (0o500, 0o600)] {
        guarded.set(folder, file);
        let before = guarded.kept.folder();
        for (arguments, right) in READING.iter().zip(&answers) {
            let ran = guarded.run(arguments);
            assert_eq!((ran.code, ran.stdout == *right), (Some(0), true), "{arguments:?}: {}", ran.stderr);
        }
        for arguments in WRITING {
            let ran = guarded.run(arguments);
            assert_eq!(ran.code, Some(6), "{arguments:?}: {}", ran.stderr);
            tells(&ran.stderr, "read-only");
            let told = format!("{FILE} is read-only\n\nhint: events can still be listed, shown and exported");
            assert!(ran.stderr.contains(&told), "{arguments:?}: {}", ran.stderr);
        }
        assert!(guarded.kept.folder() == before, "{folder:o} {file:o}: files came or changed");
    }
    guarded.set(0o700, 0o600);
    let listener = guarded.command(&["listen", "--port", "0", "--format", "json"]);
    assert_eq!(Listener::start(listener).end().code, Some(0), "it can be written again");
}

#[test]
fn a_killed_listeners_history_in_a_read_only_folder_is_read_whole_or_not_at_all() {
    let guarded = Guarded::new();
    let listener = Listener::start(guarded.command(&["listen", "--port", "0", "--format", "json"]));
    let late = Webhook::new("whtrans_late", br#"{"eventType":"X","data":{}}"#).bytes();
    assert_eq!(exchange(listener.address, &late).status, 200);
    listener.signal(Signal::KILL);
    let _ = listener.wait();
    guarded.set(0o500, 0o600);
    let list = || guarded.run(&["events", "list", "--limit", "200", "--format", "json"]);
    let ran = list();
    assert_eq!((ran.code, ran.stdout.lines().count()), (Some(0), EVENTS + 1), "{}", ran.stderr);
    // A copy by hand leaves the index of the log behind.
    guarded.set(0o700, 0o600);
    fs::remove_file(guarded.kept.file.with_file_name("shop.db-shm")).expect("it is there");
    guarded.set(0o500, 0o600);
    let before = guarded.kept.folder();
    for arguments in READING {
        let ran = guarded.run(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(6), ""), "{arguments:?}");
        tells(&ran.stderr, "without its log's index");
        assert!(ran.stderr.contains("was not closed, and its folder is read-only"), "{}", ran.stderr);
    }
    assert!(guarded.kept.folder() == before);
    guarded.set(0o700, 0o600);
    assert_eq!(list().stdout.lines().count(), EVENTS + 1);
}
