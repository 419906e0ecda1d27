//! What one attempt holds: released when dropped.

use super::body::{self, Body};
use super::sys::Prepared;
use alloc::rc::Rc;
use web_sys::{AbortController, ReadableStream};

/// The connection of one attempt, from the question for its headers to the end of its body.
#[derive(Debug)]
pub(super) struct Attempt {
    pub(super) number: u32,
    pub(super) controller: AbortController,
    pub(super) prepared: Option<Prepared>,
    /// The body until it is read.
    pub(super) unread: Option<ReadableStream>,
    pub(super) body: Option<Rc<Body>>,
}

impl Drop for Attempt {
    fn drop(&mut self) {
        if let Some(stream) = &self.unread {
            body::discard(stream);
        }
        self.controller.abort();
    }
}
