//! The states of a session, as the oracle derives them, and the reactions that it expects.

use eventsource_wasm::session::{Millis, Reason};

use crate::wire::Arrival;

/// The state of the session, with its start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Phase {
    Idle,
    Preparing(Millis),
    Requesting(Millis, Asks),
    Probing(Millis),
    /// A probe was answered, and the request is not repeated yet.
    Pausing(Millis),
    ReadingErrorBody(Millis, Reason, u16),
    Refreshing(Millis),
    Open(Millis),
    /// An attempt was dropped, and its failure is not reported yet.
    Dropped,
    /// With `true` the connection was closed while the page was suspended.
    Deciding(Reason, u16, bool),
    Waiting {
        earliest: Millis,
        latest: Millis,
        /// The earliest time that the server allows.
        not_before: Millis,
    },
    /// With `true` a request was pending.
    Suspended(bool),
    /// The caller may open it again.
    Failed,
    Closed,
}

/// The purpose of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Asks {
    Own,
    Look,
    /// After a request without redirects has found one.
    Followed,
    /// After an answered probe.
    Again,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum ReadyState {
    Connecting,
    Open,
    Closed,
}

/// The expected reaction to an input.
#[derive(Debug)]
pub(super) enum Expected {
    Nothing,
    /// An attempt, unless the page is suspended or the budget is used up.
    Attempt,
    Fetch(Asks),
    Announce,
    Events(Arrival),
    Probe,
    ReadErrorBody(Reason, u16),
    Refresh(u16),
    Failure(Reason, u16),
    /// A failure for which `shouldRetry` is not called.
    Retry(Reason, u16),
    /// The rules decide whether it reconnects.
    Return,
    /// An attempt in place of whatever there is.
    Reconnection,
    /// The connection is closed without an event.
    Quiet,
    /// The reactions to expired deadlines.
    Deadlines,
    Close,
}
