//! What one attempt holds: released when dropped.

use super::body::{self, Body};
use super::sys::Prepared;
use web_sys::{AbortController, Response};

/// The connection of one attempt, from the question for its headers to the end of its body.
#[derive(Debug)]
pub(super) struct Attempt {
    pub(super) number: u32,
    pub(super) controller: AbortController,
    pub(super) prepared: Option<Prepared>,
    pub(super) response: Option<Response>,
    pub(super) body: Option<Body>,
}

impl Drop for Attempt {
    fn drop(&mut self) {
        if self.body.is_none()
            && let Some(stream) = self.response.as_ref().and_then(Response::body)
        {
            body::discard(&stream);
        }
        self.controller.abort();
    }
}
