use std::collections::HashSet;

use super::*;

fn at() -> Timestamp {
    "2026-11-22T04:00:00Z".parse().unwrap()
}

fn turn(chain: u64) -> Place {
    Place { chain, step: 0, moment: at(), not_before: Timestamp::MIN }
}

fn everything() -> Chaos {
    Chaos {
        duplicates: 2,
        order: Order::Shuffled,
        delay: Duration::from_millis(300),
        abort_after: None,
        bodies: Bodies::Malformed,
    }
}

#[test]
fn the_same_seed_chooses_the_same_and_another_does_not() {
    let chosen = |seed| -> Vec<_> {
        let of = |chain| {
            let place = everything().instead_of(turn(chain), seed, 1, at(), 100);
            (place, everything().mishap(seed, place, Nth::First), Copies::chosen(seed, place))
        };
        (0..100).map(of).collect()
    };
    assert_eq!(chosen(7), chosen(7));
    assert_ne!(chosen(7), chosen(8));
}

#[test]
fn a_shuffled_run_has_each_event_once_and_none_leaves_its_window() {
    let chains = 70;
    let places: Vec<_> =
        (0..chains).map(|chain| everything().instead_of(turn(chain), 7, 1, at(), chains)).collect();
    assert_eq!(places.iter().map(|place| place.chain).collect::<HashSet<_>>().len(), 70);
    assert!(places.iter().zip(0..).all(|(place, turn)| place.chain / SHUFFLED == turn / SHUFFLED));
    assert!(places.windows(2).any(|two| two[1].chain < two[0].chain));
    // What they say of when they happened is in the order in which they would have gone out.
    let mut first: Vec<_> = places[..32].to_vec();
    first.sort_by_key(|place| place.moment);
    assert!(first.windows(2).all(|two| two[0].chain < two[1].chain));
    assert!(first.iter().all(|place| place.moment < at()));
}

#[test]
fn the_steps_of_a_chain_are_shuffled_among_each_other() {
    let step = |chain, step| Place { step, ..turn(chain) };
    let orders: HashSet<Vec<usize>> = (0..20)
        .map(|chain| {
            let of = |nth| everything().instead_of(step(chain, nth), 7, 3, at(), 20);
            assert!((0..3).all(|nth| of(nth).chain == chain));
            (0..3).map(|nth| of(nth).step).collect()
        })
        .collect();
    assert!(orders.len() > 2, "{orders:?}");
    assert!(orders.iter().all(|order| order.iter().sum::<usize>() == 3));
}

#[test]
fn every_kind_of_broken_body_comes_once_in_six_events_and_differs_from_the_whole() {
    let whole = Bytes::from_static(br#"{"eventType":"X","createdAt":"","data":{"status":"DONE"}}"#);
    let mut seen = HashSet::new();
    for chain in 0..6 {
        let mishap = everything().mishap(7, turn(chain), Nth::First);
        let body = mishap.body(&whole);
        assert_ne!(body, whole);
        assert!(seen.insert(body));
    }
    let readable = seen.iter().filter(|body| serde_json::from_slice::<serde_json::Value>(body).is_ok());
    assert_eq!(readable.count(), 2, "an array, and a content of another type");
}

#[test]
fn bodies_of_anything_can_be_broken() {
    for whole in ["", "x", "{}", "[]", "{\"status\":1}"].map(|text| Bytes::from_static(text.as_bytes())) {
        for kind in Malformed::ALL {
            let mishap = Mishap { malformed: Some(kind), ..Mishap::default() };
            let _ = mishap.body(&whole);
        }
    }
}

#[test]
fn re_sends_are_held_back_and_meet_with_nothing_else() {
    let chaos = Chaos { abort_after: Some(CutAfter::Response), ..everything() };
    let held = |nth| {
        let mishap = chaos.mishap(7, turn(3), nth);
        let held = mishap.held.unwrap();
        assert!(held <= Duration::from_millis(300));
        (held, Mishap { held: None, ..mishap })
    };
    let (first, second) = (held(Nth::First), held(Nth::Resend(1)));
    assert_ne!(first.0, second.0);
    assert_eq!(second.1, Mishap::default());
    assert_eq!((first.1.copies, first.1.cut), (2, Some(CutAfter::Response)));
}
