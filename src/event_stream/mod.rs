//! Bytes to events: the standard's sections [parsing an event stream] and [interpreting an event stream], and nothing
//! else. This module knows neither time nor connections nor a browser.
//!
//! A [`Parser`] is given the body of a response in chunks, cut anywhere, and appends each chunk's events to a
//! [`Batch`]. How the stream is cut never changes the events, only when they come: each comes with the chunk that holds
//! the last byte it needs. The time is linear in the length of the stream, however it is cut, but for the last event ID,
//! which each batch with an event holds once.
//!
//! ```text
//! chunk -> line_splitter -> field -> block -> batch
//!                        \-> partial_line ->/
//! ```
//!
//! - `line_splitter` finds where lines end, `partial_line` holds the one that a chunk cuts;
//! - `field` tells a line's field and value;
//! - `text` decodes it;
//! - `block` holds the standard's buffers from one blank line to the next;
//! - `batch` holds the finished events, and `notes` the other lines, if they are wanted;
//! - `table` and `utf16` tell JavaScript where they lie, in UTF-16 units.
//!
//! ```
//! use eventsource_wasm::event_stream::{Batch, Parser};
//!
//! let mut parser = Parser::new(1 << 20);
//! let mut batch = Batch::new();
//! for chunk in ["event: departure\nda", "ta: {\"gate\":12}\nid: 7\n", "\n"] {
//!     parser.push(chunk.as_bytes(), &mut batch)?;
//! }
//! let event = batch.events().next().expect("the blank line ended it");
//! assert_eq!(event.event_type, Some("departure"));
//! assert_eq!((event.data, event.last_event_id), (r#"{"gate":12}"#, "7"));
//! # Ok::<(), eventsource_wasm::event_stream::TooLarge>(())
//! ```
//!
//! A line that lies in one chunk is read where it lies, and so is a block: its data goes straight to the batch.
//!
//! [parsing an event stream]: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
//! [interpreting an event stream]: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation

#![warn(clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod batch;
mod block;
mod field;
mod line_splitter;
mod notes;
mod partial_line;
mod table;
mod text;
mod utf16;

#[cfg(test)]
mod tests;

pub use batch::{Batch, EventRef};
pub use notes::{Comments, LineKind, LineNotes, Notes};
#[cfg(all(target_arch = "wasm32", feature = "npm"))]
pub(crate) use text::decoded;

use block::Block;
use line_splitter::LineSplitter;
use partial_line::PartialLine;

/// The largest limit with which JavaScript can make every string: 255 MiB.
///
/// V8 makes strings of up to 2^29 − 24 UTF-16 units, on 32-bit processors 2^28 − 16; SpiderMonkey 2^30 − 2;
/// JavaScriptCore 2^31 − 1. A text has at most as many units as bytes. The longest string that is made of a batch is a
/// segment of one event: its block's data and type, up to the limit, and the last event ID of an earlier block, up to the
/// limit again. Twice 255 MiB are below 2^29 − 24.
pub const LARGEST_LIMIT: usize = 255 << 20;

/// The event being received holds more bytes than the parser's limit.
///
/// The parser reads no further until [`Parser::restart`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// Reads event streams, one after the other.
#[derive(Debug)]
pub struct Parser {
    lines: LineSplitter,
    partial_line: PartialLine,
    block: Block,
    result: Result<(), TooLarge>,
}

impl Parser {
    /// A parser at the start of a stream, with an empty last event ID.
    ///
    /// `limit` is in bytes of text: those of the `data`, `event` and `id` values between two blank lines, and one more
    /// for each `data` line. Bytes that are no UTF-8 count as the U+FFFD, of three bytes, that they become. Comments,
    /// unknown fields and `retry` take no memory and are not counted. For JavaScript it should not be above
    /// [`LARGEST_LIMIT`].
    pub fn new(limit: usize) -> Self {
        Self {
            lines: LineSplitter::new(),
            partial_line: PartialLine::default(),
            block: Block::new(limit),
            result: Ok(()),
        }
    }

    /// The last event ID string: what a reconnection sends as `Last-Event-ID`.
    ///
    /// It is that of the last finished block; an `id` in an unfinished one is not part of it.
    pub fn last_event_id(&self) -> &str {
        self.block.last_event_id()
    }

    /// Sets the last event ID string, until a block of the stream sets another.
    pub fn set_last_event_id(&mut self, id: &str) {
        self.block.set_last_event_id(id);
    }

    /// Begins a new stream with the same last event ID.
    ///
    /// > Once the end of the file is reached, any pending data must be discarded. (If the file ends in the middle of an
    /// > event, before the final empty line, the incomplete event is not dispatched.)
    ///
    /// By the letter of the standard the last event ID buffer of a new stream is empty, so that its first event without
    /// an `id` would lose the ID from which the stream goes on. Chromium and WebKit keep it, and so do we.
    pub fn restart(&mut self) {
        self.lines = LineSplitter::new();
        self.abandon();
        self.result = Ok(());
    }

    /// Reads the next chunk of the stream and appends the events it finishes to `batch`.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] if the unfinished event exceeds the limit, at the byte that does so. `batch` then holds the events
    /// before it. The answer stays the same until [`Parser::restart`].
    pub fn push<N: Notes>(&mut self, chunk: &[u8], batch: &mut Batch<N>) -> Result<(), TooLarge> {
        self.result?;
        batch.last_event_id_may_differ();
        self.result = self.read(chunk, batch);
        if self.result.is_err() {
            self.abandon();
            batch.abandon();
        }
        self.result
    }

    /// Moves the data of the unfinished event, if it has at least `least` bytes, to the end of the text of `batch`,
    /// behind its events, so that a giant event takes little memory here. To be called after [`Parser::push`], with its
    /// batch, which must be cleared before the next one.
    ///
    /// The caller keeps that text, and puts it in front of the text of the next batch that has any if
    /// [`Batch::handed_over`] is not zero; else the event was given up, and the text is of no use any more. What
    /// [`Batch::write_table`] writes is true of both together.
    pub fn hand_over<N: Notes>(&mut self, least: usize, batch: &mut Batch<N>) {
        self.block.hand_over(least, batch);
    }

    /// No less than [`Parser::unfinished_units`], and known without looking at the text. It grows by no less while an event
    /// is unfinished.
    pub fn unfinished_bytes(&self) -> usize {
        self.block.bytes() + self.partial_line.bytes()
    }

    /// The UTF-16 units that wait for the rest of their event: the data, also that which was handed over, and the line
    /// that is not whole, if it means anything.
    pub fn unfinished_units(&self) -> usize {
        self.block.units() + self.partial_line.units()
    }

    fn abandon(&mut self) {
        self.partial_line = PartialLine::default();
        self.block.abandon();
    }

    fn read<N: Notes>(&mut self, chunk: &[u8], batch: &mut Batch<N>) -> Result<(), TooLarge> {
        let (held_back, mut text) = self.lines.begin(chunk);
        self.partial_line.append(held_back, &mut self.block, batch)?;
        while let Some(line) = self.lines.next(&mut text) {
            if self.partial_line.is_empty() {
                self.block.line(line, batch)?;
            } else {
                self.partial_line.append(line, &mut self.block, batch)?;
                self.partial_line.end(&mut self.block, batch)?;
            }
        }
        self.block.suspend(batch);
        self.partial_line.append(text, &mut self.block, batch)
    }
}
