//! Compares the parser with the reference, for any cut of the stream.

use eventsource_wasm::event_stream::{Batch, LineKind, LineNotes, Notes, Parser, TooLarge};

use super::reader::Reader;
use super::reference::{Event, Step, interpret};

/// The ID before the stream, which distinguishes a stream that clears it from one that never sets it.
const BEFORE: &str = "before é🦀";

/// Panics unless the parser's results for `stream` equal the reference's, in one chunk, in bytes, and in chunks of `sizes`,
/// in turn.
pub(crate) fn check(stream: &[u8], sizes: &[usize]) {
    for sizes in [&[usize::MAX], &[1], sizes] {
        agrees_with_the_reference(stream, sizes, usize::MAX, Batch::new(), |(), _| Vec::new());
        for (least, wanted) in [(usize::MAX, ALL), (0, LineKind::Comment as u32), (8, 0)] {
            let mut batch = Batch::with_notes(LineNotes::new());
            batch.notes_mut().want(wanted);
            agrees_with_the_reference(stream, sizes, least, batch, |notes, lines| {
                lines.into_iter().filter(|(_, line)| notes.wants(kind_of(line))).collect()
            });
        }
    }
    limit_holds(stream, sizes);
}

/// All kinds of lines.
const ALL: u32 = 15;

fn kind_of(line: &str) -> LineKind {
    match line.split_once(':').map_or(line, |(field, _)| field) {
        "" => LineKind::Comment,
        "retry" => LineKind::Retry,
        "id" => LineKind::Id,
        _ => LineKind::Unknown,
    }
}

/// Data of at least `least` bytes is handed over before its event ends; `wanted` selects the lines that are not part of an
/// event.
fn agrees_with_the_reference<N: Noted>(
    stream: &[u8],
    sizes: &[usize],
    least: usize,
    mut batch: Batch<N>,
    wanted: impl Fn(&N, Vec<Noting>) -> Vec<Noting>,
) {
    let mut parser = Parser::new(usize::MAX);
    let mut reader = Reader::default();
    let mut last_event_id = BEFORE.to_owned();
    parser.set_last_event_id(BEFORE);
    // The second stream starts with the buffers and the last event ID of the first one.
    for _ in 0..2 {
        let mut steps = interpret(stream, &last_event_id).steps.into_iter().peekable();
        let mut read = 0;
        for chunk in chunks(stream, sizes) {
            batch.clear();
            parser.push(chunk, &mut batch).unwrap();
            parser.hand_over(least, &mut batch);
            read += chunk.len();
            // Everything comes with the last byte that it needs: not earlier and not later.
            let mut dispatched = Vec::new();
            let mut retry = None;
            let mut lines = Vec::new();
            while let Some((_, step)) = steps.next_if(|(end, _)| *end <= read) {
                match step {
                    Step::Line(line) => lines.push((dispatched.len(), line)),
                    Step::Dispatch(event) => dispatched.push(event),
                    Step::SetLastEventId(id) => last_event_id = id,
                    Step::SetReconnectionTime(milliseconds) => retry = Some(milliseconds),
                }
            }
            assert_eq!(events(&batch, &mut reader), dispatched, "after {read} bytes");
            assert_eq!(batch.retry(), retry, "after {read} bytes");
            assert_eq!(batch.notes().lines(), wanted(batch.notes(), lines), "after {read} bytes");
            assert!(parser.unfinished_units() <= parser.unfinished_bytes());
            assert_eq!(parser.last_event_id(), last_event_id, "after {read} bytes");
        }
        parser.restart();
    }
}

/// The number of events before a line, and the line.
type Noting = (usize, String);

trait Noted: Notes {
    fn lines(&self) -> Vec<Noting>;
}

impl Noted for () {
    fn lines(&self) -> Vec<Noting> {
        Vec::new()
    }
}

impl Noted for LineNotes {
    fn lines(&self) -> Vec<Noting> {
        let text: Vec<u16> = self.text().encode_utf16().collect();
        let mut table = Vec::new();
        self.write_table(&mut table);
        let mut start = 0;
        let line = |pair: &[u32]| {
            let [events, end] = [pair[0], pair[1]].map(|number| usize::try_from(number).unwrap());
            let line = String::from_utf16(&text[start..end]).unwrap();
            start = end;
            (events, line)
        };
        table.chunks(2).map(line).collect()
    }
}

/// The events of a batch by its table, and also by its methods if it contains all of them.
fn events<N: Notes>(batch: &Batch<N>, reader: &mut Reader) -> Vec<Event> {
    for size in [1, 7, 64] {
        reader.clone().events(batch, size);
    }
    let events = reader.events(batch, 0);
    assert_eq!((batch.len(), batch.is_empty()), (events.len(), events.is_empty()));
    if batch.handed_over() == 0 {
        let by_method = batch.events().map(|event| Event {
            event_type: event.event_type.unwrap_or("message").to_owned(),
            last_event_id: event.last_event_id.to_owned(),
            data: event.data.to_owned(),
        });
        assert_eq!(by_method.collect::<Vec<_>>(), events);
    }
    events
}

/// The limit applies to the same event for any cut of the stream, exactly when a block is larger, and no batch exceeds its
/// chunk and the limit.
fn limit_holds(stream: &[u8], sizes: &[usize]) {
    let whole_lines = interpret(stream, "").largest_block;
    let with_the_last_line = interpret(&[stream, b"\n"].concat(), "").largest_block;
    let steps = interpret(stream, "").steps.into_iter();
    let events: Vec<_> =
        steps.filter_map(|(_, step)| if let Step::Dispatch(event) = step { Some(event) } else { None }).collect();

    let limits =
        [with_the_last_line, with_the_last_line.saturating_sub(1), whole_lines.saturating_sub(1), whole_lines / 2];
    for limit in limits {
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
        // Decoding makes at most three bytes of one.
        assert!(batch.text().len() <= id + limit + 3 * chunk.len());
        found.extend(events(&batch, &mut Reader::default()));
        if result.is_err() {
            return (found, result);
        }
    }
    (found, Ok(()))
}

/// Cuts a stream into chunks of `sizes`, in turn; a size of zero makes an empty chunk.
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
