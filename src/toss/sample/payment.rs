//! `PAYMENT_STATUS_CHANGED`: the whole Payment (section 5), in the order in which Toss Payments prints it.

pub(super) mod cancel;
mod means;
mod story;

use serde_json::{Value, json};

use super::order::{Order, transaction_key};
use super::{Dates, Method, Wanted, envelope, texts, times};
use story::Story;

pub(super) fn event(wanted: &Wanted, status: &str, method: Option<Method>) -> Value {
    envelope::notified("PAYMENT_STATUS_CHANGED", wanted, &payment(wanted, status, method))
}

/// A Payment in this status.
pub(super) fn payment(wanted: &Wanted, status: &str, method: Option<Method>) -> Value {
    let order = Order::of(wanted);
    let method = method.unwrap_or(Method::Card);
    let story = Story::of(wanted, status, method);
    let means = means::of(wanted.seed, &order, &story, status, method);
    let cancel::Cancels { balance, printed: cancels } = cancel::of(wanted, &order, &story, status);
    let vat = vat(balance);
    let key = order.payment_key(story.requested);
    let settled = !matches!(status, "ABORTED" | "EXPIRED");
    json!({
        "mId": texts::MERCHANT_ID,
        "lastTransactionKey": settled.then(|| transaction_key(wanted.seed, status, wanted.occurrence, story.changed)),
        "paymentKey": key,
        "orderId": order.id,
        "orderName": order.name,
        "taxExemptionAmount": 0,
        "status": status,
        "requestedAt": times::with_offset(story.requested),
        "approvedAt": story.approved.map(times::with_offset),
        "useEscrow": false,
        "cultureExpense": false,
        "card": means.card,
        "virtualAccount": means.virtual_account,
        "transfer": means.transfer,
        "mobilePhone": means.mobile_phone,
        "giftCertificate": means.gift_certificate,
        "cashReceipt": null,
        "cashReceipts": null,
        "discount": null,
        "cancels": cancels,
        "secret": order.secret,
        "type": "NORMAL",
        "easyPay": means.easy_pay,
        "country": "KR",
        "failure": (status == "ABORTED").then(|| failure(method)),
        "isPartialCancelable": true,
        "receipt": settled.then(|| json!({"url": format!("{RECEIPTS}?transactionId={key}&ref=PX")})),
        "checkout": {"url": format!("https://api.tosspayments.com/v1/payments/{key}/checkout")},
        "currency": "KRW",
        "totalAmount": order.total,
        "balanceAmount": balance,
        "suppliedAmount": balance - vat,
        "vat": vat,
        "taxFreeAmount": 0,
        "method": means.name,
        "version": "2022-11-16",
        "metadata": null,
    })
}

/// When a payment that comes to this status was requested and approved.
pub(super) fn dates(wanted: &Wanted, status: &str, method: Option<Method>) -> Dates {
    let story = Story::of(wanted, status, method.unwrap_or(Method::Card));
    Dates { requested_at: Some(story.requested), approved_at: story.approved }
}

/// Where receipts of test payments are shown.
const RECEIPTS: &str = "https://dashboard-sandbox.tosspayments.com/receipt/redirection";

/// The tax in an amount: an eleventh, rounded. It is the balance's, so it falls as parts are
/// cancelled, down to 0.
fn vat(balance: u64) -> u64 {
    (2 * balance + 11) / 22
}

/// Why an approval failed.
fn failure(method: Method) -> Value {
    let (code, message) = match method {
        Method::Card => ("REJECT_CARD_PAYMENT", "한도초과 혹은 잔액부족으로 결제에 실패했습니다."),
        Method::Transfer => ("REJECT_ACCOUNT_PAYMENT", "잔액부족으로 결제에 실패했습니다."),
        _ => ("PROVIDER_ERROR", "일시적인 오류가 발생했습니다. 잠시 후 다시 시도해주세요."),
    };
    json!({"code": code, "message": message})
}
