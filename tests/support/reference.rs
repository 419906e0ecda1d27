//! A second event-stream parser, written from the standard's text alone: slow, obvious, and without chunks. It is what
//! the real one is compared with.

/// What a stream means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) events: Vec<Event>,
    pub(crate) last_event_id: String,
    /// The last valid `retry`.
    pub(crate) retry: Option<u64>,
    /// The size of the largest block of whole lines, in bytes as received: its data, event and id values, and one for
    /// each data line.
    pub(crate) largest_block: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) event_type: String,
    pub(crate) data: String,
    pub(crate) last_event_id: String,
}

/// Interprets a whole stream that came after `last_event_id`.
pub(crate) fn interpret(stream: &[u8], last_event_id: &str) -> Meaning {
    let mut meaning = Meaning {
        last_event_id: last_event_id.to_owned(),
        ..Meaning::default()
    };
    let mut data = String::new();
    let mut event_type = String::new();
    let mut last_event_id_buffer = last_event_id.to_owned();
    let mut block = 0;

    for line in lines(&utf8_decode(stream)) {
        let text: String = line.iter().map(|unit| unit.character).collect();
        if text.is_empty() {
            meaning.last_event_id.clone_from(&last_event_id_buffer);
            if !data.is_empty() {
                if data.ends_with('\n') {
                    data.pop();
                }
                meaning.events.push(Event {
                    event_type: if event_type.is_empty() {
                        "message".to_owned()
                    } else {
                        event_type.clone()
                    },
                    data: data.clone(),
                    last_event_id: meaning.last_event_id.clone(),
                });
            }
            data.clear();
            event_type.clear();
            block = 0;
            continue;
        }
        if text.starts_with(':') {
            continue;
        }
        let (field, value) = match text.split_once(':') {
            Some((field, value)) => (field, value.strip_prefix(' ').unwrap_or(value)),
            None => (text.as_str(), ""),
        };
        // The bytes that the value's characters came from.
        let characters = value.chars().count();
        let bytes: usize = line
            .iter()
            .rev()
            .take(characters)
            .map(|unit| unit.bytes)
            .sum();
        match field {
            "event" => {
                event_type = value.to_owned();
                block += bytes;
            }
            "data" => {
                data += value;
                data += "\n";
                block += bytes + 1;
            }
            "id" => {
                if !value.contains('\0') {
                    last_event_id_buffer = value.to_owned();
                }
                block += bytes;
            }
            "retry"
                if !value.is_empty()
                    && value.chars().all(|character| character.is_ascii_digit()) =>
            {
                meaning.retry = Some(integer(value));
            }
            _ => {}
        }
        meaning.largest_block = meaning.largest_block.max(block);
    }
    meaning
}

/// A decimal number, or the greatest `u64`.
fn integer(digits: &str) -> u64 {
    let significant = digits.trim_start_matches('0');
    if significant.len() > 20 {
        return u64::MAX;
    }
    let number: u128 = format!("0{significant}").parse().unwrap();
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// The whole lines of a text; what comes after the last line end is no line.
fn lines(text: &[Unit]) -> Vec<Vec<Unit>> {
    let mut lines = Vec::new();
    let mut line = Vec::new();
    let mut before = None;
    for unit in text {
        match unit.character {
            '\n' if before == Some('\r') => {}
            '\n' | '\r' => lines.push(std::mem::take(&mut line)),
            _ => line.push(*unit),
        }
        before = Some(unit.character);
    }
    lines
}

/// A character of the stream, and how many bytes it came from.
#[derive(Clone, Copy)]
struct Unit {
    character: char,
    bytes: usize,
}

/// The Encoding standard's *UTF-8 decode*, with its decoder's variables by their names.
fn utf8_decode(stream: &[u8]) -> Vec<Unit> {
    let stream = match stream {
        [0xEF, 0xBB, 0xBF, rest @ ..] => rest,
        _ => stream,
    };
    let mut output = Vec::new();
    let mut code_point: u32 = 0;
    let mut bytes_seen = 0;
    let mut bytes_needed = 0;
    let mut lower_boundary = 0x80;
    let mut upper_boundary = 0xBF;

    let mut position = 0;
    while position < stream.len() {
        let byte = stream[position];
        position += 1;
        if bytes_needed == 0 {
            match byte {
                0x00..=0x7F => output.push(Unit {
                    character: char::from(byte),
                    bytes: 1,
                }),
                0xC2..=0xDF => {
                    bytes_needed = 1;
                    code_point = u32::from(byte & 0x1F);
                }
                0xE0..=0xEF => {
                    if byte == 0xE0 {
                        lower_boundary = 0xA0;
                    }
                    if byte == 0xED {
                        upper_boundary = 0x9F;
                    }
                    bytes_needed = 2;
                    code_point = u32::from(byte & 0x0F);
                }
                0xF0..=0xF4 => {
                    if byte == 0xF0 {
                        lower_boundary = 0x90;
                    }
                    if byte == 0xF4 {
                        upper_boundary = 0x8F;
                    }
                    bytes_needed = 3;
                    code_point = u32::from(byte & 0x07);
                }
                _ => output.push(Unit {
                    character: '\u{FFFD}',
                    bytes: 1,
                }),
            }
            continue;
        }
        if byte < lower_boundary || byte > upper_boundary {
            output.push(Unit {
                character: '\u{FFFD}',
                bytes: bytes_seen + 1,
            });
            (code_point, bytes_needed, bytes_seen) = (0, 0, 0);
            (lower_boundary, upper_boundary) = (0x80, 0xBF);
            // Restore the byte to the stream.
            position -= 1;
            continue;
        }
        (lower_boundary, upper_boundary) = (0x80, 0xBF);
        code_point = (code_point << 6) | u32::from(byte & 0x3F);
        bytes_seen += 1;
        if bytes_seen == bytes_needed {
            output.push(Unit {
                character: char::from_u32(code_point).unwrap(),
                bytes: bytes_seen + 1,
            });
            (code_point, bytes_needed, bytes_seen) = (0, 0, 0);
        }
    }
    if bytes_needed != 0 {
        output.push(Unit {
            character: '\u{FFFD}',
            bytes: bytes_seen + 1,
        });
    }
    output
}
