//! Splits bytes into lines: the byte order mark and the three line ends, however the chunks are cut.

use core::mem;

use memchr::memchr2;

/// The state that is needed from chunk to chunk to find the lines of a stream.
///
/// It stores no bytes and looks at none twice: the caller keeps an unfinished line.
#[derive(Debug)]
pub(super) struct LineSplitter {
    /// The part of the byte order mark that may still follow; empty once the stream has begun.
    awaited: &'static [u8],
    /// The last line ended with CR: a following LF belongs to that line end.
    after_cr: bool,
}

impl LineSplitter {
    pub(super) fn new() -> Self {
        Self { awaited: BYTE_ORDER_MARK, after_cr: false }
    }

    /// Removes the byte order mark.
    ///
    /// Returns the chunk's text, and before it the bytes of earlier chunks that only looked like a mark.
    pub(super) fn begin<'c>(&mut self, chunk: &'c [u8]) -> (&'static [u8], &'c [u8]) {
        let awaited = mem::take(&mut self.awaited);
        if let Some(text) = chunk.strip_prefix(awaited) {
            (&[], text)
        } else if let Some(awaited) = awaited.strip_prefix(chunk) {
            self.awaited = awaited;
            (&[], &[])
        } else {
            let held_back = BYTE_ORDER_MARK.strip_suffix(awaited).unwrap_or_default();
            (held_back, chunk)
        }
    }

    /// Takes the next line from `text`, or returns `None` and leaves the start of an unfinished one.
    ///
    /// > a U+000D CARRIAGE RETURN U+000A LINE FEED (CRLF) character pair, a single U+000A LINE FEED (LF) character not
    /// > preceded by a U+000D CARRIAGE RETURN (CR) character, and a single U+000D CARRIAGE RETURN (CR) character not
    /// > followed by a U+000A LINE FEED (LF) character being the ways in which a line can end
    ///
    /// A CR ends its line at once. Waiting for the next byte would delay an event until the next one.
    #[inline]
    pub(super) fn next<'c>(&mut self, text: &mut &'c [u8]) -> Option<&'c [u8]> {
        if self.after_cr
            && let Some(first) = text.first()
        {
            self.after_cr = false;
            if *first == b'\n' {
                *text = text.get(1..).unwrap_or_default();
            }
        }
        let (line, rest) = text.split_at_checked(memchr2(b'\n', b'\r', text)?)?;
        let (end, rest) = rest.split_first()?;
        self.after_cr = *end == b'\r';
        *text = rest;
        Some(line)
    }
}

/// The standard decodes with *UTF-8 decode*, which removes one mark at the start of the stream.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of `chunks`, then the unfinished rest in brackets.
    fn lines(chunks: &[&[u8]]) -> Vec<String> {
        let mut lines = LineSplitter::new();
        let mut found = Vec::new();
        let mut unfinished = Vec::new();
        for chunk in chunks {
            let (held_back, mut text) = lines.begin(chunk);
            unfinished.extend(held_back);
            while let Some(line) = lines.next(&mut text) {
                unfinished.extend(line);
                found.push(String::from_utf8_lossy(&unfinished).into_owned());
                unfinished.clear();
            }
            unfinished.extend(text);
        }
        if !unfinished.is_empty() {
            found.push(format!("[{}]", String::from_utf8_lossy(&unfinished)));
        }
        found
    }

    #[test]
    fn cr_lf_and_crlf_end_a_line() {
        assert_eq!(lines(&[b"a\rb\nc\r\nd\n\re\r\r\n\n"]), ["a", "b", "c", "d", "", "e", "", ""]);
    }

    #[test]
    fn a_cr_ends_its_line_before_the_next_byte_is_there() {
        assert_eq!(lines(&[b"a\r"]), ["a"]);
        assert_eq!(lines(&[b"a\r", b"\r"]), ["a", ""]);
    }

    #[test]
    fn a_crlf_cut_in_two_is_one_line_end() {
        assert_eq!(lines(&[b"a\r", b"\nb\n"]), ["a", "b"]);
        assert_eq!(lines(&[b"a\r", b"", b"\n", b"\nb"]), ["a", "", "[b]"]);
    }

    #[test]
    fn an_unfinished_line_is_left_to_the_caller() {
        assert_eq!(lines(&[b"a\nb"]), ["a", "[b]"]);
        assert_eq!(lines(&[b"a", b"", b"b", b"c\n"]), ["abc"]);
    }

    #[test]
    fn one_byte_order_mark_is_dropped_however_it_is_cut() {
        let mark_and_line: [&[&[u8]]; 4] = [
            &[b"\xEF\xBB\xBFa\n"],
            &[b"\xEF", b"\xBB\xBFa\n"],
            &[b"\xEF\xBB", b"\xBFa\n"],
            &[b"", b"\xEF", b"", b"\xBB", b"\xBF", b"a\n"],
        ];
        for chunks in mark_and_line {
            assert_eq!(lines(chunks), ["a"]);
        }
    }

    #[test]
    fn a_second_byte_order_mark_is_text() {
        assert_eq!(lines(&[b"\xEF\xBB\xBF", b"\xEF\xBB\xBFa\n"]), ["\u{FEFF}a"]);
        assert_eq!(lines(&[b"a\n\xEF\xBB\xBFb\n"]), ["a", "\u{FEFF}b"]);
    }

    #[test]
    fn the_bytes_of_a_broken_mark_stay_in_the_line() {
        assert_eq!(lines(&[b"\xEF\xBBa\n"]), ["\u{FFFD}a"]);
        assert_eq!(lines(&[b"\xEF", b"\xBB", b"a\n"]), ["\u{FFFD}a"]);
        assert_eq!(lines(&[b"\xEF", b"\nb\n"]), ["\u{FFFD}", "b"]);
        assert_eq!(lines(&[b"\xEF", b"\xEF\xBB\xBF\n"]), ["\u{FFFD}\u{FEFF}"]);
    }
}
