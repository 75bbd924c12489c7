use std::io::{self, Write};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};

use super::{Ended, Pressure, Printer, Streams};
use crate::activity::{Activity, Emit, Notice, Refused, RefusedReason, What};
use crate::report::fixtures::{activity, arrival, received};
use crate::report::{Lines, Reporter};

/// Says of each activity just enough to be told apart.
struct Terse;

impl Reporter for Terse {
    fn report(&mut self, activity: &Activity, out: &mut Lines) {
        match &activity.what {
            What::Notice(Notice::Gap { lines }) => {
                out.stderr.extend_from_slice(format!("gap {lines}\n").as_bytes());
            }
            What::Notice(_) => out.stderr.extend_from_slice(b"notice\n"),
            What::Summary(_) => out.stderr.extend_from_slice(b"summary\n"),
            _ => out.stdout.extend_from_slice(b"line\n"),
        }
    }
}

/// Memory that both streams may share.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Paper {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("a lock").clone()).expect("UTF-8")
    }
}

impl Write for Paper {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("a lock").extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A terminal that takes nothing until its gate is dropped.
struct Gated {
    entered: Sender<()>,
    gate: Receiver<()>,
    paper: Paper,
}

impl Write for Gated {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        let _ = self.entered.send(());
        let _ = self.gate.recv();
        self.paper.write(text)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Broken(io::ErrorKind);

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn streams(stdout: impl Write + Send + 'static, stderr: impl Write + Send + 'static) -> Streams {
    Streams { stdout: Box::new(stdout), stderr: Box::new(stderr) }
}

/// A small line.
fn line() -> Activity {
    let refused = Refused {
        reason: RefusedReason::Method,
        http_status: Some(405),
        remote: "127.0.0.1:1".parse().expect("an address"),
        method: None,
        path: None,
    };
    activity("14:00:00", What::Refused(refused))
}

fn summary() -> Activity {
    activity("14:00:00", What::Summary(Box::default()))
}

/// A printer whose thread stands at the gate with one line; opened by dropping what is returned.
async fn at_the_gate(pressure: Pressure) -> (super::Outlet, Sender<()>, Paper) {
    at_the_gate_of(Terse, pressure).await
}

async fn at_the_gate_of(
    reporter: impl Reporter + 'static,
    pressure: Pressure,
) -> (super::Outlet, Sender<()>, Paper) {
    let (entered, has_entered) = mpsc::channel();
    let (open, gate) = mpsc::channel();
    let paper = Paper::default();
    let outlet = Printer::start(
        reporter,
        streams(Gated { entered, gate, paper: paper.clone() }, paper.clone()),
        pressure,
    );
    outlet.emit(line()).await;
    has_entered.recv().expect("the thread writes");
    (outlet, open, paper)
}

#[tokio::test]
async fn talk_stands_after_the_lines_it_follows() {
    let paper = Paper::default();
    let outlet = Printer::start(Terse, streams(paper.clone(), paper.clone()), Pressure::Push);
    for next in [line(), activity("14:00:00", What::Notice(Notice::HistoryWritable)), line(), summary()] {
        outlet.emit(next).await;
    }
    assert_eq!(outlet.finish().await, Ended::Written);
    assert_eq!(paper.text(), "line\nnotice\nline\nsummary\n");
}

#[tokio::test]
async fn a_terminal_that_lags_loses_lines_and_hears_how_many() {
    let (outlet, open, paper) = at_the_gate(Pressure::Drop).await;
    for _ in 0..10_000 {
        outlet.emit(line()).await;
    }
    outlet.emit(activity("14:00:00", What::Notice(Notice::HistoryWritable))).await;
    outlet.emit(summary()).await;
    drop(open);
    assert_eq!(outlet.finish().await, Ended::Written);
    let text = paper.text();
    // 2,048 lines may wait, the one at the gate among them.
    assert_eq!(text.matches("line\n").count(), 2048);
    assert!(text.ends_with("line\ngap 7953\nnotice\nsummary\n"), "{}", &text[text.len() - 60..]);
}

#[tokio::test]
async fn what_waits_is_bounded_in_bytes_too() {
    let (outlet, open, paper) = at_the_gate(Pressure::Drop).await;
    let megabyte = "x".repeat(1024 * 1024);
    for _ in 0..100 {
        outlet.emit(arrival("14:00:00", received("14:00:00", "a3f1qd", megabyte.clone()))).await;
    }
    drop(open);
    assert_eq!(outlet.finish().await, Ended::Written);
    assert_eq!(paper.text(), format!("{}gap 97\n", "line\n".repeat(4)));
}

#[tokio::test]
async fn a_body_larger_than_all_room_still_goes_through() {
    let paper = Paper::default();
    let outlet = Printer::start(Terse, streams(paper.clone(), paper.clone()), Pressure::Push);
    let huge = "x".repeat(20 * 1024 * 1024);
    outlet.emit(arrival("14:00:00", received("14:00:00", "a3f1qd", huge))).await;
    assert_eq!(outlet.finish().await, Ended::Written);
    assert_eq!(paper.text(), "line\n");
}

#[tokio::test]
async fn a_program_that_lags_pushes_back_and_loses_nothing() {
    let (outlet, open, paper) = at_the_gate(Pressure::Push).await;
    for _ in 1..2048 {
        outlet.emit(line()).await;
    }
    let mut one_more = Box::pin(outlet.emit(line()));
    tokio::select! {
        biased;
        () = &mut one_more => panic!("there is no room"),
        () = std::future::ready(()) => {}
    }
    drop(open);
    one_more.await;
    assert_eq!(outlet.finish().await, Ended::Written);
    assert_eq!(paper.text(), "line\n".repeat(2049));
}

#[tokio::test]
async fn a_closed_pipe_ends_the_printing_and_is_no_failure() {
    for (kind, ended) in [
        (io::ErrorKind::BrokenPipe, Ended::ReaderGone),
        (io::ErrorKind::StorageFull, Ended::Broken("no storage space".into())),
    ] {
        let outlet = Printer::start(Terse, streams(Broken(kind), io::sink()), Pressure::Push);
        outlet.emit(line()).await;
        outlet.closed().await;
        // Nobody reads; nobody waits either.
        for _ in 0..10_000 {
            outlet.emit(line()).await;
        }
        assert_eq!(outlet.finish().await, ended);
    }
}

#[tokio::test]
async fn talk_that_nobody_hears_does_not_stop_the_data() {
    let paper = Paper::default();
    let broken = Broken(io::ErrorKind::BrokenPipe);
    let outlet = Printer::start(Terse, streams(paper.clone(), broken), Pressure::Drop);
    for next in [line(), summary(), line()] {
        outlet.emit(next).await;
    }
    assert_eq!(outlet.finish().await, Ended::Written);
    assert_eq!(paper.text(), "line\nline\n");
}

#[tokio::test(start_paused = true)]
async fn a_terminal_that_takes_nothing_is_given_up_on() {
    let (outlet, open, paper) = at_the_gate(Pressure::Drop).await;
    outlet.emit(summary()).await;
    let asked = tokio::time::Instant::now();
    assert_eq!(outlet.finish().await, Ended::Stalled);
    assert_eq!(asked.elapsed(), super::STALLED);
    assert_eq!(paper.text(), "");
    drop(open);
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_for_room_is_let_go_at_the_end() {
    let (outlet, open, _) = at_the_gate(Pressure::Push).await;
    for _ in 1..2048 {
        outlet.emit(line()).await;
    }
    let ((), ended) = tokio::join!(outlet.emit(line()), outlet.finish());
    assert_eq!(ended, Ended::Stalled);
    drop(open);
}

/// Says more of each line than what it is, where there is time.
struct Wordy;

impl Reporter for Wordy {
    fn report(&mut self, activity: &Activity, out: &mut Lines) {
        match &activity.what {
            What::Notice(Notice::FieldsLeftOut { events }) => {
                out.stderr.extend_from_slice(format!("{events} without fields\n").as_bytes());
            }
            What::Refused(_) => out.stdout.extend_from_slice(b"line, fields\n"),
            _ => Terse.report(activity, out),
        }
    }

    fn report_briefly(&mut self, activity: &Activity, out: &mut Lines) -> bool {
        let is_line = matches!(activity.what, What::Refused(_));
        if is_line {
            out.stdout.extend_from_slice(b"line\n");
        } else {
            self.report(activity, out);
        }
        is_line
    }
}

#[tokio::test]
async fn a_flood_that_comes_faster_than_its_fields_is_told_without_them() {
    let (outlet, open, paper) = at_the_gate_of(Wordy, Pressure::Drop).await;
    for _ in 1..1500 {
        outlet.emit(line()).await;
    }
    outlet.emit(summary()).await;
    drop(open);
    assert_eq!(outlet.finish().await, Ended::Written);
    let text = paper.text();
    // More than half of what may wait did wait when the flood was known to be one.
    let brief = 1500 - super::FLOOD;
    assert_eq!(text.matches("line, fields\n").count(), super::FLOOD);
    assert!(text.ends_with(&format!("{}{brief} without fields\nsummary\n", "line\n".repeat(brief))));
}

#[tokio::test]
async fn a_flood_that_is_kept_up_with_and_one_for_programs_keep_their_fields() {
    for (pressure, lines) in [(Pressure::Drop, 1000), (Pressure::Push, 2000)] {
        let (outlet, open, paper) = at_the_gate_of(Wordy, pressure).await;
        for _ in 1..lines {
            outlet.emit(line()).await;
        }
        drop(open);
        assert_eq!(outlet.finish().await, Ended::Written);
        assert_eq!(paper.text(), "line, fields\n".repeat(lines), "{pressure:?}");
    }
}

#[tokio::test]
async fn fields_are_told_again_once_the_flood_is_over() {
    let (outlet, open, paper) = at_the_gate_of(Wordy, Pressure::Drop).await;
    for _ in 1..1500 {
        outlet.emit(line()).await;
    }
    drop(open);
    // The notice comes when nothing has come for a while, and what follows it is told at length.
    let notice = async {
        while !paper.text().ends_with("without fields\n") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), notice).await.expect("it is said");
    outlet.emit(line()).await;
    assert_eq!(outlet.finish().await, Ended::Written);
    assert!(paper.text().ends_with("without fields\nline, fields\n"));
}
