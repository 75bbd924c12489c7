//! `check --list` and `check --explain`: the rules, before anything is sent.

use super::code::code;
use crate::activity::{Fix, Rule, Severity};
use crate::report::line::{Line, gap};
use crate::report::theme::Meaning;
use crate::report::width::{self, Align};
use crate::report::{Language, Screen};

/// Every rule, one line each.
pub fn rules(language: Language, screen: Screen) -> Vec<u8> {
    let widest = Rule::all().map(|rule| rule.id().len()).max().unwrap_or(0);
    let labels = language.check_labels();
    let mut text = Vec::new();
    let mut row = |meanings: [Meaning; 2], id: &str, title: &str, more: &str| {
        let [of_id, of_title] = meanings;
        let mut line = Line::new(screen, widest + gap(screen));
        line.cell(of_id, id, widest, Align::Left);
        line.sentence(of_title, title);
        line.sentence(Meaning::Dim, more);
        line.end(&mut text);
    };
    row([Meaning::Dim; 2], labels.rule, labels.says, "");
    for rule in Rule::all() {
        let title = language.rule(rule).title;
        row([Meaning::Event, Meaning::Plain], rule.id(), title, gravity(rule, language));
    }
    text
}

/// All there is to say of a rule, with every framework's line of code.
pub fn explanation(rule: Rule, language: Language, screen: Screen) -> Vec<u8> {
    let (words, labels) = (language.rule(rule), language.check_labels());
    let fix = language.fix(Fix::OfRule(rule));
    let widest = [labels.sends, labels.why, labels.mends].map(width::of).into_iter().max().unwrap_or(0);
    let column = widest + gap(screen);
    let mut text = Vec::new();
    let mut line = Line::new(screen, column);
    line.word(Meaning::Event, &format!("{}:", rule.id()));
    line.sentence(Meaning::Plain, words.title);
    line.sentence(Meaning::Dim, gravity(rule, language));
    line.end(&mut text);
    let parts = [(labels.sends, words.sends), (labels.why, words.why), (labels.mends, fix.sentence)];
    for (label, sentence) in parts {
        text.push(b'\n');
        let mut line = Line::new(screen, column);
        line.cell(Meaning::Dim, label, widest, Align::Left);
        line.words(Meaning::Plain, sentence);
        line.end(&mut text);
    }
    code(fix.code.iter().copied(), column, language, screen, &mut text);
    text
}

/// What there is to say of how grave it is when the rule does not hold: nothing where it is a failure.
fn gravity(rule: Rule, language: Language) -> &'static str {
    match rule.severity() {
        Severity::Error => "",
        Severity::Warning => language.check_labels().warning,
    }
}
