//! Decoding and measuring text.

use alloc::string::String;
use alloc::vec::Vec;

/// Appends `bytes` to `text`, decoded as by the Encoding standard's *UTF-8 decode*: each maximal part of an invalid sequence
/// becomes one U+FFFD. Returns by how many bytes the decoded text is longer than `bytes`.
///
/// The standard decodes the stream, this function a value. The result is the same: a value is bounded by ASCII characters or
/// by the ends of the stream, and no sequence extends across an ASCII character.
pub(super) fn append_decoded(text: &mut String, bytes: &[u8]) -> usize {
    if let Ok(valid) = core::str::from_utf8(bytes) {
        text.push_str(valid);
        return 0;
    }
    let expected = text.len() + bytes.len();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    // An invalid sequence of one to three bytes becomes three bytes.
    text.len() - expected
}

/// Decodes `bytes` in the same way.
#[cfg(all(target_arch = "wasm32", feature = "npm"))]
pub(crate) fn decoded(bytes: &[u8]) -> String {
    let mut text = String::new();
    append_decoded(&mut text, bytes);
    text
}

/// Empties `text`, and frees its memory only if that is large.
pub(super) fn empty(text: &mut String) {
    if text.capacity() > LARGE {
        *text = String::new();
    }
    text.clear();
}

/// Larger than the text of a chunk of 64 KiB, and smaller than a huge event, which may be the only one of its stream.
pub(super) const LARGE: usize = 1 << 18;

/// Text whose bytes come in parts, cut anywhere.
#[derive(Debug, Default)]
pub(super) struct PartialText {
    text: String,
    /// The first bytes of a character that the last part has cut, or bytes that look like it.
    cut: Vec<u8>,
}

impl PartialText {
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.cut.is_empty()
    }

    /// The UTF-16 units of the decoded text.
    pub(super) fn units(&self) -> usize {
        utf16_len(self.text.as_bytes())
    }

    /// The bytes of the decoded text.
    pub(super) fn decoded(&self) -> usize {
        self.text.len()
    }

    /// Returns by how many bytes the decoded text is longer than `part`; the bytes of a cut character count later.
    pub(super) fn append(&mut self, mut part: &[u8]) -> usize {
        let mut more = 0;
        if !self.cut.is_empty() {
            let goes_on = part.iter().take(3).take_while(|byte| is_continuation(**byte)).count();
            let (end, rest) = part.split_at_checked(goes_on).unwrap_or_default();
            self.cut.extend_from_slice(end);
            if rest.is_empty() && whole(&self.cut) == 0 {
                return 0;
            }
            more = self.end();
            part = rest;
        }
        let (whole, cut) = part.split_at_checked(whole(part)).unwrap_or_default();
        self.cut.extend_from_slice(cut);
        more + append_decoded(&mut self.text, whole)
    }

    /// Ends the text. Returns the same number.
    pub(super) fn end(&mut self) -> usize {
        let more = append_decoded(&mut self.text, &self.cut);
        self.cut.clear();
        more
    }

    /// The text without a cut character.
    pub(super) fn text(&mut self) -> &mut String {
        &mut self.text
    }

    /// Moves the text to the end of `to`, except for a trailing LF and a cut character. Returns its UTF-16 units.
    pub(super) fn hand_over(&mut self, to: &mut String) -> usize {
        let text = self.text.strip_suffix('\n').unwrap_or(&self.text);
        let units = utf16_len(text.as_bytes());
        let has_line_end = text.len() < self.text.len();
        to.push_str(text);
        self.text.clear();
        if has_line_end {
            self.text.push('\n');
        }
        units
    }
}

