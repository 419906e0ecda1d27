//! The buffers that the standard associates with a stream, and the effect of each line on them.

use alloc::string::String;
use core::mem;

use super::TooLarge;
use super::batch::Batch;
use super::field::{self, Digits, Field};
use super::notes::{LineKind, Notes};
use super::text::{PartialText, append_decoded, empty};

/// The lines since the last blank line.
#[derive(Debug)]
pub(super) struct Block {
    budget: Budget,
    /// The data buffer of a block that began in an earlier chunk. While it is empty, data lines go directly to the batch.
    data: PartialText,
    /// The UTF-16 units of this block's data that were handed over.
    handed_over: usize,
    /// The block has at least one complete line.
    has_line: bool,
    /// The value of an `event` or `id` field, up to the end of its line.
    value: PartialText,
    /// The event type buffer.
    event_type: String,
    /// The last event ID buffer, if this block has set it.
    id: String,
    id_is_set: bool,
    /// The last event ID string.
    last_event_id: String,
}

/// The size limit of a block.
#[derive(Debug)]
struct Budget {
    limit: usize,
    /// The bytes of the block's `data`, `event` and `id` values as text, plus one LF for each data line.
    size: usize,
}

impl Budget {
    #[inline]
    fn take(&mut self, bytes: usize) -> Result<(), TooLarge> {
        self.size = self.size.saturating_add(bytes);
        if self.size > self.limit { Err(TooLarge) } else { Ok(()) }
    }

    /// Counts the bytes that decoding has added. There are nearly always none.
    #[inline]
    fn take_more(&mut self, bytes: usize) -> Result<(), TooLarge> {
        if bytes == 0 { Ok(()) } else { self.take(bytes) }
    }
}

