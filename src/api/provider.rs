//! Values that the caller provides before each attempt.

use alloc::rc::Rc;
use core::fmt::Display;

use futures_core::future::LocalBoxFuture;

/// Provides a value for one attempt, or the text of an error.
pub(super) type Provider<T> = Box<dyn Fn() -> LocalBoxFuture<'static, Result<T, String>>>;

/// Wraps the caller's async function; its futures outlive the borrow of a call.
pub(super) fn provider<F, G, T, E>(provide: F, convert: impl Fn(G) -> T + Copy + 'static) -> Provider<T>
where
    F: AsyncFn() -> Result<G, E> + 'static,
    E: Display,
{
    let provide = Rc::new(provide);
    Box::new(move || {
        let provide = Rc::clone(&provide);
        Box::pin(async move { provide().await.map(convert).map_err(|error| error.to_string()) })
    })
}
