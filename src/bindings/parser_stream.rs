//! The core of the entry `stream`: the parser alone.
//!
//! Nothing here calls JavaScript. TypeScript writes a piece of a chunk to [`input`], calls [`push`], and copies the result
//! before it calls any other code.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cell::RefCell;

use wasm_bindgen::prelude::*;

use crate::event_stream::{Batch, LARGEST_LIMIT, LineNotes, Parser};

/// Bytes of input per call of [`push`].
const PIECE: usize = 1 << 16;

/// The data of an unfinished event moves to TypeScript once it has this many bytes.
const HANDED_OVER: usize = 1 << 18;

/// Size of a segment in bytes. An event that the caller keeps keeps its whole segment alive.
const SEGMENT: usize = 1 << 12;

/// The state of one stream between two pieces.
struct Stream {
    parser: Parser,
    /// The kinds of lines to report besides events.
    wanted: u32,
}

/// All streams by handle, and the buffers that they share.
struct Core {
    streams: Vec<Option<Box<Stream>>>,
    /// Free handles, to be used again.
    free: Vec<usize>,
    input: Vec<u8>,
    batch: Batch<LineNotes>,
    table: Vec<u32>,
    segments: Vec<u32>,
    notes: Vec<u32>,
    result: [u32; 13],
}

impl Core {
    const fn new() -> Self {
        Self {
            streams: Vec::new(),
            free: Vec::new(),
            input: Vec::new(),
            batch: Batch::with_notes(LineNotes::new()),
            table: Vec::new(),
            segments: Vec::new(),
            notes: Vec::new(),
            result: [0; 13],
        }
    }

    fn stream(&mut self, handle: usize) -> Option<&mut Stream> {
        self.streams.get_mut(handle)?.as_deref_mut()
    }

    fn push(&mut self, handle: usize, length: usize) -> Option<()> {
        let Self { streams, input, batch, table, segments, notes, result, .. } = self;
        let Stream { parser, wanted } = &mut **streams.get_mut(handle)?.as_mut()?;
        batch.clear();
        batch.notes_mut().want(*wanted);
        let is_read = parser.push(input.get(..length)?, batch).is_ok();
        parser.hand_over(HANDED_OVER, batch);
        for list in [&mut *table, segments, notes] {
            list.clear();
        }
        batch.write_table_with_ids(table, SEGMENT, segments);
        batch.notes().write_table(notes);
        let [text, lines] = [batch.text(), batch.notes().text()].map(|text| place(text.as_bytes()));
        let [table, segments, notes] = [&*table, &*segments, &*notes].map(|list| place(list));
        let [unfinished, handed_over] = [parser.unfinished_bytes(), batch.handed_over()].map(|number| number as u32);
        *result = [
            u32::from(is_read),
            unfinished,
            text[0],
            text[1],
            table[0],
            table[1],
            segments[0],
            segments[1],
            handed_over,
            lines[0],
            lines[1],
            notes[0],
            notes[1],
        ];
        Some(())
    }
}

/// The address of a list, and its number of items.
fn place<T>(list: &[T]) -> [u32; 2] {
    [list.as_ptr().addr() as u32, list.len() as u32]
}

thread_local! {
    static CORE: RefCell<Core> = const { RefCell::new(Core::new()) };
}

/// Returns the address of the input buffer.
#[wasm_bindgen]
pub fn input() -> usize {
    CORE.with_borrow_mut(|core| {
        core.input.resize(PIECE, 0);
        core.input.as_ptr().addr()
    })
}

/// Opens a stream and returns its handle.
#[wasm_bindgen]
pub fn open(wanted: u32) -> usize {
    CORE.with_borrow_mut(|core| {
        let handle = core.free.pop().unwrap_or(core.streams.len());
        core.streams.resize_with(core.streams.len().max(handle + 1), || None);
        if let Some(stream) = core.streams.get_mut(handle) {
            *stream = Some(Box::new(Stream { parser: Parser::new(LARGEST_LIMIT), wanted }));
        }
        handle
    })
}

/// Parses the first `length` bytes of the input. Returns the address of the result, which is valid until the next call:
/// whether all bytes could be parsed, and an upper bound of the unfinished bytes; address and length of the text, of the
/// table of its events and of its segments, and how many UTF-16 units belong in front of the text; and address and length of
/// the text of the other lines, and of their table.
#[wasm_bindgen]
pub fn push(handle: usize, length: usize) -> usize {
    CORE.with_borrow_mut(|core| {
        core.push(handle, length);
        core.result.as_ptr().addr()
    })
}

/// The UTF-16 units of the unfinished event.
#[wasm_bindgen]
pub fn unfinished(handle: usize) -> usize {
    CORE.with_borrow_mut(|core| core.stream(handle).map_or(0, |stream| stream.parser.unfinished_units()))
}

/// Frees a stream.
#[wasm_bindgen]
pub fn close(handle: usize) {
    CORE.with_borrow_mut(|core| {
        if core.streams.get_mut(handle).and_then(Option::take).is_some() {
            core.free.push(handle);
        }
    });
}
