//! Streams cut into chunks.

use super::*;

#[test]
fn an_event_that_ends_in_cr_does_not_wait_for_the_next_byte() {
    let mut parser = Parser::new(usize::MAX);
    assert_eq!(pushed(&mut parser, b"data: a\r\r"), ["message||a"]);
    assert_eq!(pushed(&mut parser, b"\ndata: b\r\n\r"), ["message||b"]);
    assert_eq!(pushed(&mut parser, b"\n"), [""; 0]);
}

#[test]
fn a_cut_crlf_is_no_blank_line() {
    assert_eq!(events(&[b"data: a\r", b"\ndata: b\r", b"\n\r", b"\n"]), ["message||a\nb"]);
}

#[test]
fn half_a_byte_order_mark_is_the_start_of_an_unknown_field() {
    assert_eq!(events(&[b"\xEF\xBB", b"data: a\ndata: b\n\n"]), ["message||b"]);
}

#[test]
fn a_character_cut_in_two_is_whole_again() {
    let [stream, rest] = [&b"data: \xF0\x9F"[..], &b"\xA6\x80\n\n"[..]];
    assert_eq!(events(&[stream, rest]), ["message||🦀"]);
}

#[test]
fn a_block_goes_on_in_the_next_chunk() {
    assert_eq!(
        events(&[b"data: 0\n\nevent: a", b"dd\nid: ", b"7\ndata: a\n", b"data: b\nda", b"ta: c", b"\n\ndata: d\n\n"]),
        ["message||0", "add|7|a\nb\nc", "message|7|d"]
    );
}

#[test]
fn empty_chunks_change_nothing() {
    assert_eq!(events(&[b"", b"data: a\r", b"", b"\n\r\n", b""]), ["message||a"]);
}
