//! Everything random about a sample: named streams of one seed, and the shapes drawn from them.

use fastrand::Rng;
use jiff::Timestamp;

/// Crockford's base32 in lower case, as ULIDs are written.
const ULID_LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// The letters of keys and secrets.
pub(super) const KEY_LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// The letters of lower-case ids.
pub(super) const ID_LETTERS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
pub(super) const DIGITS: &[u8; 10] = b"0123456789";

/// A stream of its own for each purpose, so that drawing one thing never moves another.
pub(super) fn stream(seed: u64, purpose: &str) -> Rng {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    // FNV-1a: small, and the same in every version of this program.
    let mixed = purpose
        .bytes()
        .fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    Rng::with_seed(seed ^ mixed)
}

/// The purpose of what is drawn once more, so many times after the first.
pub(super) fn nth(purpose: String, before: u32) -> String {
    if before == 0 { purpose } else { format!("{purpose} {before}") }
}

/// One of the choices.
pub(super) fn pick<T: Copy, const N: usize>(choices: &[T; N], rng: &mut Rng) -> T {
    const { assert!(N > 0, "something to choose from") };
    choices[rng.usize(..N)]
}

/// So many letters of this alphabet.
pub(super) fn letters<const N: usize>(alphabet: &[u8; N], count: usize, rng: &mut Rng) -> String {
    (0..count).map(|_| char::from(pick(alphabet, rng))).collect()
}

/// A ULID in lower case: 10 letters of milliseconds, 16 random ones.
pub(super) fn ulid(at: Timestamp, rng: &mut Rng) -> String {
    let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
    let time = (0..10).rev().map(|place| char::from(ULID_LETTERS[(millis >> (5 * place) & 31) as usize]));
    let mut text: String = time.collect();
    text.push_str(&letters(ULID_LETTERS, 16, rng));
    text
}
