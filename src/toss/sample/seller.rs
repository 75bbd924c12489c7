//! seller.changed (section 4).

use fastrand::Rng;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::draw::{DIGITS, letters, pick, stream, ulid};
use super::{Wanted, envelope, texts, times};

pub(super) fn event(wanted: &Wanted, status: &str) -> Value {
    let mut rng = stream(wanted.seed, "seller");
    let registered_at = registered(wanted, &mut rng);
    let name = pick(&texts::NAMES, &mut rng);
    // Numbers that nobody has: 010-0000-xxxx is not given out, nor are registrations from 000.
    let body = json!({
        "id": format!("seller_a{}", ulid(registered_at, &mut rng)),
        "refSellerId": format!("seller-{}", letters(DIGITS, 4, &mut rng)),
        "businessType": "INDIVIDUAL_BUSINESS",
        "company": {
            "name": "하늘상회",
            "representativeName": name,
            "businessRegistrationNumber": format!("000{}", letters(DIGITS, 7, &mut rng)),
            "email": "seller@example.com",
            "phone": format!("0100000{}", letters(DIGITS, 4, &mut rng)),
        },
        "individual": null,
        "account": {
            "bankCode": pick(&texts::BANKS, &mut rng),
            "accountNumber": format!("123*****9{}", letters(DIGITS, 4, &mut rng)),
            "holderName": name,
        },
        "status": status,
        "metadata": {"grade": "A"},
    });
    envelope::entity("seller", wanted, status, &body)
}

/// When the seller was registered, which its id tells.
pub(super) fn registered_at(wanted: &Wanted) -> Timestamp {
    registered(wanted, &mut stream(wanted.seed, "seller"))
}

fn registered(wanted: &Wanted, rng: &mut Rng) -> Timestamp {
    let drawn = times::earlier(wanted.at, rng.i64(86_400..2_592_000));
    wanted.requested_at.unwrap_or(drawn)
}
