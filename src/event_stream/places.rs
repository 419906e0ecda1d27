//! Where the strings of events are in the chunk itself. A caller that has the chunk as a string cuts them out of it, and
//! nothing has to be decoded.

use alloc::vec::Vec;

use super::notes::{LineKind, LineNotes, Notes};
use super::table::HAS_ID;
use super::text::{is_ascii, utf16_len};
use super::utf16::saturated;

/// Keeps lines as [`LineNotes`] does, and the place of each value of each event.
#[derive(Debug, Default)]
pub struct Places {
    lines: LineNotes,
    /// The places of the unfinished block.
    block: Row,
    rows: Vec<Row>,
    /// A string of an event is in several parts, or in an earlier chunk.
    is_incomplete: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Row {
    event_type: Option<Place>,
    id: Option<Place>,
    data: Option<Place>,
    has_more_data: bool,
}

/// The address of a value, and its length.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    address: usize,
    length: usize,
}

impl Place {
    fn of(value: &[u8]) -> Self {
        Self { address: value.as_ptr().addr(), length: value.len() }
    }

    /// The bytes before it in `chunk`, and those up to its end, if it lies there.
    fn within(self, chunk: &[u8]) -> Option<[&[u8]; 2]> {
        let start = self.address.checked_sub(chunk.as_ptr().addr())?;
        Some([chunk.get(..start)?, chunk.get(..start.checked_add(self.length)?)?])
    }
}

impl Places {
    /// An empty one.
    pub const fn new() -> Self {
        const NOWHERE: Row = Row { event_type: None, id: None, data: None, has_more_data: false };
        Self { lines: LineNotes::new(), block: NOWHERE, rows: Vec::new(), is_incomplete: false }
    }

    /// The lines that are not part of an event.
    pub fn lines(&self) -> &LineNotes {
        &self.lines
    }

    /// To request kinds of lines.
    pub fn lines_mut(&mut self) -> &mut LineNotes {
        &mut self.lines
    }

    /// Appends the rows of [`Batch::write_table_with_ids`](super::Batch::write_table_with_ids), in UTF-16 units of the
    /// `chunk` from which the batch was made. An event without an `id` of its own has no last event ID here. Returns `false`
    /// if the chunk does not contain all strings of the events: the table is then of no use.
    pub fn write_table(&self, chunk: &[u8], table: &mut Vec<u32>) -> bool {
        let is_ascii = is_ascii(chunk);
        // It may have been half a surrogate pair, which is still in the caller's string.
        if self.is_incomplete || !is_ascii && chunk.windows(3).any(|bytes| bytes == REPLACEMENT_CHARACTER) {
            return false;
        }
        // Each event follows the events before it.
        let (mut byte, mut unit) = (0, 0);
        for row in &self.rows {
            let mut end = (byte, unit);
            let mut measure = |place: Option<Place>| {
                let Some(place) = place else { return Some([0, 0]) };
                Some(place.within(chunk)?.map(|bytes| {
                    let units =
                        if is_ascii { bytes.len() } else { unit + utf16_len(bytes.get(byte..).unwrap_or_default()) };
                    end = end.max((bytes.len(), units));
                    saturated(units)
                }))
            };
            let (Some(event_type), Some(id), Some(data)) =
                (measure(row.event_type), measure(row.id), measure(row.data))
            else {
                return false;
            };
            let has_id = if row.id.is_some() { HAS_ID } else { 0 };
            table.extend_from_slice(&[event_type[0], event_type[1], id[0] | has_id, id[1], data[0], data[1]]);
            (byte, unit) = end;
        }
        true
    }
}

impl Notes for Places {
    fn wants(&self, kind: LineKind) -> bool {
        self.lines.wants(kind)
    }

    fn note(&mut self, kind: LineKind, line: &[u8], events: usize) {
        self.lines.note(kind, line, events);
    }

    fn note_data(&mut self, value: &[u8]) {
        self.block.has_more_data = self.block.data.is_some();
        self.block.data = Some(Place::of(value));
    }

