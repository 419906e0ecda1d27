//! Parses a line into one of the four fields of the standard.

/// The fields with a meaning. Comments and all other names are ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Data,
    Event,
    Id,
    Retry,
}

/// The longest prefix that is needed to find the field and the start of its value: `event: ` or `retry: `.
pub(super) const LONGEST_PREFIX: usize = 7;

/// Splits a line that is not blank into field and value; returns `None` if the line is to be ignored.
///
/// > Collect the characters on the line before the first U+003A COLON character (:), and let *field* be that string.
/// > Collect the characters on the line after the first U+003A COLON character (:), and let *value* be that string.
/// > If *value* starts with a U+0020 SPACE character, remove it from *value*.
///
/// > Otherwise, the string is not empty but does not contain a U+003A COLON character (:) ... using the whole line as
/// > the field name, and the empty string as the field value.
///
/// > Field names must be compared literally, with no case folding performed.
///
/// The bytes need no decoding before: a name is ASCII, and no invalid UTF-8 sequence contains an ASCII byte.
#[inline]
pub(super) fn parse(line: &[u8]) -> Option<(Field, &[u8])> {
    let (field, rest) = match line {
        [b'd', b'a', b't', b'a', rest @ ..] => (Field::Data, rest),
        [b'e', b'v', b'e', b'n', b't', rest @ ..] => (Field::Event, rest),
        [b'i', b'd', rest @ ..] => (Field::Id, rest),
        [b'r', b'e', b't', b'r', b'y', rest @ ..] => (Field::Retry, rest),
        _ => return None,
    };
    match rest {
        [b':', b' ', value @ ..] | [b':', value @ ..] | value @ [] => Some((field, value)),
        _ => None,
    }
}

/// The value of a `retry` field, parsed piece by piece in constant memory.
///
/// > If the field value consists of only ASCII digits, then interpret the field value as an integer in base ten
///
/// An empty value contains no integer, so it does not count as digits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Digits {
    #[default]
    None,
    Value(u64),
    Invalid,
}

impl Digits {
    /// Parses more digits. An integer above `u64::MAX` saturates, so that the wait never ends instead of having a wrong
    /// length.
    pub(super) fn read(self, bytes: &[u8]) -> Self {
        bytes.iter().fold(self, |digits, byte| {
            let value = match digits {
                Self::Invalid => return Self::Invalid,
                Self::None => 0,
                Self::Value(value) => value,
            };
            if byte.is_ascii_digit() {
                let digit = u64::from(byte - b'0');
                // `saturating_mul` would call a 128-bit function in WebAssembly.
                let tens = if value > u64::MAX / 10 { u64::MAX } else { value * 10 };
                Self::Value(tens.saturating_add(digit))
            } else {
                Self::Invalid
            }
        })
    }

    /// The integer, if there is one.
    pub(super) fn value(self) -> Option<u64> {
        match self {
            Self::Value(value) => Some(value),
            Self::None | Self::Invalid => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn retry(value: &[u8]) -> Option<u64> {
        Digits::default().read(value).value()
    }

    #[test]
    fn a_field_ends_at_the_first_colon() {
        assert_eq!(parse(b"data:a:b"), Some((Field::Data, &b"a:b"[..])));
        assert_eq!(parse(b"event:a"), Some((Field::Event, &b"a"[..])));
        assert_eq!(parse(b"id:a"), Some((Field::Id, &b"a"[..])));
        assert_eq!(parse(b"retry:1"), Some((Field::Retry, &b"1"[..])));
    }

    #[test]
    fn one_leading_space_is_removed_and_nothing_else() {
        assert_eq!(parse(b"data: a "), Some((Field::Data, &b"a "[..])));
        assert_eq!(parse(b"data:  a"), Some((Field::Data, &b" a"[..])));
        assert_eq!(parse(b"data:\ta"), Some((Field::Data, &b"\ta"[..])));
        assert_eq!(parse(b"data: "), Some((Field::Data, &b""[..])));
    }

    #[test]
    fn a_name_without_colon_has_an_empty_value() {
        assert_eq!(parse(b"data"), Some((Field::Data, &b""[..])));
        assert_eq!(parse(b"data:"), Some((Field::Data, &b""[..])));
        assert_eq!(parse(b"id"), Some((Field::Id, &b""[..])));
    }

    #[test]
    fn comments_and_other_names_are_ignored() {
        let others: [&[u8]; 14] = [
            b":",
            b": data",
            b":data: a",
            b"Data: a",
            b"DATA:a",
            b" data:a",
            b"data :a",
            b"datas:a",
            b"dat:a",
            b"dat",
            b"i:1",
            b"identity:1",
            b"\0data:a",
            b"\xEF\xBB\xBFdata:a",
        ];
        for line in others {
            assert_eq!(parse(line), None, "{}", line.escape_ascii());
        }
    }

    #[test]
    fn the_longest_prefix_decides_every_field() {
        for name in ["data", "event", "id", "retry"] {
            let line = format!("{name}: value value");
            let (field, value) = parse(line.as_bytes()).unwrap();
            let (head, tail) = line.as_bytes().split_at(LONGEST_PREFIX);
            let (head_field, head_value) = parse(head).unwrap();
            assert_eq!((field, value), (head_field, &[head_value, tail].concat()[..]));
        }
    }

    #[test]
    fn retry_takes_ascii_digits_only() {
        assert_eq!(retry(b"0"), Some(0));
        assert_eq!(retry(b"007"), Some(7));
        let invalid: [&[u8]; 9] = [b"", b" 1", b"1 ", b"-1", b"+1", b"1.5", b"1e3", b"9000x", "１".as_bytes()];
        for value in invalid {
            assert_eq!(retry(value), None, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn retry_of_any_length_saturates() {
        assert_eq!(retry(b"18446744073709551615"), Some(u64::MAX));
        assert_eq!(retry(b"18446744073709551616"), Some(u64::MAX));
        assert_eq!(retry(&[b'9'; 10_000]), Some(u64::MAX));
        assert_eq!(retry(&[b'0'; 10_000]), Some(0));
    }

    #[test]
    fn retry_reads_piece_by_piece() {
        assert_eq!(Digits::default().read(b"12").read(b"").read(b"3").value(), Some(123));
        assert_eq!(Digits::default().read(b"1x").read(b"3").value(), None);
    }
}
