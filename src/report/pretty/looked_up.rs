//! A look-up at the stand-in: what was asked for, and what was given.

use jiff::Timestamp;

use super::{Last, Line, Meaning, Pretty};
use crate::activity::LookedUp;
use crate::report::amount;
use crate::report::event_cells::clipped;
use crate::report::width::Align;

/// The column of what was asked for: a key or an order as Toss Payments' own and most servers' are.
const ASKED: usize = 48;

impl Pretty {
    pub(super) fn looked_up(&mut self, at: Timestamp, looked_up: &LookedUp, out: &mut Vec<u8>) {
        self.new_day(at, out);
        let language = self.look.language;
        let mut line = Line::new(self.look.stdout, 10);
        line.cell(Meaning::Dim, &self.look.times.clock(at), 8, Align::Left);
        let (status, meaning) = match &looked_up.answer {
            Ok(_) => (200, Meaning::Accepted),
            Err(error) => (error.http_status(), Meaning::Failed),
        };
        line.cell(meaning, &status.to_string(), 3, Align::Left);
        let asked = format!("{} {}", looked_up.method, looked_up.target);
        line.cell(Meaning::Plain, &clipped(&asked, 160), ASKED, Align::Left);
        match &looked_up.answer {
            Ok(payment) => {
                line.piece(Meaning::Plain, &clipped(&payment.status, 32));
                line.piece(
                    Meaning::Plain,
                    &amount::shown(Some(&payment.amount), payment.currency.as_deref()),
                );
                line.piece(Meaning::Plain, &clipped(payment.method.as_deref().unwrap_or_default(), 24));
            }
            Err(error) => line.sentence(Meaning::Plain, &language.not_given(error)),
        }
        line.end(out);
        self.last = Last::Arrival;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bytes::Bytes;

    use crate::activity::{LookUpError, LookUps, LookedUp, What};
    use crate::report::fixtures::{activity, look, told};
    use crate::report::{Detail, Pretty};
    use crate::toss::Payment;

    fn looked_up(target: &str, answer: Result<Payment, LookUpError>) -> What {
        What::LookedUp(Arc::new(LookedUp {
            remote: ([127, 0, 0, 1], 1).into(),
            method: "GET".into(),
            target: target.into(),
            name: None,
            answer,
        }))
    }

    fn payment() -> Payment {
        let printed = r#"{"paymentKey":"p","orderId":"o","status":"DONE","totalAmount":33000,"currency":"KRW","method":"카드","secret":"ps_secret"}"#;
        Payment::read(Bytes::from_static(printed.as_bytes())).unwrap()
    }

    #[test]
    fn a_line_says_what_was_asked_for_and_what_was_given() {
        let reporter = Pretty::new(look(Some(120)), Detail::Line);
        let (stdout, _) = told(
            reporter,
            &[
                activity("14:02:11", looked_up("/v1/payments/orders/order_xgoa9vlqs6mpn9b", Ok(payment()))),
                activity("14:02:12", looked_up("/v1/payments/nope\u{1b}[2J", Err(LookUpError::Unknown))),
                activity("14:02:13", looked_up("/v1/payments/p", Err(LookUpError::ClientKey))),
            ],
        );
        assert_eq!(
            stdout,
            "14:02:11  200  GET /v1/payments/orders/order_xgoa9vlqs6mpn9b     DONE  33,000 KRW  카드\n\
             14:02:12  404  GET /v1/payments/nope\\x1b[2J                      \
             no such payment was sent from here or recorded\n\
             14:02:13  401  GET /v1/payments/p                                \
             with a client key: a look-up takes the secret key\n"
        );
    }

    #[test]
    fn the_last_words_count_what_was_given() {
        let ended = |lookups| {
            told(Pretty::new(look(None), Detail::Line), &[activity("14:02:11", What::LookUps(lookups))]).1
        };
        assert_eq!(
            ended(LookUps { lookups: 1_203, found: 1_200, unknown: 2, refused: 1, failed_on_purpose: 0 }),
            "\n1,203 look-ups: 1,200 found, 2 not known, 1 refused\n"
        );
        assert_eq!(ended(LookUps::default()), "\n0 look-ups\n");
    }
}
