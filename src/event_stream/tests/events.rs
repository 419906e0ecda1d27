//! The events of lines.

use super::*;

#[test]
fn a_blank_line_dispatches_what_the_lines_before_it_said() {
    assert_eq!(events(&[b"event: add\nid: 1\ndata: one\n\ndata: two\n\n"]), ["add|1|one", "message|1|two"]);
}

#[test]
fn data_lines_are_joined_by_lf() {
    assert_eq!(events(&[b"data: a\ndata: b\r\ndata\rdata: c\n\n"]), ["message||a\nb\n\nc"]);
}

#[test]
fn an_empty_first_data_line_is_kept() {
    assert_eq!(events(&[b"data:\ndata: x\n\n"]), ["message||\nx"]);
    assert_eq!(events(&[b"data\ndata\n\n"]), ["message||\n"]);
}

#[test]
fn one_empty_data_line_dispatches_an_empty_string() {
    assert_eq!(events(&[b"data\n\ndata:\n\ndata: \n\n"]), ["message||"; 3]);
}

#[test]
fn a_block_without_data_dispatches_nothing_and_its_type_is_forgotten() {
    assert_eq!(events(&[b"event: add\n\n\n: comment\n\nfoo: bar\n\ndata: a\n\n"]), ["message||a"]);
}

#[test]
fn the_last_type_of_a_block_counts_and_an_empty_one_is_message() {
    assert_eq!(events(&[b"event: a\nevent: b\ndata: 1\n\n"]), ["b||1"]);
    assert_eq!(events(&[b"event: a\nevent\ndata: 1\n\n"]), ["message||1"]);
}

#[test]
fn the_order_of_the_fields_does_not_matter() {
    assert_eq!(events(&[b"data: a\nid: 1\nevent: add\ndata: b\n\n"]), ["add|1|a\nb"]);
}

#[test]
fn comments_and_unknown_fields_change_nothing() {
    assert_eq!(events(&[b": hello\nevent: add\n:\nfoo: bar\nDATA: no\ndata: a\n:data: b\n\n"]), ["add||a"]);
}

#[test]
fn a_block_that_the_end_of_the_stream_cuts_is_discarded() {
    assert_eq!(events(&[b"data: a\n\nid: 2\ndata: b\n"]), ["message||a"]);
    assert_eq!(events(&[b"data: a\n\nid: 2\ndata: b"]), ["message||a"]);
}

#[test]
fn invalid_utf_8_becomes_replacement_characters() {
    assert_eq!(
        events(&[b"event: \xE2\x82\nid: \xFF\ndata: \xF0\x9F\ndata: \x80\n\n"]),
        ["\u{FFFD}|\u{FFFD}|\u{FFFD}\n\u{FFFD}"]
    );
}

#[test]
fn a_byte_order_mark_inside_a_value_is_kept() {
    assert_eq!(events(&["\u{FEFF}data: \u{FEFF}a\n\n\u{FEFF}data: b\n\n".as_bytes()]), ["message||\u{FEFF}a"]);
}
