//! Compares the parser with the reference, however a stream is cut.

use eventsource_wasm::event_stream::{Batch, Parser, TooLarge};

use super::reference::{Event, Step, interpret};

/// The ID before the stream, so that a stream which clears it can be told from one which never sets it.
const BEFORE: &str = "before é🦀";

/// Panics unless the parser finds in `stream` what the reference finds, in one chunk, in bytes, and in chunks of
/// `sizes` by turns.
pub(crate) fn check(stream: &[u8], sizes: &[usize]) {
    for sizes in [&[usize::MAX], &[1], sizes] {
        agrees_with_the_reference(stream, sizes);
    }
    limit_holds(stream, sizes);
}

fn agrees_with_the_reference(stream: &[u8], sizes: &[usize]) {
    let mut parser = Parser::new(usize::MAX);
    let mut batch = Batch::new();
    let mut last_event_id = BEFORE.to_owned();
    parser.set_last_event_id(BEFORE);
    // The second stream meets what the first one leaves behind: its buffers, and the last event ID.
    for _ in 0..2 {
        let mut steps = interpret(stream, &last_event_id).steps.into_iter().peekable();
        let mut read = 0;
        for chunk in chunks(stream, sizes) {
            batch.clear();
            parser.push(chunk, &mut batch).unwrap();
            read += chunk.len();
            // Everything comes with the last byte it needs: not earlier and not later.
            let mut dispatched = Vec::new();
            let mut retry = None;
            while let Some((_, step)) = steps.next_if(|(end, _)| *end <= read) {
                match step {
                    Step::Dispatch(event) => dispatched.push(event),
                    Step::SetLastEventId(id) => last_event_id = id,
                    Step::SetReconnectionTime(milliseconds) => retry = Some(milliseconds),
                }
            }
            assert_eq!(events(&batch), dispatched, "after {read} bytes");
            assert_eq!(batch.retry(), retry, "after {read} bytes");
            assert_eq!(parser.last_event_id(), last_event_id, "after {read} bytes");
        }
        parser.restart();
    }
}

/// The events of a batch, which its table must show too.
fn events(batch: &Batch) -> Vec<Event> {
    let mut table = Vec::new();
    batch.write_table(&mut table);
    let text: Vec<u16> = batch.text().encode_utf16().collect();
    let rows: Vec<_> = table.chunks(6).collect();
    let slice = |row: &[u32], column: usize| {
        let [start, end] = [row[column], row[column + 1]].map(|unit| usize::try_from(unit).unwrap());
        String::from_utf16(&text[start..end]).unwrap()
    };
    let or_message = |event_type: &str| if event_type.is_empty() { "message" } else { event_type }.to_owned();

    for pair in rows.windows(2) {
        for column in [0, 2] {
            let [before, after] = [pair[0], pair[1]];
            let same_text = slice(before, column) == slice(after, column);
            let same_range = before[column..column + 2] == after[column..column + 2];
            assert_eq!(same_text, same_range, "what repeats has the same range, and nothing else has");
        }
    }
    for size in SEGMENTS {
        segments_hold(batch, &table, size);
    }
    let by_table = rows.iter().map(|row| Event {
        event_type: or_message(&slice(row, 0)),
        last_event_id: slice(row, 2),
        data: slice(row, 4),
    });
    let by_table: Vec<_> = by_table.collect();
    let by_name = batch.events().map(|event| Event {
        event_type: or_message(event.event_type.unwrap_or_default()),
        last_event_id: event.last_event_id.to_owned(),
        data: event.data.to_owned(),
    });
    assert_eq!(by_table, by_name.collect::<Vec<_>>());
    assert_eq!((batch.len(), batch.is_empty()), (by_table.len(), by_table.is_empty()));
    by_table
}

const SEGMENTS: [usize; 4] = [0, 1, 7, 64];

