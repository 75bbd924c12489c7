//! What is said beside the data, on stderr: banner, notices, summary.

use super::line::{Line, gap};
use super::theme::{Destination, Meaning};
use super::{Look, Occasion, played, summary};
use crate::activity::{Activity, Listening, Notice, What};

/// Says what is talk; answers whether the activity was that.
pub(super) fn say(activity: &Activity, look: &Look, out: &mut Vec<u8>) -> bool {
    match &activity.what {
        What::Listening(listening) => banner(listening, activity, look, out),
        What::Notice(told) => notice(told, activity, look, out),
        What::Summary(last) => summary::listener(last, look, out),
        What::LookUps(last) => summary::stand_in(last, look, out),
        What::SentSummary(last) => summary::sender(last, look, out),
        What::Played(last) => played::closing(last, look, out),
        _ => return false,
    }
    true
}

/// A listener's first words.
fn banner(listening: &Listening, activity: &Activity, look: &Look, out: &mut Vec<u8>) {
    let words = look.language.banner();
    let mut line = Line::new(look.stderr, 2);
    line.sentence(Meaning::Plain, words.listening);
    line.note(Meaning::Command, &listening.url);
    if let Some(endpoint) = &listening.endpoint {
        // One piece, so that no row ends in an arrow.
        line.sentence(Meaning::Plain, &format!("→{:gap$}{endpoint}", "", gap = gap(look.stderr)));
        match listening.endpoint_up {
            Some(true) => line.note(Meaning::Accepted, words.up),
            Some(false) => line.note(Meaning::Failed, words.down),
            None => {}
        }
    }
    line.space(3);
    line.note(Meaning::Dim, &look.language.times_in(&look.times.zone_name(activity.at)));
    line.end(out);
    if listening.resumed > 0 {
        let mut line = Line::new(look.stderr, 2).indented();
        line.sentence(Meaning::Plain, &look.language.resumed(listening.resumed));
        line.end(out);
    }
    match look.occasion {
        Occasion::Demo => {
            let mut line = Line::new(look.stderr, 2).indented();
            line.sentence(Meaning::Plain, look.language.demo());
            line.end(out);
        }
        Occasion::StandIn => {
            let mut line = Line::new(look.stderr, 2).indented();
            line.sentence(Meaning::Plain, look.language.stand_in());
            line.end(out);
        }
        Occasion::Work | Occasion::Recorded if !listening.reachable => tunnels(&listening.url, look, out),
        Occasion::Work | Occasion::Recorded => {}
    }
    out.push(b'\n');
}

/// How Toss Payments reaches a listener on this machine, and how to do without it.
fn tunnels(url: &str, look: &Look, out: &mut Vec<u8>) {
    let words = look.language.banner();
    let port = url::Url::parse(url).ok().and_then(|url| url.port_or_known_default());
    let mut line = Line::new(look.stderr, 4);
    line.space(2);
    line.note(Meaning::Warning, words.not_reachable);
    line.note(Meaning::Command, &format!("cloudflared tunnel --url {url}"));
    if let Some(port) = port {
        line.space(1);
        line.note(Meaning::Plain, &look.language.or(&format!("ngrok http {port}")));
    }
    line.end(out);
    let mut line = Line::new(look.stderr, 4);
    line.space(2);
    line.sentence(Meaning::Plain, words.register);
    line.note(Meaning::Plain, words.without_toss);
    line.note(Meaning::Command, "tosshook trigger --list");
    line.end(out);
}

fn notice(notice: &Notice, activity: &Activity, look: &Look, out: &mut Vec<u8>) {
    let meaning = match notice {
        Notice::EndpointUp { .. } | Notice::HistoryWritable => Meaning::Accepted,
        Notice::Draining { .. }
        | Notice::Gap { .. }
        | Notice::FieldsLeftOut { .. }
        | Notice::SignatureAsReceived => Meaning::Dim,
        _ => Meaning::Warning,
    };
    if matches!(notice, Notice::Draining { .. }) && look.stderr.destination == Destination::Terminal {
        // The terminal has shown `^C` at the start of this line.
        out.push(b'\n');
    }
    let mut line = Line::new(look.stderr, 10);
    line.cell(Meaning::Dim, &look.times.clock(activity.at), 8, super::width::Align::Left);
    match (notice, look.occasion) {
        (Notice::Gap { lines }, Occasion::StandIn) => line.sentence(meaning, &look.language.gap(*lines)),
        (Notice::Gap { .. } | Notice::FieldsLeftOut { .. }, Occasion::Recorded) => {
            line.sentence(meaning, &(look.language.notice(notice) + look.language.all_recorded()));
        }
        _ => line.sentence(meaning, &look.language.notice(notice)),
    }
    line.end(out);
}
