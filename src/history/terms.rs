//! What an event is found by: terms for the search index, and the index's query for a search.
//!
//! Terms are no more than a sieve: what they let through is looked at itself. `o` begins three letters of an
//! order's id, `k` the whole of it, `w` a Latin word or number; Korean stands by pairs of letters, so that a
//! word is found within a longer one. Signs become `_`, Latin capitals small letters.

use crate::filter::{Search, for_each_value};
use crate::toss::Content;

/// How many letters of a word a term holds.
const WORD: usize = 12;

/// How many letters of an order's id are in terms; Toss Payments takes 64.
const ORDER: usize = 64;

/// How many terms an event may have. One with more has [`ANY`] instead.
const MOST: usize = 4096;

/// The term of events that may hold anything.
const ANY: &str = "x";

/// How many pieces of a searched word are asked for: its last ones, which tell most.
const PIECES: usize = 6;

/// The terms of an event, with blanks between them.
pub(super) fn of_event(content: &Content, body: &[u8]) -> String {
    let mut terms = Vec::new();
    let order_id = content.event().and_then(|event| event.order_id.as_deref()).unwrap_or_default();
    if !order_id.is_empty() {
        terms.push(whole_order(order_id));
    }
    let mut has_room = order_id.len() <= 4 * ORDER;
    if has_room {
        terms.extend(parts_of_order(order_id));
        for_each_value(content, body, |value| {
            has_room = terms.len() + value.len() <= MOST;
            if has_room {
                terms.extend(pieces(value).flat_map(Piece::terms));
            }
            has_room
        });
    }
    if !has_room {
        terms.truncate(1);
        terms.push(ANY.to_owned());
    }
    terms.sort_unstable();
    terms.dedup();
    terms.join(" ")
}

/// The query for events that a search may find; none where the words are too short to ask for.
pub(super) fn query(search: &Search) -> Option<String> {
    let mut words = Vec::new();
    for word in search.words() {
        let is_short = word.is_ascii() && word.len() < 2;
        let in_values: Vec<_> = pieces(word).flat_map(|piece| piece.asked(word)).collect();
        if is_short || in_values.is_empty() {
            return None;
        }
        words.push(format!("({} OR {})", all_of(&asked_of_order(word)), all_of(&in_values)));
    }
    Some(format!("{} OR \"{ANY}\"", all_of(&words)))
}

/// The query for events that may be of this order.
pub(super) fn order_query(order_id: &str) -> String {
    format!("\"{}\"", whole_order(order_id))
}

fn all_of(terms: &[String]) -> String {
    let last = terms.get(terms.len().saturating_sub(PIECES)..).unwrap_or_default();
    format!("({})", last.join(" AND "))
}

fn mapped(letter: char) -> char {
    match letter {
        'a'..='z' | '0'..='9' => letter,
        'A'..='Z' => letter.to_ascii_lowercase(),
        _ if letter.is_ascii() => '_',
        _ => letter,
    }
}

fn whole_order(order_id: &str) -> String {
    std::iter::once('k').chain(order_id.chars().take(ORDER).map(mapped)).collect()
}

/// Every three letters in a row, and the last two and one, so that fewer are found by how a term begins.
fn parts_of_order(order_id: &str) -> impl Iterator<Item = String> {
    let letters: Vec<char> = order_id.chars().map(mapped).collect();
    (0..letters.len())
        .map(move |at| std::iter::once('o').chain(letters[at..].iter().take(3).copied()).collect())
}

fn asked_of_order(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().map(mapped).collect();
    if letters.len() < 3 {
        return vec![format!("\"o{}\" *", letters.iter().collect::<String>())];
    }
    letters.windows(3).map(|three| format!("\"o{}\"", three.iter().collect::<String>())).collect()
}

/// A part of a text.
#[derive(Clone, Copy)]
enum Piece<'a> {
    /// Latin letters and digits.
    Latin(&'a str),
    /// Letters beyond ASCII.
    Other(&'a str),
}

/// The pieces of a text, without the signs between them.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_latin = |letter: char| letter.is_ascii_alphanumeric();
        let is_sign = |letter: char| letter.is_ascii() && !is_latin(letter);
        rest = rest.trim_start_matches(is_sign);
        let first = rest.chars().next()?;
        let end = rest.find(|letter: char| is_latin(letter) != is_latin(first) || is_sign(letter));
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        Some(if is_latin(first) { Piece::Latin(piece) } else { Piece::Other(piece) })
    })
}

impl<'a> Piece<'a> {
    fn terms(self) -> Vec<String> {
        match self {
            Self::Latin(word) => vec![word_term(word)],
            Self::Other(letters) => pairs(letters).map(str::to_owned).collect(),
        }
    }

