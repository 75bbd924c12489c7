//! `trigger --list`: what can be made, one line each.

use super::line::Line;
use super::theme::Meaning;
use super::width::Align;
use super::{Language, Screen};
use crate::toss::scenario::Embedded;
use crate::toss::{EventType, sample};

/// Events with their statuses, the methods of payments with the statuses that each comes with, scenarios.
pub fn catalog(language: Language, screen: Screen) -> Vec<u8> {
    let payment = EventType::PaymentStatusChanged;
    let events = EventType::known();
    let widest = events.iter().map(|event| event.as_str().len()).max().unwrap_or(0);
    let list = List { screen, widest, text: Vec::new() };
    let [event, statuses, method, of_payments, scenario, what_happens] = language.catalog_headings();
    let mut list = list.heading(event, statuses);
    for event in events {
        list = list.row(event.as_str(), sample::statuses(event));
    }
    list.text.push(b'\n');
    list = list.heading(method, of_payments);
    for method in sample::Method::ALL {
        let comes_with = |status: &&&str| sample::methods(&payment, status).contains(&method);
        let statuses: Vec<_> = sample::statuses(&payment).iter().filter(comes_with).copied().collect();
        list = list.row(method.word(), &statuses);
    }
    list.text.push(b'\n');
    list = list.heading(scenario, what_happens);
    for embedded in Embedded::ALL {
        let title = embedded.read().ok().and_then(|scenario| scenario.title).unwrap_or_default();
        let words: Vec<_> = title.split(' ').collect();
        list = list.row(embedded.name, &words);
    }
    list.text
}

struct List {
    screen: Screen,
    /// The first column.
    widest: usize,
    text: Vec<u8>,
}

impl List {
    fn heading(self, first: &str, second: &str) -> Self {
        self.line(Meaning::Dim, first, &[second])
    }

    fn row(self, name: &str, statuses: &[&str]) -> Self {
        self.line(Meaning::Event, name, statuses)
    }

    fn line(mut self, meaning: Meaning, name: &str, rest: &[&str]) -> Self {
        let mut line = Line::new(self.screen, self.widest + 2);
        line.cell(meaning, name, self.widest, Align::Left);
        line.stop(self.widest + 2);
        let meaning = if meaning == Meaning::Dim { Meaning::Dim } else { Meaning::Plain };
        for word in rest {
            line.word(meaning, word);
        }
        line.end(&mut self.text);
        self
    }
}
