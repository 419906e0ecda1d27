//! The offsets of a batch's events in its text, for JavaScript, which counts in UTF-16 units.

use alloc::vec::Vec;

use super::batch::Batch;
use super::notes::Notes;
use super::utf16::{Utf16Indexer, Utf16Span, saturated};

impl<N: Notes> Batch<N> {
    /// Appends six numbers for each event: start and end of its type, of its last event ID and of its data, in UTF-16 units
    /// of [`Batch::text`].
    ///
    /// They include the text that was handed over before, if there is any: [`Batch::handed_over`].
    ///
    /// An empty type means `message`. A type or an ID equal to that of the event before has the same range, so that the
    /// reader can use the string again that it has already cut.
    pub fn write_table(&self, table: &mut Vec<u32>) {
        self.write_rows(table, 0, |_, _| {});
    }

    /// Does the same, and appends two numbers for each segment of [`Batch::text`]: its end in bytes, and its end in UTF-16
    /// units.
    ///
    /// In engines a substring keeps the whole string alive from which it was cut. A reader that decodes the text in segments
    /// limits this to one segment. The segments are contiguous and cover the text; there is at least one if there is an
    /// event. A segment ends after an event, so each range of the table lies in one segment, perhaps that of an earlier
    /// event. It has at most `size` bytes, unless it is a single event: a small event beside a large one must not keep that
    /// alive.
    pub fn write_segmented_table(&self, table: &mut Vec<u32>, size: usize, segments: &mut Vec<u32>) {
        self.write_segmented_rows(table, 0, size, segments);
    }

    /// Does the same, and sets the highest bit of the last event ID's start if the event's own block has an `id`.
    pub fn write_table_with_ids(&self, table: &mut Vec<u32>, size: usize, segments: &mut Vec<u32>) {
        self.write_segmented_rows(table, HAS_ID, size, segments);
    }

    #[inline]
    fn write_segmented_rows(&self, table: &mut Vec<u32>, has_id: u32, size: usize, segments: &mut Vec<u32>) {
        let mut start = 0;
        let mut last = None;
        let mut cut = |(end, unit)| segments.extend_from_slice(&[saturated(end), saturated(unit)]);
        self.write_rows(table, has_id, |end, unit| {
            if end - start > size
                && let Some(before) = last
            {
                cut(before);
                (start, _) = before;
            }
            last = Some((end, unit));
        });
        last.map(cut);
    }

    /// Appends the rows, and calls `each` with each event's end, in bytes and in units.
    #[inline]
    fn write_rows(&self, table: &mut Vec<u32>, has_id: u32, mut each: impl FnMut(usize, usize)) {
        let first = table.len() + DATA_START;
        table.reserve(self.entries.len().saturating_mul(6));
        let mut indexer = Utf16Indexer::new(self.handed_over(), &self.text);
        let mut event_type = Utf16Span::default();
        let mut last_event_id = Utf16Span::default();
        for entry in &self.entries {
            // The indexer does not go back, so the ranges are measured in the order of the text.
            let data = indexer.measure(entry.data);
            event_type = indexer.measure_unless_same(entry.event_type, event_type);
            last_event_id = indexer.measure_unless_same(entry.last_event_id, last_event_id);
            table.extend_from_slice(&[
                event_type.start,
                event_type.end,
                last_event_id.start | if entry.has_id { has_id } else { 0 },
                last_event_id.end,
                data.start,
                data.end,
            ]);
            // Strings that the event shares with earlier events precede it.
            let (end, unit) = indexer.position();
            each(end, unit);
        }
        // The first event's data begins with the text that was handed over.
        if let Some(start) = table.get_mut(first) {
            *start = 0;
        }
    }
}

/// No text is long enough to use this bit.
const HAS_ID: u32 = 1 << 31;

/// The index of the data's start in an event's row.
const DATA_START: usize = 4;

#[cfg(test)]
mod tests {
    use super::super::tests::batch::batch;
    use super::*;

