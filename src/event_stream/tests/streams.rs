//! One stream after the other.

use super::*;

#[test]
fn a_new_one_may_begin_with_a_byte_order_mark_again() {
    let mut parser = Parser::new(usize::MAX);
    assert_eq!(pushed(&mut parser, b"\xEF\xBB\xBFdata: a\n\n\xEF\xBB"), ["message||a"]);
    parser.restart();
    assert_eq!(pushed(&mut parser, b"\xEF\xBB\xBFdata: b\n\n"), ["message||b"]);
}

#[test]
fn the_cr_at_the_end_of_one_does_not_swallow_the_lf_at_the_start_of_the_next() {
    let mut parser = Parser::new(usize::MAX);
    pushed(&mut parser, b"data: a\r");
    parser.restart();
    assert_eq!(pushed(&mut parser, b"\ndata: b\n\n"), ["message||b"]);
}
