//! The last event ID.

use super::*;

/// The last event ID after `stream`, which follows the ID `0`.
fn after(stream: &[u8]) -> String {
    let mut parser = Parser::new(usize::MAX);
    parser.set_last_event_id("0");
    parser.push(stream, &mut Batch::new()).unwrap();
    parser.last_event_id().to_owned()
}

#[test]
fn it_is_adopted_at_the_blank_line_and_not_before() {
    assert_eq!(after(b"id: 1\ndata: a\n"), "0");
    assert_eq!(after(b"id: 1\ndata: a\n\n"), "1");
}

#[test]
fn a_block_without_data_sets_it_too() {
    assert_eq!(after(b"id: 1\n\n"), "1");
    assert_eq!(events(&[b"id: 1\n\ndata: a\n\n"]), ["message|1|a"]);
}

#[test]
fn it_stays_until_the_next_one() {
    assert_eq!(
        events(&[b"id: 1\ndata: a\n\ndata: b\n\nid: 2\ndata: c\n\n"]),
        ["message|1|a", "message|1|b", "message|2|c"]
    );
}

#[test]
fn an_empty_one_clears_it() {
    assert_eq!(after(b"id\n\n"), "");
    assert_eq!(after(b"id:\n\n"), "");
    assert_eq!(events(&[b"id: 1\ndata: a\n\nid\ndata: b\n\n"]), ["message|1|a", "message||b"]);
}

#[test]
fn one_with_nul_is_ignored() {
    assert_eq!(after(b"id: 1\0\ndata: a\n\n"), "0");
    assert_eq!(after(b"id: 1\nid: \0\n\n"), "1");
    assert_eq!(events(&[b"id: \x001\ndata: a\n\n"]), ["message||a"]);
}

#[test]
fn the_last_one_of_a_block_counts() {
    assert_eq!(after(b"id: 1\nid: 2\n\n"), "2");
}

#[test]
fn a_new_stream_goes_on_with_it_but_not_with_that_of_the_cut_block() {
    let mut parser = Parser::new(usize::MAX);
    pushed(&mut parser, b"id: 1\ndata: a\n\nevent: x\nid: 2\ndata: b\nid: 3");
    parser.restart();
    assert_eq!(parser.last_event_id(), "1");
    assert_eq!(pushed(&mut parser, b"\ndata: c\n\n"), ["message|1|c"]);
}

#[test]
fn one_that_is_set_between_two_chunks_holds_from_the_next_event_on() {
    let mut parser = Parser::new(usize::MAX);
    let mut batch = Batch::new();
    parser.push(b"id: 1\ndata: a\n\n", &mut batch).unwrap();
    parser.set_last_event_id("9");
    parser.push(b"data: b\n\n", &mut batch).unwrap();
    assert_eq!(shown(&batch), ["message|1|a", "message|9|b"]);
}