    /// The table as one array per event.
    fn table(batch: &Batch) -> Vec<[u32; 6]> {
        let mut table = Vec::new();
        batch.write_table(&mut table);
        table.chunks_exact(6).map(|row| row.try_into().unwrap()).collect()
    }

    /// The segments as pairs.
    fn segments(batch: &Batch, size: usize) -> Vec<[u32; 2]> {
        let mut segments = Vec::new();
        batch.write_segmented_table(&mut Vec::new(), size, &mut segments);
        segments.chunks_exact(2).map(|pair| pair.try_into().unwrap()).collect()
    }

    #[test]
    fn a_table_counts_utf_16_units() {
        let batch = batch(&[("é", "漢", &["🦀", "b"]), ("", "", &["\u{FFFF}"])]);
        assert_eq!(batch.text(), "🦀\nbé漢\u{FFFF}");
        assert_eq!(table(&batch), [[4, 5, 5, 6, 0, 4], [7, 7, 7, 7, 6, 7]]);
    }

    #[test]
    fn a_table_of_ascii_counts_bytes() {
        let batch = batch(&[("t", "1", &["a"]), ("t", "2", &["", "b"])]);
        assert_eq!(batch.text(), "at1\nb2");
        assert_eq!(table(&batch), [[1, 2, 2, 3, 0, 1], [1, 2, 5, 6, 3, 5]]);
    }

    #[test]
    fn what_is_written_is_appended() {
        let batch = batch(&[("", "", &["a"])]);
        let (mut table, mut segments) = (vec![7], vec![8]);
        batch.write_table(&mut table);
        batch.write_segmented_table(&mut table, 1, &mut segments);
        assert_eq!(table, [7, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
        assert_eq!(segments, [8, 1, 1]);
    }

    #[test]
    fn a_segment_ends_before_the_event_that_is_too_much_for_it() {
        let batch = batch(&[("", "", &["abc"]), ("", "", &["d"]), ("t", "1", &["ef"]), ("t", "1", &["g"])]);
        assert_eq!(batch.text(), "abcdeft1g");
        for (size, expected) in [
            (1, &[[3, 3], [4, 4], [8, 8], [9, 9]][..]),
            (3, &[[3, 3], [4, 4], [8, 8], [9, 9]]),
            (4, &[[4, 4], [8, 8], [9, 9]]),
            (5, &[[4, 4], [9, 9]]),
            (8, &[[8, 8], [9, 9]]),
            (9, &[[9, 9]]),
            (usize::MAX, &[[9, 9]]),
        ] {
            assert_eq!(segments(&batch, size), expected, "{size}");
        }
    }

    #[test]
    fn a_segment_is_filled_by_bytes_and_its_end_is_told_in_units_too() {
        let batch = batch(&[("é", "", &["🦀"]), ("é", "🦀", &["漢"]), ("é", "🦀", &["x"])]);
        assert_eq!(batch.text(), "🦀é漢🦀x");
        assert_eq!(segments(&batch, 6), [[6, 3], [13, 6], [14, 7]]);
        assert_eq!(segments(&batch, 8), [[6, 3], [14, 7]]);
    }

    #[test]
    fn an_event_larger_than_a_segment_is_in_one() {
        let large = "🦀".repeat(1000);
        let batch = batch(&[("", "", &["a"]), ("", "", &[&large, &large]), ("", "", &["b"])]);
        assert_eq!(segments(&batch, 16), [[1, 1], [8002, 4002], [8003, 4003]]);
    }

    #[test]
    fn no_event_is_in_no_segment_and_events_of_nothing_are_in_one() {
        assert_eq!(segments(&Batch::new(), 16), [[0; 2]; 0]);
        assert_eq!(segments(&batch(&[("", "", &[""]), ("", "", &[""])]), 16), [[0, 0]]);
        assert_eq!(segments(&batch(&[("", "", &["a"]), ("", "", &[""])]), 1), [[1, 1]]);
    }
}
