//! The Rust API: an EventSource that is a [`Stream`], for front ends written in Rust.

mod builder;
mod error;
mod event;
mod inbox;
mod open;
mod options;
mod priority;
mod provider;
mod request;

use alloc::rc::Rc;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::Stream;
use futures_core::stream::FusedStream;

use crate::browser::Driver;
pub use builder::Builder;
pub use error::{Error, InvalidRequest, JsonError, Next, is_transient};
pub use event::Event;
use inbox::Inbox;
pub use options::{Heartbeat, RetryConfig};
pub use priority::Priority;

/// A connection to an event stream that reconnects automatically: a [`Stream`] of [`Event`]s.
///
/// After an `Err` that [will be retried](Error::will_retry) the stream continues. After any other `Err`, and after
/// [`close`](Self::close), it ends with `None`.
///
/// Dropping it closes it. Closing releases its connection, its timer, its listeners on the page and the functions of the
/// [`Builder`].
///
/// It reads again only when all items are taken, so a slow consumer makes the server wait. It holds at most the events of
/// one chunk and one failure: a newer failure replaces one that was not taken.
#[must_use = "dropping it closes it"]
pub struct EventSource {
    url: String,
    driver: Rc<Driver<Rc<Inbox>>>,
    inbox: Rc<Inbox>,
}

/// The state of an [`EventSource`]: `readyState` in the HTML standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadyState {
    /// There is no connection yet, or it is lost and will be replaced.
    Connecting,
    /// The stream is open.
    Open,
    /// The source is closed for good.
    Closed,
}

impl EventSource {
    /// Connects like the standard's `new EventSource(url)`. A relative URL is resolved as in the page or the worker.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest::Url`] if the URL is invalid or cannot be fetched. Later failures are items of the stream.
    pub fn new(url: &str) -> Result<Self, InvalidRequest> {
        Self::builder(url).open()
    }

    /// The options of a source that connects to this URL.
    pub fn builder(url: &str) -> Builder {
        Builder::new(url)
    }

    /// The absolute URL with which each attempt starts.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The current state of the connection, even if earlier events are still untaken.
    #[must_use]
    pub fn ready_state(&self) -> ReadyState {
        self.inbox.ready_state()
    }

    /// The last event ID of the last event that was taken: another source can resume from it without a loss. Before the
    /// first event it is the [initial](Builder::initial_last_event_id) one.
    #[must_use]
    pub fn last_event_id(&self) -> String {
        self.inbox.last_event_id()
    }

    /// Closes the source for good, immediately and from anywhere. Events that were not taken are dropped.
    pub fn close(&self) {
        self.inbox.close();
        self.driver.close();
    }
}

impl Stream for EventSource {
    type Item = Result<Event, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = self.inbox.poll_take(context);
        if self.inbox.may_resume() {
            self.driver.drained();
        }
        item
    }
}

impl FusedStream for EventSource {
    fn is_terminated(&self) -> bool {
        self.inbox.is_finished()
    }
}

impl Drop for EventSource {
    fn drop(&mut self) {
        // Dropping a source calls no callback.
        self.inbox.release();
        self.close();
    }
}

impl core::fmt::Debug for EventSource {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut parts = formatter.debug_struct("EventSource");
        parts.field("url", &self.url).field("ready_state", &self.ready_state()).finish_non_exhaustive()
    }
}
