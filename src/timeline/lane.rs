//! Whether the endpoint is down, asked at moments that only go forward: for millions of events, the
//! answer is nearly always where the one before was.

use std::time::Duration;

use jiff::Timestamp;

use super::Outages;

/// Outages in nanoseconds from a reference, as far as those reach.
#[derive(Debug)]
pub(super) struct Spans {
    given: Vec<Span>,
    recurring: Option<Cycle>,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    from: i64,
    to: i64,
}

#[derive(Clone, Copy, Debug)]
struct Cycle {
    first: i64,
    period: i64,
    length: i64,
}

/// A place among the given outages that moves forward.
#[derive(Debug)]
pub(super) struct Lane<'a> {
    spans: &'a Spans,
    /// The first given outage that is not over yet.
    next: usize,
}

impl Spans {
    /// The outages, counted from `reference`. What lies 292 years from it is as good as never.
    pub(super) fn new(outages: &Outages, reference: Timestamp) -> Self {
        let since = |at: Timestamp| {
            let nanoseconds = at.duration_since(reference).as_nanos();
            let bounds = i128::from(i64::MIN)..=i128::from(i64::MAX);
            i64::try_from(nanoseconds.clamp(*bounds.start(), *bounds.end())).unwrap_or(i64::MAX)
        };
        let given = outages.iter().map(|outage| Span { from: since(outage.from()), to: since(outage.to()) });
        let recurring = outages.recurring().map(|recurring| Cycle {
            first: since(recurring.first().from()),
            period: nanoseconds(recurring.period()),
            length: nanoseconds(recurring.first().length().unsigned_abs()),
        });
        Self { given: given.collect(), recurring }
    }

    /// A place before all of them.
    pub(super) fn lane(&self) -> Lane<'_> {
        Lane { spans: self, next: 0 }
    }
}

impl Lane<'_> {
    /// Whether the endpoint is down at this moment, which is not before the one asked last.
    pub(super) fn is_down(&mut self, at: i64) -> bool {
        let given = &self.spans.given;
        if given.get(self.next).is_some_and(|span| span.to <= at) {
            self.next += 1;
            if given.get(self.next).is_some_and(|span| span.to <= at) {
                self.next += given[self.next..].partition_point(|span| span.to <= at);
            }
        }
        given.get(self.next).is_some_and(|span| span.from <= at)
            || self.spans.recurring.is_some_and(|cycle| cycle.holds(at))
    }
}

impl Cycle {
    fn holds(self, at: i64) -> bool {
        at.checked_sub(self.first).is_some_and(|since| since >= 0 && since % self.period < self.length)
    }
}

/// A span of time in nanoseconds; 292 years are as good as for ever.
pub(super) fn nanoseconds(span: Duration) -> i64 {
    i64::try_from(span.as_nanos()).unwrap_or(i64::MAX)
}
