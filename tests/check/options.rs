//! Which rules are followed, and what is told of them without a server.

use crate::merchant::{Bug, Merchant};
use crate::outcome::check;
use crate::program::Program;

#[test]
fn only_and_skip_choose_rules_and_a_mistyped_one_names_the_nearest() {
    let merchant = Merchant::start(None);
    let ids = |options: &[&str]| {
        let outcome = check(&merchant.url(), options);
        outcome.rules.iter().map(|rule| rule["id"].as_str().expect("an id").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        ids(&["--only", "key-order,Exactly_200", "--only", "get-request"]),
        ["exactly-200", "key-order", "get-request"]
    );
    assert_eq!(ids(&["--skip", "burst"]).len(), 30);
    assert_eq!(ids(&["--only", "burst,key-order", "--skip", "burst"]), ["key-order"]);
    for (options, says) in [
        (
            ["--only", "exactly-20"],
            "error: --only exactly-20: there is no such rule\n\nhint: did you mean exactly-200?\n",
        ),
        (
            ["--skip", "xyz"],
            "error: --skip xyz: there is no such rule\n\nhint: tosshook check --list names the rules\n",
        ),
        (
            ["--explain", "burts"],
            "error: --explain burts: there is no such rule\n\nhint: did you mean burst?\n",
        ),
    ] {
        let ran = Program::new().run(&[&["check", &merchant.url()], &options[..]].concat());
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(2), says));
    }
    let none = ["check", &merchant.url(), "--only", "burst", "--skip", "burst"];
    assert_eq!(Program::new().run(&none).code, Some(2));
}

#[test]
fn the_list_names_every_rule_in_order_and_each_can_be_explained() {
    let program = Program::new();
    let listed = program.run(&["check", "--list"]);
    assert_eq!((listed.code, listed.stderr.as_str()), (Some(0), ""));
    let ids: Vec<_> =
        listed.stdout.lines().skip(1).map(|line| line.split(' ').next().expect("an id")).collect();
    assert_eq!((ids.len(), ids[0], ids[30]), (31, "exactly-200", "burst"));
    for id in ids {
        let explained = program.run(&["check", "--explain", id]);
        assert_eq!((explained.code, explained.stderr.as_str()), (Some(0), ""), "{id}");
        let text = explained.stdout;
        assert!(text.starts_with(&format!("{id}: ")), "{text}");
        for part in ["\nsends  ", "\nwhy    ", "\nfix    "] {
            assert!(text.contains(part), "{text}");
        }
        assert!(text.lines().count() >= 7, "{text}");
    }
    let explained = program.run(&["check", "--explain", "exactly-200"]).stdout;
    for framework in ["NestJS", "Spring", "Express", "Next.js", "FastAPI", "Django"] {
        assert!(explained.contains(framework), "{explained}");
    }
}

#[test]
fn a_server_that_is_known_by_its_answers_gets_the_fix_in_its_own_words() {
    // Its refusals look like NestJS'.
    let merchant = Merchant::start(Some(Bug::KnowsItsEventsOnly));
    let outcome = check(&merchant.url(), &["--only", "unknown-event"]);
    let fix = outcome.text("unknown-event", "fix");
    assert!(fix.contains("NestJS") && !fix.contains("Django"), "{fix}");
}

#[test]
fn an_endpoint_is_needed_and_a_public_one_needs_consent() {
    let ran = Program::new().run(&["check"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.starts_with("error: ENDPOINT is missing\n\nhint: tosshook check 3000"),
        "{}",
        ran.stderr
    );
    for (endpoint, more) in [
        ("http://203.0.113.7/hook", &[] as &[&str]),
        ("127.0.0.1:1", &["--effect-url", "http://203.0.113.7/count"]),
    ] {
        let ran = Program::new().run(&[&["check", endpoint], more].concat());
        assert_eq!(ran.code, Some(2), "{}", ran.stderr);
        assert!(ran.stderr.contains("--allow-remote"), "{}", ran.stderr);
    }
}

#[test]
fn header_lines_go_to_the_server_with_every_delivery() {
    let door = crate::raw::Door::open(|mut stream, _| {
        let Ok(webhook) = crate::raw::read(&mut stream) else { return };
        let has_line = webhook.headers.get("x-own").is_some_and(|value| value == "1");
        crate::raw::answer(&mut stream, if has_line { 200 } else { 401 }, "", "");
    });
    let endpoint = door.address.to_string();
    let outcome = check(&endpoint, &["-H", "X-Own: 1", "--only", "exactly-200,burst,cut-off-duplicate"]);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    door.close();
}
