//! Measures a text in UTF-16 units, in which JavaScript counts.

use super::batch::Span;
use super::text::{is_ascii, utf16_len};

/// Converts ranges of bytes, which must come in the order of the text, to ranges of UTF-16 units.
pub(super) struct Utf16Indexer<'t> {
    text: &'t str,
    is_ascii: bool,
    /// The current position.
    byte: usize,
    unit: usize,
    /// The units in front of the text.
    before: usize,
}

/// A range of the text in UTF-16 units and in bytes.
#[derive(Clone, Copy, Default)]
pub(super) struct Utf16Span {
    span: Span,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl<'t> Utf16Indexer<'t> {
    pub(super) fn new(before: usize, text: &'t str) -> Self {
        Self { text, is_ascii: is_ascii(text.as_bytes()), byte: 0, unit: before, before }
    }

    pub(super) fn measure(&mut self, span: Span) -> Utf16Span {
        Utf16Span { span, start: self.advance(span.start), end: self.advance(span.end) }
    }

    /// Measures a range. If it equals the `last` one of its kind, it may precede the current position.
    pub(super) fn measure_unless_same(&mut self, span: Span, last: Utf16Span) -> Utf16Span {
        if span == last.span { last } else { self.measure(span) }
    }

    fn advance(&mut self, byte: usize) -> u32 {
        self.unit = if self.is_ascii {
            byte.saturating_add(self.before)
        } else {
            let passed = self.text.as_bytes().get(self.byte..byte).unwrap_or_default();
            self.unit.saturating_add(utf16_len(passed))
        };
        self.byte = byte;
        saturated(self.unit)
    }

    /// The current position, in bytes and in units.
    #[inline]
    pub(super) fn position(&self) -> (usize, usize) {
        (self.byte, self.unit)
    }
}

/// No text in WebAssembly's memory exceeds `u32`.
pub(super) fn saturated(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