/// The segments cover the text, are cut behind events, hold no more than `size` bytes or one event, and each range lies in one.
fn segments_hold(batch: &Batch, table: &[u32], size: usize) {
    let (mut same, mut segments) = (Vec::new(), Vec::new());
    batch.write_segmented_table(&mut same, size, &mut segments);
    assert_eq!(same, table);
    let segments: Vec<_> = segments.chunks(2).map(|pair| [0, 1].map(|i| usize::try_from(pair[i]).unwrap())).collect();

    let mut start = [0, 0];
    let mut parts = Vec::new();
    for end in &segments {
        // Cut inside a character it would panic.
        let part = &batch.text()[start[0]..end[0]];
        assert_eq!(part.encode_utf16().count(), end[1] - start[1]);
        parts.push(start[1]..=end[1]);
        start = *end;
    }
    assert_eq!(start[0], batch.text().len(), "the whole text");
    assert_eq!(segments.is_empty(), batch.is_empty());

    let units: Vec<u16> = batch.text().encode_utf16().collect();
    for row in table.chunks(6) {
        let ends: Vec<_> = [1, 3, 5].iter().map(|column| usize::try_from(row[*column]).unwrap()).collect();
        for (end, column) in ends.iter().zip([0, 2, 4]) {
            let start = usize::try_from(row[column]).unwrap();
            assert!(parts.iter().any(|part| part.contains(&start) && part.contains(end)), "a range in two segments");
        }
    }
    for part in parts {
        let bytes = String::from_utf16(&units[*part.start()..*part.end()]).unwrap().len();
        let mut ends: Vec<_> = table.chunks(6).filter_map(|row| [row[1], row[3], row[5]].into_iter().max()).collect();
        // An event without text ends where the one before it does.
        ends.dedup();
        let events = ends.iter().map(|end| usize::try_from(*end).unwrap());
        let events = events.filter(|end| part.contains(end) && end != part.start());
        assert!(bytes <= size || events.count() <= 1, "a segment of {bytes} bytes holds a large event and another one");
    }
}

/// The limit is met at the same event however the stream is cut, exactly when a block is larger, and no batch outgrows
/// its chunk and the limit.
fn limit_holds(stream: &[u8], sizes: &[usize]) {
    let whole_lines = interpret(stream, "").largest_block;
    let with_the_last_line = interpret(&[stream, b"\n"].concat(), "").largest_block;
    let steps = interpret(stream, "").steps.into_iter();
    let events: Vec<_> =
        steps.filter_map(|(_, step)| if let Step::Dispatch(event) = step { Some(event) } else { None }).collect();

    for limit in [with_the_last_line, whole_lines.saturating_sub(1), whole_lines / 2] {
        let [(whole, result), bytes, cut] = [&[usize::MAX], &[1], sizes].map(|sizes| limited(stream, sizes, limit));
        assert_eq!((&whole, &result), (&bytes.0, &bytes.1), "limit {limit}, byte by byte");
        assert_eq!((&whole, &result), (&cut.0, &cut.1), "limit {limit}, cut");
        assert!(events.starts_with(&whole));
        if limit >= with_the_last_line {
            assert_eq!((whole.len(), result), (events.len(), Ok(())));
        } else if limit < whole_lines {
            assert_eq!(result, Err(TooLarge));
        }
    }
}

fn limited(stream: &[u8], sizes: &[usize], limit: usize) -> (Vec<Event>, Result<(), TooLarge>) {
    let mut parser = Parser::new(limit);
    let mut batch = Batch::new();
    let mut found = Vec::new();
    for chunk in chunks(stream, sizes) {
        batch.clear();
        let id = parser.last_event_id().len();
        let result = parser.push(chunk, &mut batch);
        // Decoding makes three bytes out of one at worst.
        assert!(batch.text().len() <= id + 3 * (chunk.len() + limit));
        found.extend(events(&batch));
        if result.is_err() {
            return (found, result);
        }
    }
    (found, Ok(()))
}

/// Cuts a stream in chunks of `sizes`, by turns; a size of zero makes an empty chunk.
fn chunks<'s>(stream: &'s [u8], sizes: &[usize]) -> Vec<&'s [u8]> {
    assert!(sizes.iter().any(|size| *size > 0), "a stream must be cut in something");
    let mut chunks = Vec::new();
    let mut rest = stream;
    for size in sizes.iter().cycle() {
        let (chunk, after) = rest.split_at((*size).min(rest.len()));
        chunks.push(chunk);
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    chunks
}
