//! Parses bytes into events: the standard's sections [parsing an event stream] and [interpreting an event stream]. This
//! module knows no clock, no connection and no browser.
//!
//! A [`Parser`] receives the body of a response in chunks, cut anywhere, and appends each chunk's events to a [`Batch`]. The
//! cuts never change the events, only their time: each event comes with the chunk that has its last byte. The time is linear
//! in the length of the stream, except for the last event ID, which each batch with an event contains once.
//!
//! ```text
//! chunk -> line_splitter -> field -> block -> batch
//!                        \-> partial_line ->/
//! ```
//!
//! - `line_splitter` finds the ends of lines, `partial_line` keeps a line that a chunk cuts;
//! - `field` splits a line into field and value;
//! - `text` decodes it;
//! - `block` holds the standard's buffers from one blank line to the next;
//! - `batch` holds the finished events, and `notes` the other lines, if they are requested;
//! - `table` and `utf16` compute their offsets for JavaScript, in UTF-16 units.
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
//! A line within one chunk is parsed in place, and so is a block: its data goes directly to the batch.
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
pub use notes::{LineKind, LineNotes, Notes};
#[cfg(all(target_arch = "wasm32", feature = "npm"))]
pub(crate) use text::decoded;

use block::Block;
use line_splitter::LineSplitter;
use partial_line::PartialLine;

/// The largest limit for which JavaScript can create every string: 255 MiB.
///
/// V8 allows strings of up to 2^29 − 24 UTF-16 units, on 32-bit processors 2^28 − 16; SpiderMonkey 2^30 − 2; JavaScriptCore
/// 2^31 − 1. A text has at most as many units as bytes. The longest string made of a batch is a segment of one event: its
/// block's data and type, up to the limit, and the last event ID of an earlier block, again up to the limit. Twice 255 MiB
/// are below 2^29 − 24.
pub const LARGEST_LIMIT: usize = 255 << 20;

/// The unfinished event is larger than the parser's limit.
///
/// The parser ignores further bytes until [`Parser::restart`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// Parses event streams, one after the other.
#[derive(Debug)]
pub struct Parser {
    lines: LineSplitter,
    partial_line: PartialLine,
    block: Block,
    result: Result<(), TooLarge>,
}

impl Parser {
    /// Creates a parser at the start of a stream, with an empty last event ID.
    ///
    /// `limit` is in bytes of text: the `data`, `event` and `id` values between two blank lines, plus one for each `data`
    /// line. Invalid UTF-8 counts as the U+FFFD, of three bytes, that replaces it. Comments, unknown fields and `retry` take
    /// no memory and are not counted. For JavaScript it should be at most [`LARGEST_LIMIT`].
    pub fn new(limit: usize) -> Self {
        Self {
            lines: LineSplitter::new(),
            partial_line: PartialLine::default(),
            block: Block::new(limit),
            result: Ok(()),
        }
    }

    /// The last event ID string: the value of `Last-Event-ID` on a reconnection.
    ///
    /// It comes from the last finished block; an `id` in an unfinished block does not count.
    pub fn last_event_id(&self) -> &str {
        self.block.last_event_id()
    }

    /// Sets the last event ID string, until a block of the stream sets another one.
    pub fn set_last_event_id(&mut self, id: &str) {
        self.block.set_last_event_id(id);
    }

    /// Starts a new stream with the same last event ID.
    ///
    /// > Once the end of the file is reached, any pending data must be discarded. (If the file ends in the middle of an
    /// > event, before the final empty line, the incomplete event is not dispatched.)
    ///
    /// In the letter of the standard the last event ID buffer of a new stream is empty, so its first event without an `id`
    /// would lose the ID from which the stream resumes. Chromium and WebKit keep it, and so does this parser.
    pub fn restart(&mut self) {
        self.lines = LineSplitter::new();
        self.abandon();
        self.result = Ok(());
    }

    /// Parses the next chunk of the stream and appends the events that it finishes to `batch`.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] at the byte with which the unfinished event exceeds the limit. `batch` then holds the events before it.
    /// The result stays the same until [`Parser::restart`].
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

    /// Moves the data of the unfinished event, if it has at least `least` bytes, to the end of the text of `batch`, after
    /// its events, so that a giant event takes little memory here. Call it after [`Parser::push`], with the same batch,
    /// which must be cleared before the next call.
    ///
    /// The caller keeps that text. When [`Batch::handed_over`] of a later batch is not zero, the caller puts the text in
    /// front of that batch's text; when it is zero, the event was abandoned, and so is the text. The ranges of
    /// [`Batch::write_table`] refer to both together.
    pub fn hand_over<N: Notes>(&mut self, least: usize, batch: &mut Batch<N>) {
        self.block.hand_over(least, batch);
    }

    /// An upper bound of [`Parser::unfinished_units`] that needs no look at the text. While an event is unfinished, it grows
    /// by at least as much.
    pub fn unfinished_bytes(&self) -> usize {
        self.block.bytes() + self.partial_line.bytes()
    }

    /// The UTF-16 units of the unfinished event: its data, including the part that was handed over, and the incomplete line
    /// unless it is ignored.
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
