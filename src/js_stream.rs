//! What the package's parser stream calls. Private to the package: no user sees these names.

use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use crate::event_stream::{Batch, Parser};

#[wasm_bindgen]
extern "C" {
    /// The stream's face. Its method does not throw.
    pub type Receiver;

    /// The events of a chunk: their text, and six offsets into it for each.
    #[wasm_bindgen(method, structural)]
    fn receive(this: &Receiver, text: &str, table: &[u32]);

    /// The stream's last `retry`, in milliseconds.
    #[wasm_bindgen(method, structural)]
    fn retry(this: &Receiver, milliseconds: f64);
}

/// One stream's parser.
#[wasm_bindgen]
pub struct StreamParser {
    parser: Parser,
    batch: Batch,
    table: Vec<u32>,
}

#[wasm_bindgen]
impl StreamParser {
    /// A parser at the start of a stream; `limit` in bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(limit: f64) -> Self {
        // `as` saturates.
        Self { parser: Parser::new(limit as usize), batch: Batch::new(), table: Vec::new() }
    }

    /// Reads a chunk and hands over what it finishes. Whether all of it could be read: not if an event is too large.
    pub fn push(&mut self, chunk: &[u8], receiver: &Receiver) -> bool {
        self.batch.clear();
        let result = self.parser.push(chunk, &mut self.batch);
        if let Some(milliseconds) = self.batch.retry() {
            receiver.retry(milliseconds as f64);
        }
        if !self.batch.is_empty() {
            self.table.clear();
            self.batch.write_table(&mut self.table);
            receiver.receive(self.batch.text(), &self.table);
        }
        result.is_ok()
    }
}
