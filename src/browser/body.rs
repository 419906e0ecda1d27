//! A response's body: one chunk in flight, cancelled when dropped.

use super::sys::{self, Promised};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ReadableStream, ReadableStreamDefaultReader};

/// The reader of one body.
#[derive(Debug)]
pub(super) struct Body {
    reader: ReadableStreamDefaultReader,
    on_chunk: js_sys::Function,
    on_broken: js_sys::Function,
}

impl Body {
    /// Locks the stream; what comes is told to these functions.
    pub(super) fn read(
        stream: &ReadableStream,
        on_chunk: js_sys::Function,
        on_broken: js_sys::Function,
    ) -> Result<Self, JsValue> {
        let reader = ReadableStreamDefaultReader::new(stream)?;
        Ok(Self { reader, on_chunk, on_broken })
    }

    /// Asks for the next chunk.
    pub(super) fn pull(&self) {
        self.reader.read().unchecked_ref::<Promised>().then(&self.on_chunk, &self.on_broken);
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        ignore_rejection(&self.reader.cancel());
    }
}

/// Cancels a body that nobody will read, so that its socket is free at once.
pub(super) fn discard(stream: &ReadableStream) {
    ignore_rejection(&stream.cancel());
}

/// A rejection that is expected and of no interest must not be reported as unhandled.
fn ignore_rejection(promise: &JsValue) {
    sys::ANY_FUNCTION.with(|any| promise.unchecked_ref::<Promised>().then(any, any));
}