impl Block {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            budget: Budget { limit, size: 0 },
            data: PartialText::default(),
            handed_over: 0,
            has_line: false,
            value: PartialText::default(),
            event_type: String::new(),
            id: String::new(),
            id_is_set: false,
            last_event_id: String::new(),
        }
    }

    /// The size of this block's values in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.budget.size
    }

    /// The UTF-16 units of the data and of an incomplete value.
    pub(super) fn units(&self) -> usize {
        // LFs separate data lines, so the last line's LF does not count.
        let line_end = usize::from(self.has_line);
        self.handed_over + self.data.units() + self.value.units() - line_end
    }

    pub(super) fn last_event_id(&self) -> &str {
        &self.last_event_id
    }

    pub(super) fn set_last_event_id(&mut self, id: &str) {
        self.last_event_id.clear();
        self.last_event_id.push_str(id);
    }

    /// Clears the block and frees its memory, but keeps the last event ID.
    pub(super) fn abandon(&mut self) {
        self.budget.size = 0;
        self.data = PartialText::default();
        self.handed_over = 0;
        self.has_line = false;
        self.value = PartialText::default();
        self.event_type = String::new();
        self.id = String::new();
        self.id_is_set = false;
    }

    /// Processes a complete line.
    #[inline]
    pub(super) fn line<N: Notes>(&mut self, line: &[u8], batch: &mut Batch<N>) -> Result<(), TooLarge> {
        // > If the line is empty (a blank line): Dispatch the event, as defined below.
        if line.is_empty() {
            self.dispatch(batch);
            return Ok(());
        }
        let Some((field, value)) = field::parse(line) else {
            batch.note(kind_of_ignored(line), line);
            return Ok(());
        };
        match field {
            Field::Data if self.data.is_empty() => {
                self.budget.take(value.len().saturating_add(1))?;
                self.budget.take_more(batch.append_line(value))?;
            }
            Field::Data => {
                self.append_data(value)?;
                self.end_data()?;
            }
            Field::Event => {
                self.budget.take(value.len())?;
                self.event_type.clear();
                self.budget.take(append_decoded(&mut self.event_type, value))?;
            }
            Field::Id if has_nul(value) => {
                // A value that comes in parts is counted before it is known to be ignored, so this one is counted too.
                self.append_value(value)?;
                self.end_id()?;
            }
            Field::Id => {
                self.budget.take(value.len())?;
                self.id.clear();
                self.budget.take(append_decoded(&mut self.id, value))?;
                self.id_is_set = true;
            }
            Field::Retry => {
                set_retry(Digits::default().read(value), batch);
                batch.note(LineKind::Retry, line);
            }
        }
        Ok(())
    }

    /// > "data": Append the field value to the data buffer, then append a single U+000A LINE FEED (LF) character
    ///
    /// The first half, for a value that comes in parts.
    pub(super) fn append_data(&mut self, part: &[u8]) -> Result<(), TooLarge> {
        self.budget.take(part.len())?;
        self.budget.take(self.data.append(part))
    }

    /// The second half.
    pub(super) fn end_data(&mut self) -> Result<(), TooLarge> {
        self.budget.take(self.data.end() + 1)?;
        self.data.text().push('\n');
        Ok(())
    }

    /// Appends a part of the value of an `event` or `id` field.
    pub(super) fn append_value(&mut self, part: &[u8]) -> Result<(), TooLarge> {
        self.budget.take(part.len())?;
        self.budget.take(self.value.append(part))
    }

    /// > "event": Set the event type buffer to the field value.
    pub(super) fn end_event_type(&mut self) -> Result<(), TooLarge> {
        self.budget.take(self.value.end())?;
        mem::swap(&mut self.event_type, self.value.text());
        empty(self.value.text());
        Ok(())
    }

    /// > "id": If the field value does not contain U+0000 NULL, then set the last event ID buffer to the field value.
    /// > Otherwise, ignore the field.
    pub(super) fn end_id(&mut self) -> Result<(), TooLarge> {
        self.budget.take(self.value.end())?;
        let value = self.value.text();
        if !has_nul(value.as_bytes()) {
            mem::swap(&mut self.id, value);
            self.id_is_set = true;
        }
        empty(value);
        Ok(())
    }

    /// Appends a part of a line that is kept unchanged because it is not part of an event.
    pub(super) fn append_line(&mut self, part: &[u8]) -> Result<(), TooLarge> {
        self.append_value(part)
    }

    /// Processes such a line.
    pub(super) fn end_line<N: Notes>(&mut self, batch: &mut Batch<N>) -> Result<(), TooLarge> {
        self.budget.take(self.value.end())?;
        let mut line = mem::take(self.value.text());
        self.line(line.as_bytes(), batch)?;
        // The line is not part of the block.
        self.budget.size = self.budget.size.saturating_sub(line.len());
        empty(&mut line);
        *self.value.text() = line;
        Ok(())
    }

    /// Keeps the block's data when a chunk ends inside the block, because the batch is cleared.
    pub(super) fn suspend<N: Notes>(&mut self, batch: &mut Batch<N>) {
        batch.suspend(&mut self.data);
        self.has_line |= self.data.text().ends_with('\n');
    }

    /// Moves the data to the batch if it has at least `least` bytes. A trailing LF is kept, because the end of the block may
    /// remove it.
    pub(super) fn hand_over<N: Notes>(&mut self, least: usize, batch: &mut Batch<N>) {
        if self.data.decoded() >= least {
            self.handed_over += batch.take_over(&mut self.data, self.handed_over);
        }
    }

    /// Dispatches the event, if the block has one.
    fn dispatch<N: Notes>(&mut self, batch: &mut Batch<N>) {
        // > Set the last event ID string of the event source to the value of the last event ID buffer.
        //
        // This is done before the data is checked, because a block without data sets it too.
        let has_id = mem::take(&mut self.id_is_set);
        if has_id {
            mem::swap(&mut self.last_event_id, &mut self.id);
            empty(&mut self.id);
            batch.last_event_id_may_differ();
        }
        if !self.data.is_empty() {
            batch.resume(self.data.text(), mem::take(&mut self.handed_over));
        }
        batch.close(&self.event_type, &self.last_event_id, has_id);
        self.has_line = false;
        // > Set the data buffer and the event type buffer to the empty string.
        empty(&mut self.event_type);
        self.budget.size = 0;
    }
}

/// The kind of a line that is not a known field.
pub(super) fn kind_of_ignored(line: &[u8]) -> LineKind {
    if line.first() == Some(&b':') { LineKind::Comment } else { LineKind::Unknown }
}

#[expect(clippy::manual_contains, reason = "a search that is fast in long texts is 90 bytes more of each core")]
fn has_nul(id: &[u8]) -> bool {
    id.iter().any(|byte| *byte == b'\0')
}

/// > set the event stream's reconnection time to that integer
///
/// This happens at the line, not at the end of the block: it is not part of the event.
pub(super) fn set_retry<N: Notes>(digits: Digits, batch: &mut Batch<N>) {
    if let Some(milliseconds) = digits.value() {
        batch.set_retry(milliseconds);
    }
}
