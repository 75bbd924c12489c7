//! The generated files in `completions/` are what the program generates.

mod program;

use std::path::Path;

use program::Program;

const FILES: [(&str, &str); 5] = [
    ("bash", "tosshook.bash"),
    ("zsh", "_tosshook"),
    ("fish", "tosshook.fish"),
    ("powershell", "_tosshook.ps1"),
    ("elvish", "tosshook.elv"),
];

#[test]
fn the_files_in_the_repository_are_current() {
    let program = Program::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    for (shell, file) in FILES {
        let ran = program.run(&["completions", shell]);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        let kept = std::fs::read_to_string(folder.join(file)).expect("the file is there");
        assert!(
            ran.stdout == kept,
            "completions/{file} is out of date: tosshook completions {shell} > completions/{file}"
        );
    }
}

#[test]
fn a_mistyped_shell_names_the_nearest() {
    let ran = Program::new().run(&["completions", "bahs"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("bash"), "{}", ran.stderr);
}

#[test]
fn there_is_a_man_page_for_every_command() {
    let program = Program::new();
    let folder = program.home.path().join("man");
    let ran = program.run(&["man", folder.to_str().expect("UTF-8")]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    for page in [
        "tosshook",
        "tosshook-listen",
        "tosshook-forward",
        "tosshook-retry-schedule",
        "tosshook-trigger",
        "tosshook-check",
        "tosshook-verify",
    ] {
        let text = std::fs::read_to_string(folder.join(format!("{page}.1"))).expect("a page");
        assert!(text.contains(".SH NAME"), "{page}");
    }
}
