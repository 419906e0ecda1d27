//! Runs the caller's functions and futures so that nothing which they throw crosses a frame of this crate.

use core::future::Future;
use core::panic::AssertUnwindSafe;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::future::LocalBoxFuture;
use js_sys::Array;
use wasm_bindgen::JsValue;

use super::sys;

/// Runs a function; `Err` is the exception that it let through. A panic is one, too: it traps.
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

/// The same for a callback whose exception has nowhere else to go: it is reported, as that of an event listener is.
pub(crate) fn reported<T>(run: impl FnOnce() -> T) -> Option<T> {
    match caught(run) {
        Ok(value) => Some(value),
        Err(thrown) => {
            // `reportError` is younger than the oldest browsers that run this.
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
                // It was cut off between two states: what it holds may be dropped already, and must not be once more.
                core::mem::forget(future);
                Poll::Ready(Err(thrown))
            }
        }
    }
}
