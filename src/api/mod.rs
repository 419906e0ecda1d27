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

/// A connection to a stream of events that reconnects by itself: a [`Stream`] of [`Event`]s.
///
/// An `Err` that [will be retried](Error::will_retry) is news, not the end: the stream continues. After any other `Err`,
/// and after [`close`](Self::close), it gives `None`.
///
/// Dropping it closes it. Then, or as soon as it is closed in another way, its connection, its timer, its listeners on the page
/// and the functions that the [`Builder`] was given are released.
///
/// It reads on only when all that has come was taken, so a consumer that is slow makes the server wait. What it holds is
/// at most the events of one chunk, and one failure: a newer failure replaces one that nobody has taken.
#[must_use = "dropping it closes it"]
pub struct EventSource {
    url: String,
    driver: Rc<Driver<Rc<Inbox>>>,
    inbox: Rc<Inbox>,
}

/// Where an [`EventSource`] stands: what `readyState` is in the HTML standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadyState {
    /// There is no connection yet, or it is lost and will be made again.
    Connecting,
    /// Events may come.
    Open,
    /// Nothing comes any more.
    Closed,
}

impl EventSource {
    /// Connects as the standard's `new EventSource(url)`. A relative URL is resolved as the page or the worker does.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest::Url`] if this is no URL that can be fetched. All that goes wrong later is an item of the stream.
    pub fn new(url: &str) -> Result<Self, InvalidRequest> {
        Self::builder(url).open()
    }

    /// Options for a source that connects to this URL.
    pub fn builder(url: &str) -> Builder {
        Builder::new(url)
    }

    /// The absolute URL that each attempt starts from.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where the connection stands now, even if events that came before are still to be taken.
    #[must_use]
    pub fn ready_state(&self) -> ReadyState {
        self.inbox.ready_state()
    }

    /// The last event ID of the last event that was taken: what another source would continue from without a loss. Before
    /// the first one it is the [initial](Builder::initial_last_event_id) one.
    #[must_use]
    pub fn last_event_id(&self) -> String {
        self.inbox.last_event_id()
    }

    /// Makes a new connection now, in place of the one that is open, under way or waited for. It carries the last event ID.
    ///
    /// It ends a wait that the server has asked for, repeats a `POST` and starts the growth of the waits anew, and it is no
    /// error. At most 20 attempts follow each other at once, then one a second; a page that is hidden or frozen connects when
    /// it is back. A source that is closed stays so.
    pub fn reconnect(&self) {
        self.driver.reconnect();
    }

    /// Ends for good, at once and from anywhere. What has come and was not taken is gone.
    pub fn close(&self) {
        self.inbox.close();
        self.driver.close();
    }
}

impl Stream for EventSource {
    type Item = Result<Event, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = self.inbox.poll_take(context);
        if self.inbox.lets_go() {
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
        // A source that is dropped calls nobody.
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
