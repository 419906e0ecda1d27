//! The network resources of one attempt, from the request for its headers to the end of its body.

use alloc::rc::Rc;
use core::cell::RefCell;

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::body::{self, BodyReader};
use super::error_body::ErrorBody;
use super::fetch::PreparedRequest;
use super::sys;

/// One attempt's connection. It ends when it is dropped.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) attempt: u32,
    abort: Abort,
    /// The controller of the probe request.
    pub(super) probe: RefCell<Option<Abort>>,
    pub(super) request: RefCell<Option<Rc<PreparedRequest>>>,
    /// The body, until it is read.
    pub(super) unread: RefCell<Option<JsValue>>,
    pub(super) reader: RefCell<Option<Rc<BodyReader>>>,
    /// The body of a refused response, if the caller requests it.
    pub(super) error_body: RefCell<Option<ErrorBody>>,
}

impl Connection {
    pub(super) fn new(attempt: u32) -> Result<Self, JsValue> {
        Ok(Self {
            attempt,
            abort: Abort::new()?,
            probe: RefCell::default(),
            request: RefCell::default(),
            unread: RefCell::default(),
            reader: RefCell::default(),
            error_body: RefCell::default(),
        })
    }

    pub(super) fn signal(&self) -> Result<AbortSignal, JsValue> {
        self.abort.signal()
    }

    /// Whether the body being read is that of a refused response.
    pub(super) fn is_refused(&self) -> bool {
        self.error_body.borrow().is_some()
    }

    pub(super) fn request(&self) -> Option<Rc<PreparedRequest>> {
        self.request.borrow().clone()
    }

    pub(super) fn reader(&self) -> Option<Rc<BodyReader>> {
        self.reader.borrow().clone()
    }

    /// Closes the connection. Repeated calls have no effect.
    pub(super) fn release(&self) {
        self.abort.abort();
        drop(self.probe.take());
        // A caller's own `fetch` may ignore the signal.
        drop(self.reader.take());
        if let Some(unread) = self.unread.take() {
            body::discard(&unread);
        }
        drop(self.error_body.take());
        drop(self.request.take());
    }
}

/// A request's controller. The request ends when this is dropped.
#[derive(Debug)]
pub(super) struct Abort(sys::AbortController);

impl Abort {
    pub(super) fn new() -> Result<Self, JsValue> {
        sys::construct("AbortController", &Array::new()).map(Self)
    }

    pub(super) fn signal(&self) -> Result<AbortSignal, JsValue> {
        self.0.signal()?.ok_or(JsValue::UNDEFINED)
    }

    fn abort(&self) {
        let _ = self.0.abort();
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        self.abort();
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.release();
    }
}
