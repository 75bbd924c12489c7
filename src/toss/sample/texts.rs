//! The texts in samples, Korean as in real deliveries. People, numbers and accounts are made up.

/// The test merchant that Toss Payments' own samples use.
pub(super) const MERCHANT_ID: &str = "tgen_docs";

pub(super) const ORDER_NAMES: [&str; 8] = [
    "여름 반팔 셔츠 외 2건",
    "콜드브루 원두 500g",
    "무선 키보드",
    "제주 감귤 5kg 외 1건",
    "온라인 강의 수강권",
    "필라테스 10회 이용권",
    "캠핑 의자 외 3건",
    "어린이 도서 세트",
];

pub(super) const NAMES: [&str; 6] = ["김하늘", "이서준", "박지우", "최민서", "정도윤", "강예린"];

pub(super) const CANCEL_REASONS: [&str; 5] =
    ["고객 변심", "상품 품절", "배송 지연", "주문 실수로 인한 취소", "옵션 변경 요청"];

pub(super) const PROVIDERS: [&str; 4] = ["토스페이", "네이버페이", "카카오페이", "페이코"];

pub(super) const GIFT_CERTIFICATES: [&str; 3] = ["문화상품권", "도서문화상품권", "게임문화상품권"];

/// Issuers as Toss Payments numbers them: KB, Hana, Shinhan, Samsung, Hyundai, Lotte.
pub(super) const CARD_COMPANIES: [&str; 6] = ["11", "21", "41", "51", "61", "71"];

/// Banks as Toss Payments numbers them: KB, NH, Woori, Hana, Shinhan.
pub(super) const BANKS: [&str; 5] = ["06", "11", "20", "81", "88"];

/// Prices that people know; won has no smaller unit.
pub(super) const PRICES: [u64; 10] =
    [4_900, 9_900, 12_000, 15_800, 19_900, 27_000, 33_000, 49_500, 77_000, 128_000];
