//! The lines that are not part of an event, for callers that request them.

use alloc::string::String;
use alloc::vec::Vec;

use super::text::{append_decoded, empty, utf16_len};
use super::utf16::saturated;

/// A batch's storage for such lines. `()` stores nothing and costs nothing.
pub trait Notes {
    /// Whether lines of this kind are kept, also across chunks.
    fn wants(&self, kind: LineKind) -> bool;

    /// Keeps a line that follows the first `events` events of the batch, if its kind is requested.
    fn note(&mut self, kind: LineKind, line: &[u8], events: usize);

    /// Removes everything.
    fn clear(&mut self);
}

/// The kind of a line that is not part of an event. Its number is a bit of the argument of [`LineNotes::want`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A line that begins with a colon.
    Comment = 1,
    /// A `retry` field with any value.
    Retry = 2,
    /// A field that the standard does not know.
    Unknown = 4,
    /// The last `id` of a block, at its end and before its event; the line consists of the value.
    Id = 8,
}

impl Notes for () {
    #[inline]
    fn wants(&self, _: LineKind) -> bool {
        false
    }

    #[inline]
    fn note(&mut self, _: LineKind, _: &[u8], _: usize) {}

    #[inline]
    fn clear(&mut self) {}
}

/// Keeps lines unchanged, except for invalid UTF-8.
#[derive(Debug, Default)]
pub struct LineNotes {
    wanted: u32,
    text: String,
    /// For each line, how many events precede it, and its end in the text in bytes.
    lines: Vec<(usize, usize)>,
}

impl LineNotes {
    /// Keeps no lines at first.
    pub const fn new() -> Self {
        Self { wanted: 0, text: String::new(), lines: Vec::new() }
    }

    /// Keeps lines of the `wanted` kinds, a sum of [`LineKind`]s, from now on.
    pub fn want(&mut self, wanted: u32) {
        self.wanted = wanted;
    }

    /// The lines, concatenated.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Appends two numbers for each line: the number of events before it, and its end in UTF-16 units of the text.
    pub fn write_table(&self, table: &mut Vec<u32>) {
        let (mut start, mut unit) = (0, 0);
        for (events, end) in &self.lines {
            unit += utf16_len(self.text.as_bytes().get(start..*end).unwrap_or_default());
            start = *end;
            table.extend_from_slice(&[saturated(*events), saturated(unit)]);
        }
    }
}

impl Notes for LineNotes {
    fn wants(&self, kind: LineKind) -> bool {
        self.wanted & kind as u32 != 0
    }

    #[inline(never)]
    fn note(&mut self, kind: LineKind, line: &[u8], events: usize) {
        if self.wants(kind) {
            if kind == LineKind::Id {
                self.text.push_str("id:");
            }
            append_decoded(&mut self.text, line);
            self.lines.push((events, self.text.len()));
        }
    }

    fn clear(&mut self) {
        empty(&mut self.text);
        self.lines.clear();
    }
}
