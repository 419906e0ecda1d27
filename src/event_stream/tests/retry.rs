//! The reconnection time.

use super::*;

#[test]
fn it_applies_at_its_line() {
    assert_eq!(retry(b"retry: 1000\n"), Some(1000));
    assert_eq!(retry(b"retry: 1000"), None);
}

#[test]
fn a_bad_value_does_not_cancel_a_good_one() {
    assert_eq!(retry(b"retry: 1000\nretry\nretry: -1\nretry: 9000x\n"), Some(1000));
}

#[test]
fn the_last_good_one_of_a_chunk_counts() {
    assert_eq!(retry(b"retry: 1\n\ndata: a\nretry: 2\n\nretry: 3\n"), Some(3));
}

#[test]
fn it_may_come_in_pieces_of_any_number() {
    let mut parser = Parser::new(0);
    let mut batch = Batch::new();
    for chunk in [&b"re"[..], b"try:", b" 0", b"12", b"", b"3", b"\r"] {
        assert_eq!(batch.retry(), None);
        parser.push(chunk, &mut batch).unwrap();
    }
    assert_eq!(batch.retry(), Some(123));
}
