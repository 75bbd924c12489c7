//! The answers: a payment's own JSON, or an error as Toss Payments documents it.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde_json::json;

use crate::activity::LookUpError;
use crate::inbound::Reply;
use crate::toss::Payment;

/// The answer to a look-up.
pub(super) fn reply(answer: &Result<Payment, LookUpError>) -> Reply {
    let (status, body) = match answer {
        Ok(payment) => (200, payment.bytes.clone()),
        Err(error) => (error.http_status(), printed(error)),
    };
    let json = HeaderValue::from_static("application/json;charset=UTF-8");
    Reply { status, headers: [(CONTENT_TYPE, json)].into_iter().collect(), body }
}

fn printed(error: &LookUpError) -> Bytes {
    json!({"code": error.code(), "message": message(error.code())}).to_string().into()
}

/// What Toss Payments' list of errors has beside the code.
fn message(code: &str) -> &'static str {
    match code {
        "UNAUTHORIZED_KEY" => "인증되지 않은 시크릿 키 혹은 클라이언트 키 입니다.",
        "INCORRECT_BASIC_AUTH_FORMAT" => "잘못된 요청입니다. ':' 를 포함해 인코딩해주세요.",
        "FORBIDDEN_REQUEST" => "허용되지 않은 요청입니다.",
        "NOT_FOUND_PAYMENT" => "존재하지 않는 결제 정보 입니다.",
        "NOT_FOUND_HTTP_METHOD" => "존재하지 않는 HTTP 메소드 접근입니다.",
        "FAILED_INTERNAL_SYSTEM_PROCESSING" => {
            "내부 시스템 처리 작업이 실패했습니다. 잠시 후 다시 시도해주세요."
        }
        _ => "존재하지 않는 정보 입니다.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_has_the_documented_form() {
        let reply = reply(&Err(LookUpError::Unknown));
        assert_eq!(reply.status, 404);
        assert_eq!(reply.headers[CONTENT_TYPE], "application/json;charset=UTF-8");
        assert_eq!(
            std::str::from_utf8(&reply.body).unwrap(),
            r#"{"code":"NOT_FOUND_PAYMENT","message":"존재하지 않는 결제 정보 입니다."}"#
        );
    }

    #[test]
    fn no_two_codes_have_one_message() {
        use LookUpError::{Browser, History, NoColon, NoKey, OtherMethod, OtherPath, Unknown};
        let errors = [NoKey, NoColon, Browser, Unknown, OtherMethod, OtherPath, History(String::new())];
        let messages: std::collections::BTreeSet<_> =
            errors.iter().map(|error| message(error.code())).collect();
        assert_eq!(messages.len(), errors.len());
    }
}
