//! A response's body: one chunk in flight, cancelled when dropped.

use alloc::vec::Vec;
use core::cell::RefCell;

use super::sys::{self, Promised, Reader};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::ReadableStream;

/// What is read at once, at most, in bytes. Browsers have megabytes ready: pieces of them stay in the processor's caches,
/// and a string that somebody keeps, which may be a part of all that was read with it, keeps no more than that.
const PIECE: u32 = 1 << 16;

/// The reader of one body.
#[derive(Debug)]
pub(super) struct Body {
    reader: Reader,
    /// The last chunk, whose memory the next one is read into if the browser can; else it brings a memory of its own.
    last: RefCell<Uint8Array>,
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
        let stream: &sys::Stream = stream.unchecked_ref();
        let options = sys::create(&JsValue::NULL);
        options.set("mode", "byob");
        let reader = stream.get_reader(Some(&options)).or_else(|_| stream.get_reader(None))?;
        Ok(Self { reader, last: RefCell::new(Uint8Array::new_with_length(PIECE)), on_chunk, on_broken })
    }

    /// Asks for the next chunk.
    pub(super) fn pull(&self) {
        let memory = Uint8Array::new(&self.last.borrow().buffer());
        self.reader.read(&memory).then(&self.on_chunk, &self.on_broken);
    }

    /// Copies a chunk, whose memory is free for the next one then.
    pub(super) fn take(&self, chunk: &Uint8Array, bytes: &mut Vec<u8>) {
        bytes.resize(chunk.length() as usize, 0);
        chunk.copy_to(bytes);
        self.last.replace(chunk.clone());
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
