//! What the TypeScript face calls, and what it is called for. Private to the package: no user sees these names.

mod failure;
mod options;

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Response};

use crate::browser::{Answer, Driver, Prepared, Promised, Sink};
use crate::event_stream::Batch;
use crate::session::{Failure, Why};

#[wasm_bindgen]
extern "C" {
    /// The face of one source. Its methods never throw: what a listener throws is reported by the platform, what a
    /// caller's function throws is an answer.
    pub type Face;

    /// A prepared request, or a promise of it.
    #[wasm_bindgen(method, structural)]
    fn prepare(this: &Face, attempt: u32, why: u32, signal: &AbortSignal) -> JsValue;

    #[wasm_bindgen(method, structural, js_name = refreshCredentials)]
    fn refresh_credentials(this: &Face, failure: &[f64], response: Option<&Response>, signal: &AbortSignal)
    -> Promised;

    #[wasm_bindgen(method, structural, js_name = shouldRetry)]
    fn should_retry(this: &Face, failure: &[f64], response: Option<&Response>, cause: &JsValue) -> Option<bool>;

    #[wasm_bindgen(method, structural)]
    fn announce(this: &Face, response: &Response);

    /// The events of a chunk: their text, and six offsets into it for each. Whether all were dispatched.
    #[wasm_bindgen(method, structural)]
    fn dispatch(this: &Face, text: &str, table: &[u32]) -> bool;

    #[wasm_bindgen(method, structural)]
    fn pause(this: &Face);

    #[wasm_bindgen(method, structural)]
    fn fail(this: &Face, failure: &[f64], response: Option<&Response>, cause: &JsValue);
}

/// One source, as the face holds it.
#[wasm_bindgen]
pub struct Source(Rc<Driver<Port>>);

#[wasm_bindgen]
impl Source {
    /// A source that has not started.
    #[wasm_bindgen(constructor)]
    pub fn new(face: Face, options: &[f64], initial_last_event_id: String) -> Self {
        let config = options::config(options, initial_last_event_id);
        Self(Driver::new(config, Port { face, table: RefCell::default() }))
    }

    /// Begins.
    pub fn start(&self) {
        self.0.start();
    }

    /// Ends for good, from anywhere.
    pub fn close(&self) {
        self.0.close();
    }

    /// Tells that all dispatched events are through, after `dispatch` said that they were not.
    pub fn drained(&self) {
        self.0.drained();
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// The face, with a table that is used again for each chunk.
struct Port {
    face: Face,
    table: RefCell<Vec<u32>>,
}

impl Sink for Port {
    fn prepare(&self, attempt: u32, why: Why, signal: &AbortSignal) -> Answer<Prepared> {
        let answer = self.face.prepare(attempt, why as u32, signal);
        if answer.has_type::<js_sys::Promise>() {
            Answer::Later(answer.unchecked_into())
        } else {
            Answer::Now(answer.unchecked_into())
        }
    }

    fn refresh_credentials(&self, failure: Failure, response: Option<&Response>, signal: &AbortSignal) -> Promised {
        self.face.refresh_credentials(&failure::numbers(failure), response, signal)
    }

    fn should_retry(&self, failure: Failure, response: Option<&Response>, cause: &JsValue) -> Option<bool> {
        self.face.should_retry(&failure::numbers(failure), response, cause)
    }

    fn announce(&self, response: &Response) {
        self.face.announce(response);
    }

    fn dispatch(&self, batch: &Batch) -> bool {
        let mut table = self.table.take();
        table.clear();
        batch.write_table(&mut table);
        let drained = self.face.dispatch(batch.text(), &table);
        self.table.replace(table);
        drained
    }

    fn pause(&self) {
        self.face.pause();
    }

    fn fail(&self, failure: Failure, response: Option<&Response>, cause: &JsValue) {
        self.face.fail(&failure::numbers(failure), response, cause);
    }
}