    fn note_type(&mut self, value: &[u8]) {
        self.block.event_type = Some(Place::of(value));
    }

    fn note_id(&mut self, value: &[u8]) {
        self.block.id = Some(Place::of(value));
    }

    fn note_end(&mut self, is_event: bool, has_type: bool, has_id: bool) {
        let row = core::mem::take(&mut self.block);
        if is_event {
            self.is_incomplete |= row.data.is_none()
                || row.has_more_data
                || has_type && row.event_type.is_none()
                || has_id && row.id.is_none();
            self.rows.push(row);
        }
    }

    fn clear(&mut self) {
        self.lines.clear();
        self.block = Row::default();
        self.rows.clear();
        self.is_incomplete = false;
    }
}

const REPLACEMENT_CHARACTER: &[u8] = "\u{FFFD}".as_bytes();

#[cfg(test)]
mod tests {
    use super::super::{Batch, Parser};
    use super::*;

    /// The rows of the last chunk, as strings of it: type, own ID, data. `None` if they are not all in it.
    fn rows(chunks: &[&str]) -> Option<Vec<[Option<String>; 3]>> {
        let mut parser = Parser::new(1000);
        let mut batch = Batch::with_notes(Places::new());
        let mut table = Vec::new();
        let mut is_complete = false;
        for chunk in chunks {
            batch.clear();
            table.clear();
            parser.push(chunk.as_bytes(), &mut batch).unwrap();
            is_complete = batch.notes().write_table(chunk.as_bytes(), &mut table);
        }
        let units: Vec<u16> = chunks.last()?.encode_utf16().collect();
        let cut = |start: u32, end: u32| String::from_utf16(&units[start as usize..end as usize]).unwrap();
        let row = |row: &[u32]| {
            let id = (row[2] >= HAS_ID).then(|| cut(row[2] - HAS_ID, row[3]));
            [Some(cut(row[0], row[1])), id, Some(cut(row[4], row[5]))]
        };
        is_complete.then(|| table.chunks(6).map(row).collect())
    }

    fn row(event_type: &str, id: Option<&str>, data: &str) -> [Option<String>; 3] {
        [Some(event_type), id, Some(data)].map(|string| string.map(str::to_owned))
    }

    #[test]
    fn strings_are_found_in_any_order_and_in_any_script() {
        for (a, b) in [("a", "b"), ("é🦀", "漢")] {
            let stream =
                format!("data: {a}\nevent: {b}\nid: {a}{b}\n\nid:\ndata:{b}\r\n\r\nevent: x\n\n: {a}\ndata\n\n");
            assert_eq!(
                rows(&[&stream]).unwrap(),
                [row(b, Some(&format!("{a}{b}")), a), row("", Some(""), b), row("", None, "")]
            );
        }
    }

    #[test]
    fn an_event_that_begins_in_an_earlier_chunk_is_not_in_this_one() {
        for (first, second) in [
            ("da", "ta: a\n\n"),
            ("data: a\n", "\n"),
            ("data: a\n", "data: b\n\n"),
            ("event: a\n", "data: b\n\n"),
            ("id: a\n", "data: b\n\n"),
            ("id: a\n", "id: b\0\ndata: b\n\n"),
        ] {
            assert_eq!(rows(&[first, second]), None, "{first:?}, {second:?}");
        }
        assert_eq!(rows(&["event: a\nid: a\n", "event: b\nid: b\ndata: c\n\n"]).unwrap(), [row("b", Some("b"), "c")]);
        assert_eq!(rows(&[": a", "b\ndata: c\n\n"]).unwrap(), [row("", None, "c")]);
    }

    #[test]
    fn what_the_text_does_not_have_as_it_is_is_not_in_it() {
        assert_eq!(rows(&["data: a\ndata: b\n\n"]), None, "lines are joined by LF, without the name");
        assert_eq!(rows(&["data: é\u{FFFD}\n\n"]), None, "it may have been half a surrogate pair");
    }
}
