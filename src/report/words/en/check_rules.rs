//! The rules of `check`: what each says, what it sends, and why that matters to Toss Payments.

use crate::activity::Rule;
use crate::report::words::RuleWords;

const fn row(rule: Rule, title: &'static str, sends: &'static str, why: &'static str) -> (Rule, RuleWords) {
    (rule, RuleWords { title, sends, why })
}

/// In the order of the rules. What is said of Toss Payments is from the sections of the facts that the rule's
/// own file names.
const ALL: [(Rule, RuleWords); 31] = [
    row(
        Rule::Exactly200,
        "an event is answered with exactly 200",
        "The control delivery: PAYMENT_STATUS_CHANGED DONE, a whole Payment by card. Passes with 200.",
        "Toss Payments documents 200 as the one success. What is answered otherwise is sent again, up to 7 \
         times over 3 days 19 hours, and is Failed then.",
    ),
    row(
        Rule::NoRedirect,
        "the answer is no redirect",
        "The control delivery. Passes with anything but a 3xx.",
        "A redirect is no 200, and nothing says that Toss Payments follows one.",
    ),
    row(
        Rule::Within10s,
        "the answer comes within 10 s",
        "The control delivery. Passes with an answer within 3 s; one within 10 s is a warning.",
        "Toss Payments waits 10 s for an answer, then counts a failure and sends the event again.",
    ),
    row(
        Rule::DepositFlatBody,
        "DEPOSIT_CALLBACK is handled, which is flat",
        "DEPOSIT_CALLBACK DONE: createdAt, secret, status, transactionKey, orderId. Passes with a 2xx.",
        "DEPOSIT_CALLBACK has no eventType and no data: it is known by its fields. Looked for by its type, \
         deposits are never seen.",
    ),
    row(
        Rule::UnsignedAccepted,
        "an event without a signature is accepted",
        "The control delivery, which has no signature. Passes with a 2xx.",
        "Toss Payments signs payout.changed and seller.changed, and nothing else. A server that demands a \
         signature, or a login, refuses every payment.",
    ),
    row(
        Rule::UnknownEvent,
        "an event of an unknown type is let pass",
        "The control delivery under an event type that does not exist yet. Passes with a 2xx.",
        "New events appear without a version change. One that is refused is sent again for 3 days 19 hours.",
    ),
    row(
        Rule::UnknownField,
        "unknown fields are let pass",
        "The control delivery with a new field beside data and one in it. Passes with a 2xx.",
        "New fields appear without a version change. On that day, a strict check refuses every payment.",
    ),
    row(
        Rule::CreatedAtForms,
        "every form of createdAt is read",
        "createdAt with 5 digits of a second and with none; in DEPOSIT_CALLBACK with an offset. Passes with \
         a 2xx for each.",
        "createdAt comes with and without digits of a second, trailing zeros dropped, and without an offset, \
         which means Korean time; that of DEPOSIT_CALLBACK has been seen with an offset, too.",
    ),
    row(
        Rule::KeyOrder,
        "keys are read in any order",
        "The control delivery with its keys from the last to the first. Passes with a 2xx.",
        "The order of the keys is not fixed, and differs in real deliveries.",
    ),
    row(
        Rule::WholePayment,
        "the whole Payment is taken, whatever it was paid with",
        "The control delivery by each payment method: most fields are null, and which are differs. Passes \
         with a 2xx for each. Where the control delivery fails, three fields are tried.",
        "PAYMENT_STATUS_CHANGED carries the whole Payment. The three fields of 2022 are no longer what \
         comes, and a check for them refuses what does.",
    ),
    row(
        Rule::ResendSameId,
        "a re-send is answered like the first attempt, and done once",
        "The control delivery and 4 re-sends: one transmission id, retried counts 0 to 4. Passes with a 2xx \
         for each and, with a probe, one effect.",
        "A re-send carries the transmission id of the first attempt. Refused, it comes again for 3 days 19 \
         hours; done again, goods are shipped twice.",
    ),
    row(
        Rule::ConcurrentDuplicate,
        "copies that arrive together are done once",
        "5 copies of the control delivery at once. Passes with a 2xx for each and, with a probe, one effect.",
        "A re-send can arrive while the first attempt is still at work. A guard that is set after the work \
         lets both do it.",
    ),
    row(
        Rule::CutOffDuplicate,
        "a re-send after an answer that nobody heard is done once",
        "The control delivery, cut off as its answer begins, and its re-send. Passes with a 2xx and, with a \
         probe, one effect.",
        "Where the line breaks after the work, Toss Payments has no answer and sends again.",
    ),
    row(
        Rule::FailedFirstTry,
        "a first attempt that fails is made up for by its re-send",
        "The control delivery, whose look-up at --api fails once with a 500, and its re-send. Whatever the first \
         is answered, passes with a 2xx for the re-send and, with a probe, one effect; without one, another \
         look-up. A 2xx for the first alone is a warning.",
        "What is noted as a duplicate before its work is done is lost when the work fails: the re-send is \
         answered like a duplicate, and what got a 200 is never sent again.",
    ),
    row(
        Rule::DoubleSubscription,
        "a deposit that is told of twice is done once",
        "One deposit as PAYMENT_STATUS_CHANGED and as DEPOSIT_CALLBACK. Passes with a 2xx for each and, with \
         a probe, one effect.",
        "Where both events are registered, a change of a virtual account is sent under both, with two \
         transmission ids.",
    ),
    row(
        Rule::LateOldState,
        "an old state that arrives late changes nothing",
        "CANCELED, then the re-send of an older DONE. Passes with a 2xx for each and, with a probe, if DONE \
         has no effect.",
        "A re-send comes up to 3 days 19 hours after the first attempt, so an old state can arrive after a \
         newer one.",
    ),
    row(
        Rule::DepositReversal,
        "a deposit that is taken back is handled",
        "DEPOSIT_CALLBACK DONE, then WAITING_FOR_DEPOSIT. Passes with a 2xx for each; a probe that stays is \
         a warning.",
        "After a deposit error, Toss Payments goes back from DONE to WAITING_FOR_DEPOSIT: the money is not \
         there.",
    ),
    row(
        Rule::CancelRest,
        "the rest of a payment cancelled is handled",
        "PARTIAL_CANCELED, then PARTIAL_CANCELED with balanceAmount 0. Passes with a 2xx for each.",
        "A payment that is cancelled in parts stays PARTIAL_CANCELED to its last won; it never becomes \
         CANCELED.",
    ),
    row(
        Rule::SignatureValid,
        "a valid signature is accepted",
        "payout.changed with the amount 5000.0, signed with the security key. Passes with a 2xx.",
        "The signature covers the bytes as received, a colon and the transmission time. Read and printed \
         again, 5000.0 becomes 5000, and no payout is ever accepted.",
    ),
    row(
        Rule::SignatureTwoValues,
        "one of two signatures is enough",
        "payout.changed with the valid signature first of two, then second. Passes with a 2xx for each.",
        "While a key is rotated, the header has a signature of each key. One match is enough.",
    ),
    row(
        Rule::SignatureForged,
        "a forged signature, or none, is refused",
        "payout.changed signed with another key, and not signed. Passes with a 4xx for each.",
        "Whoever knows the URL can post to it. For payouts and sellers, the signature is what tells an event \
         from a forgery.",
    ),
    row(
        Rule::SignatureStale,
        "the signature of another attempt is refused",
        "payout.changed with the signature of its attempt 16 minutes before. Passes with a 4xx.",
        "The signature covers the transmission time, so that one that was overheard is worth nothing later. \
         Each re-send has its own.",
    ),
    row(
        Rule::SecretRight,
        "a deposit with the payment's own secret is accepted",
        "DEPOSIT_CALLBACK DONE with the secret of --secret. Passes with a 2xx.",
        "The secret belongs to one payment: the confirm call returns it, and each of the payment's deposits \
         carries it. Compared with one value for all, it refuses every deposit.",
    ),
    row(
        Rule::SecretWrong,
        "a deposit with another secret is refused",
        "DEPOSIT_CALLBACK DONE with a made-up secret. Passes with a 4xx; with a probe that stays, a 2xx is a \
         warning.",
        "DEPOSIT_CALLBACK has no signature. The secret is what tells a deposit from a forgery.",
    ),
    row(
        Rule::MalformedJson,
        "a body that is no JSON is refused",
        "The first half of the control delivery's body. Passes with a 4xx.",
        "Toss Payments sends JSON. What is none must not break the handler (5xx), nor count as received (2xx).",
    ),
    row(
        Rule::EmptyBody,
        "an empty body is refused",
        "The control delivery without its body. Passes with a 4xx.",
        "Toss Payments sends JSON. What is none must not break the handler (5xx), nor count as received (2xx).",
    ),
    row(
        Rule::GetRequest,
        "a GET is refused",
        "A GET. Passes with a 4xx.",
        "Webhooks are POSTs. Anybody's browser can make a GET, which must do nothing and break nothing.",
    ),
    row(
        Rule::WrongContentType,
        "another content type breaks nothing",
        "The control delivery as text/plain. Passes with anything but a 5xx.",
        "Which content type Toss Payments sends is not documented to the letter, so nothing may break over it.",
    ),
    row(
        Rule::LargeBody,
        "a large event is taken",
        "A whole Payment that was cancelled in so many parts that it has 64 KiB. Anything but a 2xx is a \
         warning.",
        "A payment carries all its cancels. What a body limit refuses is sent again and refused again, until \
         it is Failed.",
    ),
    row(
        Rule::ClientGone,
        "a sender that hangs up takes nothing along",
        "A delivery that ends after its headers, then the control delivery. Passes with a 2xx for that.",
        "Networks break amid requests. The next event must find the server at work.",
    ),
    row(
        Rule::Burst,
        "many events at once are all handled in time",
        "32 control deliveries of different payments at once. Passes with a 2xx within 10 s for each.",
        "After an outage, the re-sends of many events come together with new ones.",
    ),
];

/// What there is to say of a rule.
pub fn rule(rule: Rule) -> RuleWords {
    ALL[rule as usize].1
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_rule_has_its_own_words() {
        assert!(super::ALL.iter().map(|(rule, _)| *rule).eq(super::Rule::all()));
    }
}
