//! A head's raw bytes: where it ends, and what hyper would let pass or not tell us.

use crate::activity::RefusedReason;

/// Where the head that `bytes` start with ends: behind its first empty line. `searched` bytes were
/// looked at before, without finding one. Line ends are those that hyper's parser knows.
pub(super) fn end(bytes: &[u8], searched: usize) -> Option<usize> {
    // An empty line may have begun with the last three bytes of the earlier search.
    let mut from = searched.saturating_sub(3);
    while let Some(found) = bytes.get(from..)?.iter().position(|byte| *byte == b'\n') {
        let line_end = from + found;
        match bytes.get(line_end + 1..)? {
            [b'\n', ..] => return Some(line_end + 2),
            [b'\r', b'\n', ..] => return Some(line_end + 3),
            _ => from = line_end + 1,
        }
    }
    None
}

/// Whether these are the first bytes of a TLS hello: a handshake record of version 3.
pub(super) fn is_tls(bytes: &[u8]) -> bool {
    matches!(bytes, [0x16, 0x03, ..])
}

/// What is wrong with a whole head that hyper would not refuse by itself.
pub(super) fn fault(head: &[u8], most_lines: usize) -> Option<RefusedReason> {
    if head.starts_with(b"PRI * HTTP/2") {
        return Some(RefusedReason::Http2);
    }
    let mut lines = 0;
    let mut has_length = false;
    let mut is_encoded = false;
    for line in head.split(|byte| *byte == b'\n').skip(1) {
        lines += 1;
        has_length |= names(line, b"content-length");
        is_encoded |= names(line, b"transfer-encoding");
    }
    // The empty line and what stands behind its end are no header lines.
    if lines > most_lines + 2 {
        return Some(RefusedReason::HeadTooLarge);
    }
    // hyper takes the encoding and drops the length; who stands before us may do the opposite.
    (has_length && is_encoded).then_some(RefusedReason::Malformed)
}

fn names(line: &[u8], name: &[u8]) -> bool {
    line.get(name.len()) == Some(&b':') && line[..name.len()].eq_ignore_ascii_case(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_with_its_first_empty_line_however_it_was_cut() {
        for head in
            ["POST / HTTP/1.1\r\nHost: a\r\n\r\n", "POST / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.0\n\r\n"]
        {
            let bytes = [head.as_bytes(), b"body\r\n\r\n"].concat();
            for searched in 0..head.len() {
                assert_eq!(end(&bytes[..searched], 0), None, "{head:?} up to {searched}");
                assert_eq!(end(&bytes, searched), Some(head.len()), "{head:?} from {searched}");
            }
        }
    }

    #[test]
    fn as_many_header_lines_as_allowed_pass_and_one_more_does_not() {
        let head = |lines: usize| format!("POST / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(lines));
        assert_eq!(fault(head(3).as_bytes(), 3), None);
        assert_eq!(fault(head(4).as_bytes(), 3), Some(RefusedReason::HeadTooLarge));
    }

    #[test]
    fn a_length_beside_an_encoding_is_malformed_in_any_order_and_case() {
        let head = |lines: &str| format!("POST / HTTP/1.1\r\n{lines}\r\n");
        let both = [
            "Content-Length: 3\r\ntransfer-ENCODING: chunked\r\n",
            "Transfer-Encoding: chunked\r\ncontent-length: 3\r\n",
        ];
        for lines in both {
            assert_eq!(fault(head(lines).as_bytes(), 9), Some(RefusedReason::Malformed));
        }
        assert_eq!(fault(head("Content-Length: 3\r\nX-Transfer-Encoding: chunked\r\n").as_bytes(), 9), None);
    }
}
