//! A second event-stream parser, written from the standard's text alone: slow, obvious, and without chunks. The real parser
//! is compared with it.

/// The interpretation of a stream.
pub(crate) struct Meaning {
    /// The results, each with the number of bytes that it needs.
    pub(crate) steps: Vec<(usize, Step)>,
    /// The size of the largest block of whole lines, in bytes of text: its data, event and id values, and one for each
    /// data line.
    pub(crate) largest_block: usize,
}

pub(crate) enum Step {
    /// A line that is not part of an event; the line of a block's `id` comes at its end.
    Line(String),
    Dispatch(Event),
    SetLastEventId(String),
    SetReconnectionTime(u64),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) event_type: String,
    pub(crate) data: String,
    pub(crate) last_event_id: String,
}

/// Interprets a whole stream after `last_event_id`.
pub(crate) fn interpret(stream: &[u8], last_event_id: &str) -> Meaning {
    let mut steps = Vec::new();
    let mut data = String::new();
    let mut event_type = String::new();
    let mut last_event_id_buffer = last_event_id.to_owned();
    let mut id = None;
    let mut block = 0;
    let mut largest_block = 0;

    for Line { characters, end } in lines(&utf8_decode(stream)) {
        let text: String = characters.iter().map(|decoded| decoded.character).collect();
        if text.is_empty() {
            steps.extend(id.take().map(|id: String| (end, Step::Line(format!("id:{id}")))));
            steps.push((end, Step::SetLastEventId(last_event_id_buffer.clone())));
            if !data.is_empty() {
                if data.ends_with('\n') {
                    data.pop();
                }
                let event = Event {
                    event_type: if event_type.is_empty() { "message".to_owned() } else { event_type.clone() },
                    data: data.clone(),
                    last_event_id: last_event_id_buffer.clone(),
                };
                steps.push((end, Step::Dispatch(event)));
            }
            data.clear();
            event_type.clear();
            block = 0;
            continue;
        }
        if text.starts_with(':') {
            steps.push((end, Step::Line(text)));
            continue;
        }
        let (field, value) = match text.split_once(':') {
            Some((field, value)) => (field, value.strip_prefix(' ').unwrap_or(value)),
            None => (text.as_str(), ""),
        };
        let size = value.len();
        match field {
            "event" => {
                event_type = value.to_owned();
                block += size;
            }
            "data" => {
                data += value;
                data += "\n";
                block += size + 1;
            }
            "id" => {
                if !value.contains('\0') {
                    last_event_id_buffer = value.to_owned();
                    id = Some(value.to_owned());
                }
                block += size;
            }
            "retry" => {
                if !value.is_empty() && value.chars().all(|character| character.is_ascii_digit()) {
                    steps.push((end, Step::SetReconnectionTime(integer(value))));
                }
                steps.push((end, Step::Line(text)));
            }
            _ => steps.push((end, Step::Line(text))),
        }
        largest_block = largest_block.max(block);
    }
    Meaning { steps, largest_block }
}

/// A decimal number, at most `u64::MAX`.
fn integer(digits: &str) -> u64 {
    let significant = digits.trim_start_matches('0');
    if significant.len() > 20 {
        return u64::MAX;
    }
    let number: u128 = format!("0{significant}").parse().unwrap();
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// A line without its end.
struct Line {
    characters: Vec<Decoded>,
    /// The number of bytes before the line's end, and after it.
    end: usize,
}

/// The complete lines of a text, without the rest after the last line end.
fn lines(text: &[Decoded]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut characters = Vec::new();
    let mut before = None;
    let mut end = 0;
    for decoded in text {
        end += decoded.bytes;
        match decoded.character {
            '\u{FEFF}' if before.is_none() => {}
            '\n' if before == Some('\r') => {}
            '\n' | '\r' => lines.push(Line { characters: std::mem::take(&mut characters), end }),
            _ => characters.push(*decoded),
        }
        before = Some(decoded.character);
    }
    lines
}

/// A character of the stream, and its number of bytes.
#[derive(Clone, Copy)]
struct Decoded {
    character: char,
    bytes: usize,
}

/// The Encoding standard's *UTF-8 decode*, with the names of its decoder's variables. The byte order mark is kept, because
/// its bytes must be counted.
fn utf8_decode(stream: &[u8]) -> Vec<Decoded> {
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
                0x00..=0x7F => output.push(Decoded { character: char::from(byte), bytes: 1 }),
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
                _ => output.push(Decoded { character: '\u{FFFD}', bytes: 1 }),
            }
            continue;
        }
        if byte < lower_boundary || byte > upper_boundary {
            output.push(Decoded { character: '\u{FFFD}', bytes: bytes_seen + 1 });
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
            output.push(Decoded { character: char::from_u32(code_point).unwrap(), bytes: bytes_seen + 1 });
            (code_point, bytes_needed, bytes_seen) = (0, 0, 0);
        }
    }
    if bytes_needed != 0 {
        output.push(Decoded { character: '\u{FFFD}', bytes: bytes_seen + 1 });
    }
    output
}
