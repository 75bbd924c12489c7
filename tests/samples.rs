//! Samples as a receiver gets them, byte for byte: a change of these is a change for everybody who
//! keeps a `--seed`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use jiff::Timestamp;
use tosshook::toss::EventType;
use tosshook::toss::sample::edit::{Edit, Missing};
use tosshook::toss::sample::{Wanted, make};

fn at() -> Timestamp {
    "2024-11-22T13:05:06.123456+09:00".parse().unwrap()
}

fn text(wanted: &Wanted) -> String {
    String::from_utf8(make(wanted).unwrap().body.to_vec()).unwrap()
}

#[test]
fn a_card_payment_of_seed_1_is_this_one() {
    let payment = Wanted::new(EventType::PaymentStatusChanged, at(), 1);
    assert_eq!(
        text(&payment),
        concat!(
            r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2024-11-22T13:05:06.123456","#,
            r#""data":{"mId":"tgen_docs","lastTransactionKey":"txrd_a01jd90q0ag25hhrvpm6rbxk8na","#,
            r#""paymentKey":"tgen_20241122130209vOlGN","orderId":"order_h8x0slsev7hn2ok","#,
            r#""orderName":"온라인 강의 수강권","taxExemptionAmount":0,"status":"DONE","#,
            r#""requestedAt":"2024-11-22T13:02:09+09:00","approvedAt":"2024-11-22T13:05:06+09:00","#,
            r#""useEscrow":false,"cultureExpense":false,"card":{"issuerCode":"61","acquirerCode":"61","#,
            r#""number":"48573719****390*","installmentPlanMonths":0,"isInterestFree":false,"#,
            r#""interestPayer":null,"approveNo":"55766261","useCardPoint":false,"cardType":"신용","#,
            r#""ownerType":"개인","acquireStatus":"READY","amount":12000},"virtualAccount":null,"#,
            r#""transfer":null,"mobilePhone":null,"giftCertificate":null,"cashReceipt":null,"#,
            r#""cashReceipts":null,"discount":null,"cancels":null,"#,
            r#""secret":"ps_8Gy4imalu3RFkCUmxl49hohwFPhb","type":"NORMAL","easyPay":null,"#,
            r#""country":"KR","failure":null,"isPartialCancelable":true,"#,
            r#""receipt":{"url":"https://dashboard-sandbox.tosspayments.com/receipt/redirection?transactionId=tgen_20241122130209vOlGN&ref=PX"},"#,
            r#""checkout":{"url":"https://api.tosspayments.com/v1/payments/tgen_20241122130209vOlGN/checkout"},"#,
            r#""currency":"KRW","totalAmount":12000,"balanceAmount":12000,"suppliedAmount":10909,"#,
            r#""vat":1091,"taxFreeAmount":0,"method":"카드","version":"2022-11-16","metadata":null}}"#,
        )
    );
    assert_eq!(make(&payment).unwrap().transmission_id.0, "whtrans_a01jd90q0ebs3f2xkcsgc268a6k");
}

#[test]
fn a_deposit_of_seed_1_is_this_one() {
    let deposit = Wanted::new(EventType::DepositCallback, at(), 1);
    assert_eq!(
        text(&deposit),
        concat!(
            r#"{"createdAt":"2024-11-22T13:05:06.123456","secret":"ps_8Gy4imalu3RFkCUmxl49hohwFPhb","#,
            r#""status":"DONE","transactionKey":"txrd_a01jd90q0ag25hhrvpm6rbxk8na","#,
            r#""orderId":"order_h8x0slsev7hn2ok"}"#,
        )
    );
    assert_eq!(make(&deposit).unwrap().transmission_id.0, "whtrans_a01jd90q0ebhfp5frzq98x2nmf4");
}

#[test]
fn editing_a_sample_leaves_every_other_byte() {
    let payout = text(&Wanted::new(EventType::PayoutChanged, at(), 1));
    let edit = Edit::parse_set("entityBody.status=FAILED").unwrap();
    let edited = edit.apply(payout.as_bytes(), Missing::Refuse).unwrap();
    assert_eq!(String::from_utf8(edited).unwrap(), payout.replace("\"COMPLETED\"", "\"FAILED\""));
}
