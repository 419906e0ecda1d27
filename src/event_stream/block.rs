//! The buffers that the standard associates with a stream, and what each line does to them.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use super::TooLarge;
use super::batch::Batch;
use super::field::{self, Digits, Field};
use super::text::append_decoded;

/// The lines since the last blank line.
#[derive(Debug)]
pub(super) struct Block {
    limit: usize,
    /// The bytes received of this block's `data`, `event` and `id` values, and one for each data line's LF.
    size: usize,
    /// The data buffer, undecoded, of a block that began in an earlier chunk. As long as it is empty, data lines go
    /// straight into the batch.
    data: Vec<u8>,
    /// The event type buffer.
    event_type: String,
    /// The last event ID buffer, if this block has set it.
    id: String,
    id_is_set: bool,
    /// The last event ID string.
    last_event_id: String,
}

impl Block {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            size: 0,
            data: Vec::new(),
            event_type: String::new(),
            id: String::new(),
            id_is_set: false,
            last_event_id: String::new(),
        }
    }

    pub(super) fn last_event_id(&self) -> &str {
        &self.last_event_id
    }

    pub(super) fn set_last_event_id(&mut self, id: &str) {
        self.last_event_id.clear();
        self.last_event_id.push_str(id);
    }

    /// Forgets the block, and its memory, but not the last event ID.
    pub(super) fn abandon(&mut self) {
        self.size = 0;
        self.data = Vec::new();
        self.event_type = String::new();
        self.id = String::new();
        self.id_is_set = false;
    }

    /// Reads a whole line.
    #[inline]
    pub(super) fn line(&mut self, line: &[u8], batch: &mut Batch) -> Result<(), TooLarge> {
        // > If the line is empty (a blank line): Dispatch the event, as defined below.
        if line.is_empty() {
            self.dispatch(batch);
            return Ok(());
        }
        let Some((field, value)) = field::parse(line) else {
            return Ok(());
        };
        match field {
            Field::Data if self.data.is_empty() => {
                self.count(value.len().saturating_add(1))?;
                batch.append_line(value);
            }
            Field::Data => {
                self.append_data(value)?;
                self.end_data()?;
            }
            Field::Event => {
                self.count(value.len())?;
                self.set_event_type(value);
            }
            Field::Id => {
                self.count(value.len())?;
                self.set_id(value);
            }
            Field::Retry => set_retry(Digits::default().read(value), batch),
        }
        Ok(())
    }

    /// Counts bytes that are about to be kept.
    pub(super) fn count(&mut self, bytes: usize) -> Result<(), TooLarge> {
        self.size = self.size.saturating_add(bytes);
        if self.size > self.limit { Err(TooLarge) } else { Ok(()) }
    }

    /// > "data": Append the field value to the data buffer, then append a single U+000A LINE FEED (LF) character
    ///
    /// The first half, for a value that comes in parts.
    pub(super) fn append_data(&mut self, part: &[u8]) -> Result<(), TooLarge> {
        self.count(part.len())?;
        self.data.extend_from_slice(part);
        Ok(())
    }

    /// The second half.
    pub(super) fn end_data(&mut self) -> Result<(), TooLarge> {
        self.append_data(b"\n")
    }

    /// > "event": Set the event type buffer to the field value.
    pub(super) fn set_event_type(&mut self, value: &[u8]) {
        self.event_type.clear();
        append_decoded(&mut self.event_type, value);
    }

    /// > "id": If the field value does not contain U+0000 NULL, then set the last event ID buffer to the field value.
    /// > Otherwise, ignore the field.
    pub(super) fn set_id(&mut self, value: &[u8]) {
        if memchr::memchr(b'\0', value).is_none() {
            self.id.clear();
            append_decoded(&mut self.id, value);
            self.id_is_set = true;
        }
    }

    /// A chunk ends inside the block: its data must outlive the batch.
    pub(super) fn suspend(&mut self, batch: &mut Batch) {
        batch.suspend(&mut self.data);
    }

    /// Dispatches the event, if the block makes one.
    fn dispatch(&mut self, batch: &mut Batch) {
        // > Set the last event ID string of the event source to the value of the last event ID buffer.
        //
        // Before the data is looked at: a block without data sets it too.
        if mem::take(&mut self.id_is_set) {
            mem::swap(&mut self.last_event_id, &mut self.id);
            batch.last_event_id_may_differ();
        }
        if !self.data.is_empty() {
            batch.resume(&mut self.data);
        }
        batch.close(&self.event_type, &self.last_event_id);
        // > Set the data buffer and the event type buffer to the empty string.
        self.event_type.clear();
        self.size = 0;
    }
}

/// > set the event stream's reconnection time to that integer
///
/// At the line, not at the end of the block: it is not part of the event.
pub(super) fn set_retry(digits: Digits, batch: &mut Batch) {
    if let Some(milliseconds) = digits.value() {
        batch.set_retry(milliseconds);
    }
}
