//! The commands of the session to its driver.

use alloc::string::String;

use super::failure::Failure;
use crate::event_stream::{Batch, Comments};

/// One command. The driver executes them in order.
#[derive(Debug)]
pub enum Output {
    /// Prepare the request of an attempt, and request its headers from the caller; answer with `Prepared` or
    /// `PreparationFailed`.
    Prepare {
        /// The attempt of this request.
        attempt: u32,
        /// The cause of the attempt.
        cause: AttemptCause,
    },
    /// Send the prepared request, maybe again; answer with `Response` or `NetworkError`.
    Fetch {
        /// The attempt of this request.
        attempt: u32,
        /// The value of `Last-Event-ID`; empty for no header.
        last_event_id: String,
        /// Whether to follow a redirect; if not, report it as a response.
        follow_redirects: bool,
    },
    /// Close the connection, and cancel all pending work of this attempt. Its results are ignored.
    Abort,
    /// Probe whether the server answers, by a request that needs no permission to read; answer with `Probed`.
    ProbeCors {
        /// The attempt that failed.
        attempt: u32,
    },
    /// Call `onUnauthorized`; answer with `CredentialsRefreshed` or `CredentialsOutdated`.
    RefreshCredentials(Failure),
    /// Call `shouldRetry`; answer with `RetryDecided`.
    AskShouldRetry(Failure),
    /// Announce the connection: `readyState` becomes OPEN, then the `open` event.
    Announce,
    /// Dispatch these events in order.
    Dispatch(Batch<Comments>),
    /// The connection was given up for now, by the session's own will or by the caller's, or a session that failed begins
    /// again: `readyState` becomes CONNECTING, without event.
    Pause,
    /// `readyState` becomes CONNECTING, or CLOSED if there is no next attempt, then the `error` event.
    Fail(Failure),
    /// Read the beginning of the body of the last response; answer with `ErrorBodyRead`.
    ReadErrorBody {
        /// The attempt that was refused.
        attempt: u32,
    },
    /// `readyState` becomes CONNECTING, without event. The details of the failure are kept: it may be reported later, by a `Fail` of
    /// the same attempt.
    Withhold(Failure),
}

/// The cause of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptCause {
    /// The first one.
    First,
    /// The one before failed or ended.
    Retry,
    /// The server refused the credentials, and there are newer ones.
    Unauthorized,
    /// The page may be connected again.
    Return,
    /// The caller wanted it.
    Reconnect,
}
