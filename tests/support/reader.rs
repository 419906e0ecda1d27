//! Reads batches as JavaScript does: decodes the text in segments, and cuts strings out of them by the table.

use std::mem;
use std::ops::Range;

use eventsource_wasm::event_stream::Batch;

use super::reference::Event;

#[derive(Clone, Default)]
pub(crate) struct Reader {
    /// What the parser has handed over of an event that has not ended.
    held: String,
}

/// A segment's string, with what belongs in front of it.
struct Segment {
    /// The UTF-16 unit at which it begins.
    start: usize,
    units: Vec<u16>,
    /// How many of the units were held.
    held: usize,
}

impl Reader {
    /// The events of a batch whose text is cut in segments of at least `size` bytes.
    pub(crate) fn events(&mut self, batch: &Batch, size: usize) -> Vec<Event> {
        let (mut table, mut ends) = (Vec::new(), Vec::new());
        batch.write_segmented_table(&mut table, size, &mut ends);
        let segments = self.segments(batch, &ends, size);
        let rows: Vec<Vec<_>> = table.chunks(6).map(ranges).collect();
        rows.windows(2).for_each(|pair| repeats_hold(&segments, &pair[0], &pair[1]));
        events_end_segments(&segments, &rows, size);
        let event = |row: &Vec<Range<usize>>| {
            let [event_type, last_event_id, data] = [0, 1, 2].map(|column| slice(&segments, &row[column]));
            Event {
                event_type: if event_type.is_empty() { "message".to_owned() } else { event_type },
                last_event_id,
                data,
            }
        };
        rows.iter().map(event).collect()
    }

    fn segments(&mut self, batch: &Batch, ends: &[u32], size: usize) -> Vec<Segment> {
        assert_eq!(ends.is_empty(), batch.is_empty(), "at least one if there is an event");
        if batch.is_empty() && batch.text().is_empty() {
            return Vec::new();
        }
        let mut before = mem::take(&mut self.held);
        if batch.handed_over() == 0 {
            before.clear();
        }
        assert_eq!(before.encode_utf16().count(), batch.handed_over());
        let mut segments = Vec::new();
        let (mut start, mut rest) = (0, batch.text());
        for (index, pair) in ends.chunks(2).enumerate() {
            let [byte, unit] = [pair[0], pair[1]].map(|end| usize::try_from(end).unwrap());
            // In the middle of a character this would panic.
            let (part, after) = rest.split_at(byte - (batch.text().len() - rest.len()));
            assert!(part.len() >= size || 2 * (index + 1) == ends.len(), "only the last one is smaller");
            let held = before.encode_utf16().count();
            let units: Vec<_> = (mem::take(&mut before) + part).encode_utf16().collect();
            assert_eq!(unit, start + units.len());
            segments.push(Segment { start, units, held });
            (start, rest) = (unit, after);
        }
        self.held = before + rest;
        segments
    }
}

fn ranges(row: &[u32]) -> Vec<Range<usize>> {
    let unit = |index: usize| usize::try_from(row[index]).unwrap();
    [0, 2, 4].map(|column| unit(column)..unit(column + 1)).into()
}

/// The segment in which all of a range lies.
fn segment_of<'s>(segments: &'s [Segment], range: &Range<usize>) -> &'s Segment {
    let has = |segment: &&Segment| segment.start <= range.start && range.end <= segment.start + segment.units.len();
    segments.iter().find(has).unwrap()
}

fn slice(segments: &[Segment], range: &Range<usize>) -> String {
    let Segment { start, units, .. } = segment_of(segments, range);
    String::from_utf16(&units[range.start - start..range.end - start]).unwrap()
}

/// A type or an ID that repeats has the same range, and nothing else has.
fn repeats_hold(segments: &[Segment], before: &[Range<usize>], after: &[Range<usize>]) {
    for column in [0, 1] {
        let is_same = slice(segments, &before[column]) == slice(segments, &after[column]);
        assert_eq!(is_same, before[column] == after[column]);
    }
}

/// No segment goes on behind the event with which it has its size.
fn events_end_segments(segments: &[Segment], rows: &[Vec<Range<usize>>], size: usize) {
    for row in rows {
        let end = row.iter().map(|range| range.end).max().unwrap();
        let Segment { start, units, held } = segment_of(segments, &(end..end));
        let bytes = String::from_utf16(&units[*held..end - start]).unwrap().len();
        assert!(bytes < size || end == start + units.len(), "a segment of {bytes} bytes goes on");
    }
}
