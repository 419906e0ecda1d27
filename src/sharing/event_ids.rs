//! The last event IDs of the events of one payload.

use alloc::string::String;
use alloc::vec::Vec;

/// The IDs, stored as lines: an ID cannot contain a line break.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventIds {
    text: String,
    /// The end of each line.
    ends: Vec<usize>,
}

impl EventIds {
    /// Takes one line for each event; the last line applies to all further events.
    #[must_use]
    pub fn from_lines(text: String) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(index, _)| index);
        let ends = breaks.chain([text.len()]).collect();
        Self { text, ends }
    }

    /// The last event ID of one event.
    #[must_use]
    pub fn get(&self, row: usize) -> &str {
        let line = row.min(self.ends.len().saturating_sub(1));
        let start = line.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| end + 1);
        let end = self.ends.get(line).copied().unwrap_or_default();
        self.text.get(start..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_event_has_its_line_and_the_last_line_holds_for_the_rest() {
        let ids = EventIds::from_lines("1\n\nü\n4".into());
        let found: Vec<&str> = (0..6).map(|row| ids.get(row)).collect();
        assert_eq!(found, ["1", "", "ü", "4", "4", "4"]);
        assert_eq!(EventIds::from_lines(String::new()).get(7), "");
        assert_eq!(EventIds::default().get(0), "");
    }
}