    /// What is asked for this piece of `word`.
    fn asked(self, word: &'a str) -> Vec<String> {
        match self {
            // Where the searched word goes on, the piece is a whole word; where it ends, it may be the beginning of one.
            Self::Latin(piece) if word.ends_with(piece) && piece.len() < WORD => {
                vec![format!("\"{}\" *", word_term(piece))]
            }
            Self::Latin(piece) => vec![format!("\"{}\"", word_term(piece))],
            Self::Other(letters) if letters.chars().nth(1).is_none() => vec![format!("\"{letters}\" *")],
            Self::Other(letters) => pairs(letters)
                .filter(|pair| pair.chars().nth(1).is_some())
                .map(|pair| format!("\"{pair}\""))
                .collect(),
        }
    }
}

fn word_term(word: &str) -> String {
    std::iter::once('w').chain(word.chars().take(WORD).map(mapped)).collect()
}

/// Every two letters in a row, and the last alone.
fn pairs(letters: &str) -> impl Iterator<Item = &str> {
    letters.char_indices().map(|(at, _)| {
        let end = letters[at..].char_indices().nth(2).map_or(letters.len(), |(length, _)| at + length);
        &letters[at..end]
    })
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;
    use rusqlite::{Connection, params};
    use serde_json::json;

    use super::*;
    use crate::history::{Limits, store};

    fn add(connection: &Connection, seq: i64, terms: &str) {
        let add = "INSERT INTO search (rowid, terms) VALUES (?1, ?2)";
        connection.execute(add, params![seq, terms]).unwrap();
    }

    fn matches(connection: &Connection, query: &str) -> bool {
        let exists = "SELECT EXISTS (SELECT 1 FROM search WHERE search MATCH ?1)";
        connection.query_row(exists, [query], |row| row.get(0)).unwrap()
    }

    /// Whether the index finds an event with this body by a search; none where it can't be asked.
    fn sifted(typed: &str, body: &Bytes) -> Option<bool> {
        let connection = store::connect_memory(&Limits::default()).unwrap();
        add(&connection, 7, &of_event(&Content::read(body), body));
        query(&Search::parse(typed).unwrap()).map(|query| matches(&connection, &query))
    }

    fn body(order_id: &str, name: &str) -> Bytes {
        let data = json!({ "orderId": order_id, "orderName": name, "totalAmount": 15000, "card": null });
        json!({ "eventType": "PAYMENT_STATUS_CHANGED", "data": data }).to_string().into()
    }

    #[test]
    fn words_of_two_syllables_and_parts_of_orders_are_sifted_out() {
        let body = body("order-1122-0018", "정기구독 3개월");
        for typed in [
            "구독",
            "기구",
            "독",
            "3개월",
            "1122",
            "der-1",
            "18",
            "8",
            "ORDER",
            "150",
            "payment_sta",
            "구독 0018",
        ] {
            assert_ne!(sifted(typed, &body), Some(false), "{typed}");
        }
        for typed in ["독구", "구매", "1123", "ayment", "구독 0019", "ordre"] {
            assert_eq!(sifted(typed, &body), Some(false), "{typed}");
        }
        assert_eq!(sifted("a", &body), None);
        assert_eq!(sifted("- --", &body), None);
    }

    #[test]
    fn an_event_that_holds_too_much_is_never_sifted_out_and_still_known_by_its_order() {
        let body = body("order-1", &"낱말 ".repeat(MOST));
        assert_eq!(sifted("nothing", &body), Some(true));
        let connection = store::connect_memory(&Limits::default()).unwrap();
        let terms = of_event(&Content::read(&body), &body);
        assert_eq!(terms, "korder_1 x");
        add(&connection, 1, &terms);
        assert!(
            matches(&connection, &order_query("order-1")) && !matches(&connection, &order_query("order-2"))
        );
    }

    proptest! {
        #[test]
        fn what_a_search_finds_the_index_lets_through(
            order_id in "[a-cA-C카_-]{0,8}",
            name in "[a-c0-1가나 .,\"-]{0,16}",
            cut in (0_usize..16, 1_usize..6),
            other in "[a-cA-C가나.-]{1,4}",
        ) {
            let body = body(&order_id, &name);
            let content = Content::read(&body);
            let part: String = format!("{name} {order_id}").chars().skip(cut.0).take(cut.1).collect();
            for typed in [part.clone(), other.clone(), format!("{part} {other}")] {
                let Some(search) = Search::parse(&typed) else { continue };
                if search.finds(&content, &body) {
                    prop_assert_ne!(sifted(&typed, &body), Some(false), "{} in {:?}", typed, body);
                }
            }
        }
    }
}
