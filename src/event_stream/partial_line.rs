//! A line that comes in more than one chunk.

use alloc::vec::Vec;
use core::mem;

use super::TooLarge;
use super::batch::Batch;
use super::block::{Block, kind_of_ignored, set_retry};
use super::field::{self, Digits, Field, LONGEST_PREFIX};
use super::notes::{LineKind, Notes};
use super::text::utf16_len;

/// How far an unfinished line has got.
///
/// Each byte is looked at once and kept at most once, so that a line of any length costs linear time in chunks of any
/// length. Lines that mean nothing keep nothing.
#[derive(Debug, Default)]
pub(super) struct PartialLine {
    stage: Stage,
    /// The start of the line, as long as it is too short to tell its field.
    bytes: Vec<u8>,
    /// How many bytes were taken off the line, for they name its field.
    name: usize,
}

#[derive(Clone, Copy, Debug, Default)]
enum Stage {
    /// Too short to tell its field; nothing at all if no line is unfinished.
    #[default]
    Start,
    Data,
    EventType,
    Id,
    Retry(Digits),
    /// It makes no event, but is wanted.
    Noted,
    /// A comment, or a field that means nothing.
    Ignored,
}

impl PartialLine {
    /// Whether there is no unfinished line.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        matches!(self.stage, Stage::Start) && self.bytes.is_empty()
    }

    /// The UTF-16 units of the line that are not in the block.
    pub(super) fn units(&self) -> usize {
        // Of bytes that are no UTF-8 it would give more.
        utf16_len(&self.bytes).min(self.bytes.len()) + self.name
    }

    /// The bytes of the line that are not in the block.
    pub(super) fn bytes(&self) -> usize {
        self.bytes.len() + self.name
    }

    /// Reads on in the line.
    pub(super) fn append<N: Notes>(
        &mut self,
        mut part: &[u8],
        block: &mut Block,
        batch: &Batch<N>,
    ) -> Result<(), TooLarge> {
        if matches!(self.stage, Stage::Start) {
            let missing = LONGEST_PREFIX.saturating_sub(self.bytes.len());
            let Some((start, rest)) = part.split_at_checked(missing) else {
                self.bytes.extend_from_slice(part);
                return Ok(());
            };
            self.bytes.extend_from_slice(start);
            self.decide(block, batch)?;
            part = rest;
        }
        self.append_value(part, block)
    }

    /// Ends the line.
    pub(super) fn end<N: Notes>(&mut self, block: &mut Block, batch: &mut Batch<N>) -> Result<(), TooLarge> {
        match mem::take(&mut self.stage) {
            Stage::Start => block.line(&self.bytes, batch)?,
            Stage::Data => block.end_data()?,
            Stage::EventType => block.end_event_type()?,
            Stage::Id => block.end_id()?,
            Stage::Retry(digits) => set_retry(digits, batch),
            Stage::Noted => block.end_line(batch)?,
            Stage::Ignored => {}
        }
        self.bytes.clear();
        self.name = 0;
        Ok(())
    }

    /// Tells the field by the start of the line, and makes the value out of what is left of it.
    fn decide<N: Notes>(&mut self, block: &mut Block, batch: &Batch<N>) -> Result<(), TooLarge> {
        let start = mem::take(&mut self.bytes);
        let (stage, value) = match field::parse(&start) {
            Some((Field::Data, value)) => (Stage::Data, value),
            Some((Field::Event, value)) => (Stage::EventType, value),
            Some((Field::Id, value)) => (Stage::Id, value),
            Some((Field::Retry, _)) if batch.wants(LineKind::Retry) => (Stage::Noted, &*start),
            Some((Field::Retry, value)) => (Stage::Retry(Digits::default()), value),
            None if batch.wants(kind_of_ignored(&start)) => (Stage::Noted, &*start),
            None => (Stage::Ignored, &[][..]),
        };
        self.stage = stage;
        self.name = start.len() - value.len();
        self.append_value(value, block)
    }

    fn append_value(&mut self, part: &[u8], block: &mut Block) -> Result<(), TooLarge> {
        match &mut self.stage {
            Stage::Data => block.append_data(part)?,
            Stage::EventType | Stage::Id => block.append_value(part)?,
            Stage::Retry(digits) => *digits = digits.read(part),
            Stage::Noted => block.append_line(part)?,
            Stage::Start | Stage::Ignored => {}
        }
        Ok(())
    }
}
