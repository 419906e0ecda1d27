//! The commands of the session to its driver.

use alloc::string::String;

use super::failure::Failure;
use crate::event_stream::{Batch, Comments};

/// One command. The driver executes them in order.
#[derive(Debug)]
pub enum Output {
    /// Prepare the request of an attempt, with headers asked of the caller anew; answer with `Prepared` or
    /// `PreparationFailed`.
    Prepare {
        /// The attempt it is for.
        attempt: u32,
        /// What started an attempt.
        cause: AttemptCause,
    },
    /// Send the prepared request, perhaps once more; answer with `Response` or `NetworkError`.
    Fetch {
        /// The attempt that this is part of.
        attempt: u32,
        /// The value of `Last-Event-ID`; empty: do not send one.
        last_event_id: String,
        /// Whether a redirect is followed; if not, it is told as a response.
        follow_redirects: bool,
    },
    /// Read the beginning of the body of the response that came last; answer with `ErrorBodyRead`.
    ReadErrorBody {
        /// The attempt that was refused.
        attempt: u32,
    },
    /// Drop the connection, its body and any question asked for it. Nothing of this attempt is of interest any more.
    Abort,
    /// Find out whether the server answers at all, by a request that needs no permission to read; answer with `Probed`.
    ProbeCors {
        /// The attempt that failed.
        attempt: u32,
    },
    /// Let the caller refresh the credentials; answer with `CredentialsRefreshed`, or `CredentialsOutdated`.
    RefreshCredentials(Failure),
    /// Let the caller decide; answer with `RetryDecided`.
    AskShouldRetry(Failure),
    /// Announce the connection: `readyState` becomes OPEN, then the `open` event.
    Announce,
    /// Dispatch these events in order.
    Dispatch(Batch<Comments>),
    /// The connection was given up for now, by the session's own will or by the caller's, or a session that failed begins
    /// again: `readyState` becomes CONNECTING, without event.
    Pause,
    /// `readyState` becomes CONNECTING, without event. What is known of the failure is kept: it may be told later, by a `Fail` of
    /// the same attempt.
    Withhold(Failure),
    /// `readyState` becomes CONNECTING, or CLOSED if nothing comes next, then the `error` event.
    Fail(Failure),
}

/// What started an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptCause {
    /// The first one.
    First,
    /// The one before failed or ended.
    Retry,
    /// The server refused the credentials, and there are newer ones.
    Unauthorized,
    /// The page came back from where it could not be connected.
    Return,
    /// The caller wanted it.
    Reconnect,
}
