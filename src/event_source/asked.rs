//! What the caller gives anew for each attempt.

use alloc::boxed::Box;
use alloc::rc::Rc;
use core::fmt::Display;

use futures_core::future::LocalBoxFuture;

/// Gives it for one attempt, or says why not.
pub(super) type Asked<T> = Box<dyn Fn() -> LocalBoxFuture<'static, Result<T, String>>>;

/// The caller's own async function, whose futures outlive the borrow of a call.
pub(super) fn asked<F, G, T, E>(ask: F, convert: impl Fn(G) -> T + Copy + 'static) -> Asked<T>
where
    F: AsyncFn() -> Result<G, E> + 'static,
    E: Display,
{
    let ask = Rc::new(ask);
    Box::new(move || {
        let ask = Rc::clone(&ask);
        Box::pin(async move { ask().await.map(convert).map_err(|error| error.to_string()) })
    })
}
