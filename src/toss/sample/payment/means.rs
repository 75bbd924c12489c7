//! What a Payment says about how it was paid: one of six objects, the others null.

use serde_json::{Value, json};

use super::story::Story;
use crate::toss::sample::draw::{DIGITS, letters, pick, stream};
use crate::toss::sample::order::Order;
use crate::toss::sample::{Method, texts, times};

/// How long an account waits for its deposit.
const DUE_SECONDS: i64 = 7 * 86_400;

#[derive(Default)]
pub(super) struct Means {
    pub(super) name: &'static str,
    pub(super) card: Option<Value>,
    pub(super) virtual_account: Option<Value>,
    pub(super) transfer: Option<Value>,
    pub(super) mobile_phone: Option<Value>,
    pub(super) gift_certificate: Option<Value>,
    pub(super) easy_pay: Option<Value>,
}

/// The details are filled in by the approval: a payment that never got one names its method only.
pub(super) fn of(seed: u64, order: &Order, story: &Story, status: &str, method: Method) -> Means {
    let mut rng = stream(seed, "means");
    let mut means = Means::default();
    let key = order.payment_key(story.requested);
    let (name, slot, details) = match method {
        Method::Card => ("카드", &mut means.card, card(order, status, &mut rng)),
        Method::VirtualAccount => {
            ("가상계좌", &mut means.virtual_account, virtual_account(order, story, status, &mut rng))
        }
        Method::EasyPay => ("간편결제", &mut means.easy_pay, easy_pay(order, &mut rng)),
        Method::Transfer => (
            "계좌이체",
            &mut means.transfer,
            json!({"bankCode": pick(&texts::BANKS, &mut rng), "settlementStatus": "INCOMPLETED"}),
        ),
        Method::MobilePhone => ("휴대폰", &mut means.mobile_phone, mobile_phone(&key, &mut rng)),
        Method::GiftCertificate => (
            pick(&texts::GIFT_CERTIFICATES, &mut rng),
            &mut means.gift_certificate,
            json!({"approveNo": letters(DIGITS, 8, &mut rng), "settlementStatus": "INCOMPLETED"}),
        ),
    };
    *slot = (!matches!(status, "ABORTED" | "EXPIRED")).then_some(details);
    means.name = name;
    means
}

fn card(order: &Order, status: &str, rng: &mut fastrand::Rng) -> Value {
    let company = pick(&texts::CARD_COMPANIES, rng);
    json!({
        "issuerCode": company,
        "acquirerCode": company,
        "number": format!("4{}****{}*", letters(DIGITS, 7, rng), letters(DIGITS, 3, rng)),
        "installmentPlanMonths": 0,
        "isInterestFree": false,
        "interestPayer": null,
        "approveNo": letters(DIGITS, 8, rng),
        "useCardPoint": false,
        "cardType": pick(&["신용", "체크"], rng),
        "ownerType": "개인",
        "acquireStatus": if status == "CANCELED" { "CANCELED" } else { "READY" },
        "amount": order.total,
    })
}

fn virtual_account(order: &Order, story: &Story, status: &str, rng: &mut fastrand::Rng) -> Value {
    let paid = story.approved.is_some();
    json!({
        // Numbers of test accounts start with X.
        "accountNumber": format!("X{}", letters(DIGITS, 13, rng)),
        "accountType": "일반",
        "bankCode": pick(&texts::BANKS, rng),
        "customerName": order.customer,
        "depositorName": paid.then_some(order.customer),
        "dueDate": times::with_offset(times::later(story.requested, DUE_SECONDS)),
        "expired": false,
        "settlementStatus": "INCOMPLETED",
        "refundStatus": if matches!(status, "CANCELED" | "PARTIAL_CANCELED") { "COMPLETED" } else { "NONE" },
        "refundReceiveAccount": null,
    })
}

fn easy_pay(order: &Order, rng: &mut fastrand::Rng) -> Value {
    json!({"provider": pick(&texts::PROVIDERS, rng), "amount": order.total, "discountAmount": 0})
}

fn mobile_phone(key: &str, rng: &mut fastrand::Rng) -> Value {
    json!({
        "customerMobilePhone": format!("0100000{}", letters(DIGITS, 4, rng)),
        "settlementStatus": "INCOMPLETED",
        "receiptUrl": format!("{}?transactionId={key}&ref=PX", super::RECEIPTS),
    })
}
