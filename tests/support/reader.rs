//! Reads batches like JavaScript: decodes the text in segments, and cuts strings out of them by the table.

use std::mem;
use std::ops::Range;

use eventsource_wasm::event_stream::{Batch, Notes};

use super::reference::Event;

#[derive(Clone, Default)]
pub(crate) struct Reader {
    /// The data that the parser has handed over of an unfinished event.
    held: String,
}

/// A segment's string, and its first UTF-16 unit.
struct Segment {
    start: usize,
    units: Vec<u16>,
}

impl Reader {
    /// The events of a batch whose text is cut into segments of at least `size` bytes.
    pub(crate) fn events<N: Notes>(&mut self, batch: &Batch<N>, size: usize) -> Vec<Event> {
        let (mut table, mut ends) = (Vec::new(), Vec::new());
        batch.write_segmented_table(&mut table, size, &mut ends);
        let segments = self.segments(batch, &ends);
        let rows: Vec<Vec<_>> = table.chunks(6).map(ranges).collect();
        rows.windows(2).for_each(|pair| repeats_hold(&segments, &pair[0], &pair[1]));
        segments_are_small(batch, &segments, &ends, &rows, size);
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

    fn segments<N: Notes>(&mut self, batch: &Batch<N>, ends: &[u32]) -> Vec<Segment> {
        if batch.is_empty() && batch.text().is_empty() {
            return Vec::new();
        }
        let mut before = mem::take(&mut self.held);
        if batch.handed_over() == 0 {
            before.clear();
        }
        assert_eq!(before.encode_utf16().count(), batch.handed_over());
        let mut segments = Vec::new();
        let (mut start, mut from) = (0, 0);
        for pair in ends.chunks(2) {
            let [to, unit] = [pair[0], pair[1]].map(|end| usize::try_from(end).unwrap());
            // This panics in the middle of a character.
            let part = &batch.text()[from..to];
            let units: Vec<_> = (mem::take(&mut before) + part).encode_utf16().collect();
            assert_eq!(unit, start + units.len());
            segments.push(Segment { start, units });
            (start, from) = (unit, to);
        }
        self.held = before + &batch.text()[from..];
        segments
    }
}

fn ranges(row: &[u32]) -> Vec<Range<usize>> {
    let unit = |index: usize| usize::try_from(row[index]).unwrap();
    [0, 2, 4].map(|column| unit(column)..unit(column + 1)).into()
}

/// The segment that contains the whole range.
fn segment_of<'s>(segments: &'s [Segment], range: &Range<usize>) -> &'s Segment {
    let has = |segment: &&Segment| segment.start <= range.start && range.end <= segment.start + segment.units.len();
    segments.iter().find(has).unwrap()
}

fn slice(segments: &[Segment], range: &Range<usize>) -> String {
    let Segment { start, units } = segment_of(segments, range);
    String::from_utf16(&units[range.start - start..range.end - start]).unwrap()
}

/// Checks that an equal type or ID has the same range, and a different one another range.
fn repeats_hold(segments: &[Segment], before: &[Range<usize>], after: &[Range<usize>]) {
    for column in [0, 1] {
        let is_same = slice(segments, &before[column]) == slice(segments, &after[column]);
        assert_eq!(is_same, before[column] == after[column]);
    }
}

/// Checks that a segment ends before the event that would make it larger than `size`, unless it is the only one.
fn segments_are_small<N: Notes>(
    batch: &Batch<N>,
    segments: &[Segment],
    ends: &[u32],
    rows: &[Vec<Range<usize>>],
    size: usize,
) {
    let text: Vec<u16> = segments.iter().flat_map(|segment| segment.units.iter().copied()).collect();
    let bytes = |end: usize| String::from_utf16(&text[batch.handed_over()..end]).unwrap().len();
    let event_ends = rows.iter().map(|row| bytes(row.iter().map(|range| range.end).max().unwrap()));
    let (mut expected, mut start, mut last) = (Vec::new(), 0, None);
    for end in event_ends {
        if let Some(before) = last.filter(|_| end - start > size) {
            expected.push(before);
            start = before;
        }
        last = Some(end);
    }
    expected.extend(last);
    let ends: Vec<_> = ends.chunks(2).map(|pair| usize::try_from(pair[0]).unwrap()).collect();
    assert_eq!(ends, expected);
}