/// The number of bytes of `part` before a character that its end cuts, or bytes that look like one.
fn whole(part: &[u8]) -> usize {
    let length = part.len();
    for behind in 1..=3 {
        let Some(byte) = length.checked_sub(behind).and_then(|place| part.get(place)) else {
            break;
        };
        if !is_continuation(*byte) {
            // The leading ones of a character's first byte are its length in bytes; ASCII has none.
            let is_cut = byte.leading_ones() as usize > behind;
            return if is_cut { length - behind } else { length };
        }
    }
    length
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// The length of UTF-8 text as a JavaScript string: one unit for each character, two above U+FFFF.
pub(super) fn utf16_len(text: &[u8]) -> usize {
    if is_ascii(text) {
        return text.len();
    }
    let (words, rest) = text.as_chunks();
    let of_words: usize = words.iter().map(|word| units(u32::from_ne_bytes(*word))).sum();
    let of_rest: usize = rest.iter().map(|byte| units(u32::from(*byte) | CONTINUATIONS)).sum();
    of_words + of_rest
}

/// Not inlined: it is long, and its few callers have much text for each call.
#[inline(never)]
pub(super) fn is_ascii(text: &[u8]) -> bool {
    text.is_ascii()
}

/// The units of four bytes: one for each that begins a character, and another one for each that begins a surrogate pair.
fn units(word: u32) -> usize {
    let begins = !(word >> 7) | (word >> 6);
    let begins_pair = (word >> 7) & (word >> 6) & (word >> 5) & (word >> 4);
    ((begins & LOWEST_BITS).count_ones() + (begins_pair & LOWEST_BITS).count_ones()) as usize
}

const LOWEST_BITS: u32 = 0x0101_0101;

/// Three bytes that do not begin a character, and room for a fourth.
const CONTINUATIONS: u32 = 0x8080_8000;

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> String {
        let mut text = String::new();
        append_decoded(&mut text, bytes);
        text
    }

    #[test]
    fn valid_text_stays_as_it_is() {
        for text in ["", "a\0\n", "é", "\u{FEFF}漢字", "🦀\u{10FFFF}"] {
            assert_eq!(decoded(text.as_bytes()), text);
        }
    }

    /// The examples of the Unicode standard, section 3.9, tables 3-8 to 3-11.
    #[test]
    fn each_maximal_part_of_an_invalid_sequence_becomes_one_replacement_character() {
        assert_eq!(decoded(b"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"), "\u{FFFD}".repeat(8) + "A");
        assert_eq!(decoded(b"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41"), "\u{FFFD}".repeat(8) + "A");
        assert_eq!(decoded(b"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42"), "\u{FFFD}".repeat(5) + "A\u{FFFD}\u{FFFD}B");
        assert_eq!(decoded(b"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"), "\u{FFFD}".repeat(4) + "A");
    }

    #[test]
    fn text_that_comes_in_parts_is_the_text_that_comes_at_once() {
        let bytes = b"a\xC3\xA9\xE6\xBC\xA2\xF0\x9F\xA6\x80\xE2\x82\xF0\x9F\xA6b\x80\x80\xED\xA0\x80\xFF\xF0\x9F\xA6\x80\x80\xE2";
        for size in 1..=bytes.len() {
            let mut text = PartialText::default();
            let more: usize = bytes.chunks(size).map(|part| text.append(part)).sum();
            let more = more + text.end();
            assert_eq!(text.text(), &decoded(bytes), "parts of {size}");
            assert_eq!(more, decoded(bytes).len() - bytes.len(), "parts of {size}");
        }
    }

    #[test]
    fn a_character_that_is_whole_does_not_wait() {
        let mut text = PartialText::default();
        for (part, so_far) in
            [(&b"a\xF0\x9F"[..], "a"), (b"\xA6", "a"), (b"\x80", "a🦀"), (b"\xC3", "a🦀"), (b"b", "a🦀\u{FFFD}b")]
        {
            text.append(part);
            assert_eq!(text.text(), so_far);
        }
    }

    #[test]
    fn text_is_handed_over_but_for_a_line_end_and_a_cut_character() {
        let (mut text, mut to) = (PartialText::default(), "0".to_owned());
        text.append("é🦀漢\n".as_bytes());
        assert_eq!((text.hand_over(&mut to), to.as_str()), (4, "0é🦀漢"));
        assert_eq!((text.hand_over(&mut to), text.text().as_str()), (0, "\n"));
        text.append(b"a\xC3");
        assert_eq!((text.hand_over(&mut to), to.as_str()), (2, "0é🦀漢\na"));
        text.append(b"\xA9");
        assert_eq!(text.text(), "é");
    }

    #[test]
    fn utf16_length_is_that_of_the_javascript_string() {
        for text in ["", "ascii", "é", "漢字", "🦀", "a\u{FFFF}b\u{10000}c\u{FFFD}"] {
            assert_eq!(utf16_len(text.as_bytes()), text.encode_utf16().count(), "{text}");
        }
    }
}
