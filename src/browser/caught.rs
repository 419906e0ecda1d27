//! Runs the caller's functions and futures so that none of their exceptions crosses a frame of this crate.

use core::future::Future;
use core::panic::AssertUnwindSafe;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::future::LocalBoxFuture;
use js_sys::Array;
use wasm_bindgen::JsValue;

use super::sys;

/// Runs a function; `Err` is the exception that it threw. A panic counts as one, because it traps.
pub(super) fn caught<T>(run: impl FnOnce() -> T) -> Result<T, JsValue> {
    let mut run = AssertUnwindSafe(Some(run));
    let mut value = AssertUnwindSafe(None);
    let mut call = || {
        // Whole structs, so that the closure does not capture their fields, which are not known to be unwind safe.
        let (run, value) = (&mut run, &mut value);
        value.0 = run.0.take().map(|run| run());
    };
    sys::apply(&mut call, &JsValue::UNDEFINED, &Array::new())?;
    value.0.ok_or(JsValue::UNDEFINED)
}

/// Does the same for a callback and reports its exception, as the platform does for an event listener.
pub(crate) fn reported<T>(run: impl FnOnce() -> T) -> Option<T> {
    match caught(run) {
        Ok(value) => Some(value),
        Err(thrown) => {
            // The oldest supported browsers lack `reportError`.
            let _ = sys::report_error(&thrown).or_else(|_| sys::console_error(&thrown));
            None
        }
    }
}

/// A future that ends with `Err` when polling it throws.
#[must_use = "a future does nothing unless it is polled"]
pub(super) struct Caught<T>(Option<LocalBoxFuture<'static, T>>);

impl<T> Caught<T> {
    pub(super) const fn new(future: LocalBoxFuture<'static, T>) -> Self {
        Self(Some(future))
    }
}

impl<T> Future for Caught<T> {
    type Output = Result<T, JsValue>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(mut future) = self.0.take() else { return Poll::Pending };
        match caught(|| future.as_mut().poll(context)) {
            Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
            Ok(Poll::Pending) => {
                self.0 = Some(future);
                Poll::Pending
            }
            Err(thrown) => {
                // The future was interrupted in an unknown state: it may have dropped its values already, so it is not
                // dropped again.
                core::mem::forget(future);
                Poll::Ready(Err(thrown))
            }
        }
    }
}
