//! A response's body: one pending read, cancelled when dropped.

use core::cell::{Cell, RefCell};

use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::callback::{Callback, Settled, follow, ignore};
use super::cause::Cause;
use super::sys;

/// The size of one read in bytes: 64 KiB. A browser may have megabytes ready; small pieces stay in the processor's caches,
/// and keep WebAssembly's memory small, which never shrinks.
const PIECE: u32 = 64 << 10;

/// The reader of one body.
#[derive(Debug)]
pub(super) struct BodyReader {
    reader: sys::Reader,
    /// The buffer of each read, where the browser supports that; otherwise each chunk has its own buffer.
    memory: RefCell<Option<ArrayBuffer>>,
    is_reading: Cell<bool>,
    callback: RefCell<Option<Callback>>,
}

/// The result of one read.
pub(super) struct Chunk {
    pub(super) bytes: Vec<u8>,
    pub(super) is_last: bool,
}

impl BodyReader {
    /// Locks the body. Returns `Err` if it cannot be read.
    pub(super) fn of(body: &JsValue) -> Result<Self, Cause> {
        let stream: &sys::Stream = body.unchecked_ref();
        let reader = byob_reader(stream).or_else(|_| stream.get_reader()).map_err(|thrown| {
            let why = Cause::from(thrown);
            Cause::from(format!("the response's body cannot be read: {}", why.as_str().unwrap_or("getReader() throws")))
        })?;
        let reader = reader.ok_or("the response's body cannot be read: it gives no reader")?;
        Ok(Self { reader, memory: RefCell::default(), is_reading: Cell::new(false), callback: RefCell::default() })
    }

    /// Requests the next chunk, unless a read is pending, and calls back with the result.
    pub(super) fn read(&self, act: impl FnOnce(Settled) + 'static) -> Result<(), JsValue> {
        if self.is_reading.replace(true) {
            return Ok(());
        }
        let memory =
            self.memory.take().map_or_else(|| Uint8Array::new_with_length(PIECE), |memory| Uint8Array::new(&memory));
        let result = self.reader.read(&memory)?.unwrap_or_default();
        self.callback.replace(Some(follow(&result, act)?));
        Ok(())
    }

    /// Copies the chunk; its buffer is then free for the next read.
    pub(super) fn take(&self, outcome: Settled) -> Result<Chunk, Cause> {
        self.is_reading.set(false);
        let result = outcome?;
        let result: &sys::ReadResult = result.unchecked_ref();
        let is_last = result.done()?.is_some_and(|done| done.is_truthy());
        let Some(value) = result.value()? else { return Ok(Chunk { bytes: Vec::new(), is_last }) };
        let bytes = bytes_of(&value)?;
        if let Ok(Some(buffer)) = value.unchecked_ref::<sys::View>().buffer()
            && let Ok(buffer) = buffer.dyn_into::<ArrayBuffer>()
            && buffer.byte_length() == PIECE
        {
            self.memory.replace(Some(buffer));
        }
        Ok(Chunk { bytes, is_last })
    }
}

impl Drop for BodyReader {
    fn drop(&mut self) {
        ignore(self.reader.cancel_reading());
    }
}

/// Cancels a body that is not read, so that its connection is free at once.
pub(super) fn discard(body: &JsValue) {
    ignore(body.unchecked_ref::<sys::Stream>().cancel());
}

fn byob_reader(stream: &sys::Stream) -> Result<Option<sys::Reader>, JsValue> {
    // It has no prototype, because a page may have polluted that.
    let options = Object::<JsValue>::create(JsValue::NULL.unchecked_ref());
    Reflect::set(&options, &"mode".into(), &"byob".into())?;
    stream.get_reader_with(&options)
}

/// A chunk's bytes. Strings are accepted too, because a caller's `fetch` may return a body of strings.
fn bytes_of(value: &JsValue) -> Result<Vec<u8>, Cause> {
    if let Some(text) = value.as_string() {
        return Ok(text.into_bytes());
    }
    // Not tested by its class, because the `fetch` of another frame has different classes.
    let place = if ArrayBuffer::is_view(value) {
        let view: &sys::View = value.unchecked_ref();
        let [buffer, offset, length] =
            [view.buffer()?, view.byte_offset()?, view.byte_length()?].map(Option::unwrap_or_default);
        Array::of3(&buffer, &offset, &length)
    } else if value.is_instance_of::<ArrayBuffer>() {
        Array::of1(value)
    } else {
        let kind = value.js_typeof().as_string();
        return Err(
            format!("the response's body has chunks that are no bytes: {}", kind.as_deref().unwrap_or("?")).into()
        );
    };
    // A view of the platform's own class, so its length can be trusted.
    let bytes: Uint8Array = sys::construct("Uint8Array", &place)?;
    Ok(bytes.to_vec())
}
