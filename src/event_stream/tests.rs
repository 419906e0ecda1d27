//! The standard's rules, one test each, through the room's door. `tests/parser/properties.rs` cuts every stream everywhere.

use super::*;

/// The events of a stream that comes in `chunks`, as `type|id|data`.
fn events(chunks: &[&[u8]]) -> Vec<String> {
    let mut parser = Parser::new(usize::MAX);
    let bring = |chunk: &&[u8]| pushed(&mut parser, chunk);
    chunks.iter().flat_map(bring).collect()
}

fn shown(batch: &Batch) -> Vec<String> {
    let show = |event: EventRef<'_>| {
        let event_type = event.event_type.unwrap_or("message");
        format!("{event_type}|{}|{}", event.last_event_id, event.data)
    };
    batch.events().map(show).collect()
}

/// What one chunk brings.
fn pushed(parser: &mut Parser, chunk: &[u8]) -> Vec<String> {
    let mut batch = Batch::new();
    parser.push(chunk, &mut batch).unwrap();
    shown(&batch)
}

fn retry(stream: &[u8]) -> Option<u64> {
    let mut batch = Batch::new();
    Parser::new(usize::MAX).push(stream, &mut batch).unwrap();
    batch.retry()
}

mod events {
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
}

mod chunks {
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
            events(&[
                b"data: 0\n\nevent: a",
                b"dd\nid: ",
                b"7\ndata: a\n",
                b"data: b\nda",
                b"ta: c",
                b"\n\ndata: d\n\n"
            ]),
            ["message||0", "add|7|a\nb\nc", "message|7|d"]
        );
    }

    #[test]
    fn empty_chunks_change_nothing() {
        assert_eq!(events(&[b"", b"data: a\r", b"", b"\n\r\n", b""]), ["message||a"]);
    }
}

mod last_event_id {
    use super::*;

    /// The last event ID after `stream`, which came after the ID `0`.
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
}

mod retry {
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
}

mod streams {
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
}

mod limits {
    use super::*;

    /// The events of `stream` and whether it went beyond `limit`: the same in one chunk and byte by byte.
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
}
