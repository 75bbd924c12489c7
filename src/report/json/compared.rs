//! The keys of a listener's `lookup`, which `differences` and `payment` follow.

use serde::{Serialize, Serializer};

use crate::activity::{Agreement, Compared, ComparedField, Difference, NoPayment};
use crate::report::Reveal;
use crate::report::mask::Secret;
use crate::toss::PaymentName;

#[derive(Serialize)]
pub(super) struct ComparedKeys<'a> {
    id: &'a str,
    payment_key: Option<&'a str>,
    order_id: Option<&'a str>,
    verdict: Option<&'static str>,
    reason: Option<&'static str>,
    event_status: Option<&'a str>,
    http_status: Option<u16>,
    code: Option<&'a str>,
    message: Option<&'a str>,
}

impl<'a> ComparedKeys<'a> {
    pub(super) fn of(compared: &'a Compared) -> Self {
        let (key, order) = match &compared.name {
            PaymentName::Key(key) => (Some(&**key), None),
            PaymentName::Order(order) => (None, Some(&**order)),
        };
        let mut keys = Self {
            id: compared.id.as_str(),
            payment_key: key,
            order_id: order,
            verdict: None,
            reason: None,
            event_status: None,
            http_status: None,
            code: None,
            message: None,
        };
        match &compared.answer {
            Ok((payment, agreement)) => {
                keys.payment_key = Some(&payment.key);
                keys.order_id = Some(&payment.order_id);
                keys.verdict = Some(agreement.as_str());
                keys.event_status = Some(&payment.status);
                keys.http_status = Some(200);
            }
            Err(why) => {
                keys.reason = Some(why.as_str());
                if let NoPayment::Refused { http_status, code, message } = why {
                    keys.http_status = Some(*http_status);
                    keys.code = code.as_deref();
                    keys.message = message.as_deref();
                }
            }
        }
        keys
    }
}

/// What differs, with both values.
pub(super) struct Differences<'a>(pub(super) &'a Compared, pub(super) Reveal);

#[derive(Serialize)]
struct DifferenceKeys {
    field: &'static str,
    event: Option<String>,
    payment: Option<String>,
}

impl Serialize for Differences<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let all: &[Difference] = match &self.0.answer {
            Ok((_, Agreement::Differs(all))) => all,
            _ => &[],
        };
        out.collect_seq(all.iter().map(|it| {
            let is_masked = it.field == ComparedField::Secret && self.1 == Reveal::Masked;
            let value = |value: &Option<String>| {
                value.as_ref().map(|text| if is_masked { Secret::Key.mask(text) } else { text.clone() })
            };
            DifferenceKeys { field: it.field.as_str(), event: value(&it.event), payment: value(&it.payment) }
        }))
    }
}
