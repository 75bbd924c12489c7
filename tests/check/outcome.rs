//! What a run of `check --format json` told.

use serde_json::Value;

use crate::merchant::KEY;
use crate::program::{Program, Ran};

/// A run that has ended.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) rules: Vec<Value>,
    pub(crate) summary: Value,
    pub(crate) stderr: String,
}

/// Checks this endpoint with these options.
pub(crate) fn check(endpoint: &str, options: &[&str]) -> Outcome {
    run(&Program::new(), endpoint, options)
}

/// The same with the merchant's security key.
pub(crate) fn check_signed(endpoint: &str, options: &[&str]) -> Outcome {
    run(&Program::new().with_variable("TOSSHOOK_SECURITY_KEY", KEY), endpoint, options)
}

fn run(program: &Program, endpoint: &str, options: &[&str]) -> Outcome {
    Outcome::of(program.run(&[&["check", endpoint, "--format", "json"], options].concat()))
}

impl Outcome {
    pub(crate) fn of(ran: Ran) -> Self {
        let lines = ran.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON"));
        let mut rules: Vec<Value> = lines.collect();
        let summary = rules.pop().unwrap_or_else(|| panic!("nothing was told: {}", ran.stderr));
        assert_eq!(summary["kind"], "summary", "{summary}");
        assert!(rules.iter().all(|rule| rule["kind"] == "rule"));
        Self { code: ran.code, rules, summary, stderr: ran.stderr }
    }

    /// What was told of this rule.
    pub(crate) fn rule(&self, id: &str) -> &Value {
        self.rules.iter().find(|rule| rule["id"] == id).unwrap_or_else(|| panic!("no {id}"))
    }

    /// The ids of the rules with this verdict.
    pub(crate) fn with(&self, verdict: &str) -> Vec<&str> {
        let of_verdict = self.rules.iter().filter(|rule| rule["verdict"] == verdict);
        of_verdict.map(|rule| rule["id"].as_str().expect("an id")).collect()
    }

    /// A text of this rule.
    pub(crate) fn text(&self, id: &str, key: &str) -> &str {
        self.rule(id)[key].as_str().unwrap_or_default()
    }
}
