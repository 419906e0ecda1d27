//! A line that comes in several chunks.

use alloc::vec::Vec;
use core::mem;

use super::TooLarge;
use super::batch::Batch;
use super::block::{Block, kind_of_ignored, set_retry};
use super::field::{self, Digits, Field, LONGEST_PREFIX};
use super::notes::{LineKind, Notes};
use super::text::utf16_len;

/// The progress of an unfinished line.
///
/// Each byte is looked at once and kept at most once, so a line takes linear time whatever its length and its chunks.
/// Ignored lines keep nothing.
#[derive(Debug, Default)]
pub(super) struct PartialLine {
    stage: Stage,
    /// The start of the line, while it is too short to determine its field.
    bytes: Vec<u8>,
    /// The bytes that were removed from the line because they name its field.
    name: usize,
}

#[derive(Clone, Copy, Debug, Default)]
enum Stage {
    /// Too short to determine its field; empty if no line is unfinished.
    #[default]
    Start,
    Data,
    EventType,
    Id,
    Retry(Digits),
    /// Not part of an event, but requested.
    Noted,
    /// A comment, or an unknown field.
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
        // For invalid UTF-8 it would return more.
        utf16_len(&self.bytes).min(self.bytes.len()) + self.name
    }

    /// The bytes of the line that are not in the block.
    pub(super) fn bytes(&self) -> usize {
        self.bytes.len() + self.name
    }

    /// Processes the next part of the line.
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

    /// Determines the field from the start of the line, and processes the rest as its value.
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
