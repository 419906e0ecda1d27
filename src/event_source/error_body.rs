//! The beginning of the body of a response that is no stream: an API's own words about what is wrong.

use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::RefCell;

use gloo_timers::callback::Timeout;
use js_sys::{IteratorNext, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ReadableStream, ReadableStreamDefaultReader, Response, TextDecodeOptions, TextDecoder};

/// In bytes.
const MOST: usize = 64 << 10;
const PATIENCE_MS: u32 = 5000;

/// The last refused response, with its text.
#[derive(Clone, Debug, Default)]
pub(super) struct ErrorBody(Rc<RefCell<Option<(Response, String)>>>);

impl ErrorBody {
    /// Reads that of a refused response; what takes too long, or breaks off, is as much as there is.
    pub(super) async fn keep(&self, response: &Response) {
        if let Some(body) = response.body()
            && let Ok(text) = beginning(&body).await
        {
            self.0.replace(Some((Clone::clone(response), text)));
        }
    }

    pub(super) fn of(&self, response: &Response) -> Option<String> {
        let kept = self.0.borrow();
        kept.as_ref().filter(|(refused, _)| refused == response).map(|(_, text)| text.clone())
    }
}

async fn beginning(body: &ReadableStream) -> Result<String, JsValue> {
    let reader = Rc::new(ReadableStreamDefaultReader::new(body)?);
    let impatient = Rc::clone(&reader);
    let timeout = Timeout::new(PATIENCE_MS, move || cancel(&impatient));
    let mut bytes = Vec::new();
    // What comes before it breaks off is kept.
    while bytes.len() < MOST
        && let Ok(chunk) = JsFuture::from(reader.read()).await
        && let chunk = chunk.unchecked_into::<IteratorNext>()
        && !chunk.done()
        && let Ok(chunk) = chunk.value().dyn_into::<Uint8Array>()
    {
        bytes.extend(chunk.to_vec());
    }
    timeout.cancel();
    cancel(&reader);
    bytes.truncate(MOST);
    // As a part of a stream: a character that is cut in two is left out.
    let options = TextDecodeOptions::new();
    options.set_stream(true);
    TextDecoder::new()?.decode_with_u8_array_and_options(&bytes, &options)
}

/// Nobody waits for it: a stream of the caller's own may never answer.
fn cancel(reader: &ReadableStreamDefaultReader) {
    let cancelled = JsFuture::from(reader.cancel());
    spawn_local(async move { drop(cancelled.await) });
}
