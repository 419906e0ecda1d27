//! The limit of an event.

use super::*;

/// The events of `stream` and whether it exceeded `limit`: the same in one chunk and byte by byte.
fn limited(limit: usize, stream: &[u8]) -> (Vec<String>, Result<(), TooLarge>) {
    let read = |size| {
        let mut parser = Parser::new(limit);
        let mut batch = Batch::new();
        let result = stream.chunks(size).try_for_each(|chunk| parser.push(chunk, &mut batch));
        (shown(&batch), result)
    };
    assert_eq!(read(1), read(stream.len()));
    read(1)
}

#[test]
fn an_event_may_fill_the_limit() {
    let (events, result) = limited(12, b"event: add\nid: 12\ndata: 12345\ndata\n\n");
    assert_eq!((events.len(), result), (1, Ok(())));
    let (events, result) = limited(11, b"event: add\nid: 12\ndata: 12345\ndata\n\n");
    assert_eq!((events.len(), result), (0, Err(TooLarge)));
}

#[test]
fn the_events_before_the_large_one_are_there() {
    let (events, result) = limited(10, b"data: a\n\ndata: b\n\ndata: c\ndata: 123456789\n\ndata: d\n\n");
    assert_eq!(events, ["message||a", "message||b"]);
    assert_eq!(result, Err(TooLarge));
}

#[test]
fn a_line_without_end_meets_it_whatever_its_field() {
    for name in ["data", "event", "id"] {
        let stream = format!("{name}: {}", "x".repeat(100));
        assert_eq!(limited(99, stream.as_bytes()).1, Err(TooLarge), "{name}");
        assert_eq!(limited(100, stream.as_bytes()).1, Ok(()), "{name}");
    }
}

#[test]
fn empty_data_lines_without_end_meet_it() {
    assert_eq!(limited(100, &b"data\n".repeat(101)).1, Err(TooLarge));
}

#[test]
fn comments_unknown_fields_and_retry_are_not_counted_however_long() {
    for start in [":", ": ", "foo: ", "database: ", "datadatadata", "retry: ", "retry"] {
        let stream = format!("{start}{}\n", "1".repeat(10_000)).repeat(2);
        assert_eq!(limited(0, stream.as_bytes()).1, Ok(()), "{start}");
    }
}

#[test]
fn text_is_counted_as_it_is_kept_and_not_as_it_was_received() {
    for name in ["data", "event", "id"] {
        let stream = [name.as_bytes(), b": \xFF\xE2\x82\xF0\x9F\xA6\ndata\n\n"].concat();
        let bytes = if name == "data" { 11 } else { 10 };
        assert_eq!(limited(bytes, &stream).1, Ok(()), "{name}");
        assert_eq!(limited(bytes - 1, &stream).1, Err(TooLarge), "{name}");
    }
}

#[test]
fn an_id_that_is_ignored_is_counted_however_it_is_cut() {
    assert_eq!(limited(4, b"id: \0\xFF\n\n").1, Ok(()));
    assert_eq!(limited(3, b"id: \0\xFF\n\n").1, Err(TooLarge));
}

#[test]
fn each_event_has_the_whole_limit() {
    let (events, result) = limited(8, &b"data: 1234567\n\n".repeat(100));
    assert_eq!((events.len(), result), (100, Ok(())));
}

#[test]
fn the_lines_of_the_large_event_are_in_no_batch() {
    let mut parser = Parser::new(8);
    let mut batch = Batch::new();
    let chunk = b"data: 1\n\ndata: 2\ndata: 123456789\n\n";
    assert_eq!(parser.push(chunk, &mut batch), Err(TooLarge));
    assert_eq!(batch.text(), "1");
    parser.restart();
    assert_eq!(parser.push(b"data: 3\n\n", &mut batch), Ok(()));
    assert_eq!(shown(&batch), ["message||1", "message||3"]);
}

#[test]
fn the_answer_stays_the_same_until_the_next_stream() {
    let mut parser = Parser::new(8);
    let mut batch = Batch::new();
    parser.set_last_event_id("1");
    assert_eq!(parser.push(b"id: 2\ndata: 123456789", &mut batch), Err(TooLarge));
    assert_eq!(parser.push(b"\n\ndata: a\n\n", &mut batch), Err(TooLarge));
    parser.restart();
    assert_eq!(parser.push(b"data: b\n\n", &mut batch), Ok(()));
    assert_eq!(shown(&batch), ["message|1|b"]);
}
