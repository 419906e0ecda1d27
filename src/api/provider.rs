//! What the caller provides anew for each attempt.

use alloc::rc::Rc;
use core::fmt::Display;

use futures_core::future::LocalBoxFuture;

/// Provides it for one attempt, or says why not.
pub(super) type Provider<T> = Box<dyn Fn() -> LocalBoxFuture<'static, Result<T, String>>>;

/// A provider of the caller's own async function, whose futures outlive the borrow of a call.
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
