//! Takes what a source brings, with a time limit on everything.

use eventsource_wasm::{Error, Event, EventSource};
use futures_util::StreamExt;
use futures_util::future::{Either, select};

use super::platform::{sleep, within};

const TIMEOUT: u32 = 5000;

/// The next event; a failure on the way fails the test.
pub(crate) async fn event(source: &mut EventSource) -> Event {
    match within(TIMEOUT, "an event", source.next()).await {
        Some(Ok(event)) => event,
        Some(Err(error)) => panic!("an event was due, but {error}"),
        None => panic!("an event was due, but the stream ended"),
    }
}

/// The next failure; an event on the way fails the test.
pub(crate) async fn failure(source: &mut EventSource) -> Error {
    match within(TIMEOUT, "a failure", source.next()).await {
        Some(Err(error)) => error,
        Some(Ok(event)) => panic!("a failure was due, but {event:?} came"),
        None => panic!("a failure was due, but the stream ended"),
    }
}

/// The stream ends here.
pub(crate) async fn ends(source: &mut EventSource) {
    match within(TIMEOUT, "the end", source.next()).await {
        None => assert_eq!(source.ready_state(), eventsource_wasm::ReadyState::Closed),
        Some(item) => panic!("the end was due, but {item:?} came"),
    }
}

/// The failure that closes the source.
pub(crate) async fn last_failure(source: &mut EventSource) -> Error {
    let error = failure(source).await;
    assert!(!error.will_retry(), "{error}");
    assert_eq!(error.delay(), None);
    ends(source).await;
    error
}

/// Nothing comes for so many milliseconds.
pub(crate) async fn quiet(source: &mut EventSource, milliseconds: u32) {
    if let Either::Left((item, _)) = select(source.next(), core::pin::pin!(sleep(milliseconds))).await {
        panic!("nothing was due, but {item:?} came");
    }
}
