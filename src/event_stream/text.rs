//! Decoding and measuring text.

use alloc::string::String;

/// Appends `bytes` to `text`, decoded as the Encoding standard's *UTF-8 decode* does: each maximal part of an invalid
/// sequence becomes one U+FFFD.
///
/// The standard decodes the stream, this decodes a value. That is the same: a value is bounded by ASCII characters or
/// by the ends of the stream, and no sequence reaches over an ASCII character.
pub(super) fn append_decoded(text: &mut String, bytes: &[u8]) {
    if let Ok(valid) = core::str::from_utf8(bytes) {
        text.push_str(valid);
        return;
    }
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
}

/// The length of `text` as a JavaScript string: one unit for each character, two for those beyond U+FFFF.
pub(super) fn utf16_len(text: &str) -> usize {
    let (words, rest) = text.as_bytes().as_chunks();
    let of_words: usize = words.iter().map(|word| units(u32::from_ne_bytes(*word))).sum();
    let of_rest: usize = rest.iter().map(|byte| units(u32::from(*byte) | CONTINUATIONS)).sum();
    of_words + of_rest
}

/// The units of four bytes: one of each that begins a character, and another one of each that begins a pair.
fn units(word: u32) -> usize {
    let begins = !(word >> 7) | (word >> 6);
    let begins_pair = (word >> 7) & (word >> 6) & (word >> 5) & (word >> 4);
    ((begins & LOWEST_BITS).count_ones() + (begins_pair & LOWEST_BITS).count_ones()) as usize
}

const LOWEST_BITS: u32 = 0x0101_0101;

/// Three bytes that begin no character, and room for another.
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
    fn utf16_length_is_that_of_the_javascript_string() {
        for text in ["", "ascii", "é", "漢字", "🦀", "a\u{FFFF}b\u{10000}c\u{FFFD}"] {
            assert_eq!(utf16_len(text), text.encode_utf16().count(), "{text}");
        }
    }
}
