//! The reasons why an attempt ended, as enums. The TypeScript and the Rust API write the messages for people.

use super::clock::Millis;

/// A failure. Each one is reported once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The kind of failure.
    pub reason: Reason,
    /// The response's status; 0 if there was none.
    pub status: u16,
    /// The attempt that failed; the first is 1.
    pub attempt: u32,
    /// The next step.
    pub next: Next,
}

/// The kind of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// No response, or the body broke off.
    Network,
    /// The server ended the stream cleanly.
    End,
    /// A status other than 200.
    Http,
    /// Status 204: the server wants no reconnection (HTML standard, "server-sent events").
    NoContent,
    /// Status 200 with a content type other than `text/event-stream`.
    ContentType,
    /// The server answers, but its CORS headers do not allow this origin to read.
    Cors,
    /// A redirect that would have carried the caller's headers to another origin.
    Redirect,
    /// The server did not accept the credentials.
    Unauthorized,
    /// The caller's `headers` threw, rejected, timed out, or returned invalid headers.
    Headers,
    /// No response within the connect timeout.
    ConnectTimeout,
    /// No byte within the heartbeat timeout.
    HeartbeatTimeout,
    /// One event is larger than the buffer's limit.
    TooLarge,
    /// The browser blocks this request.
    Blocked,
}

/// The step after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Another attempt after this wait.
    Retry(Millis),
    /// None: the failure is final by its nature or by the options.
    Fatal,
    /// None: no retries are left.
    GaveUp,
    /// None: the server may already have processed the request, so it is not repeated automatically.
    NotRepeatable,
}

impl Reason {
    /// Whether the session reconnects after it by default: by the HTML standard, or because the failure is temporary.
    #[must_use]
    pub const fn is_retryable(self) -> bool {
        match self {
            Self::Network
            | Self::End
            | Self::Headers
            | Self::ConnectTimeout
            | Self::HeartbeatTimeout
            | Self::TooLarge => true,
            Self::Http
            | Self::NoContent
            | Self::ContentType
            | Self::Cors
            | Self::Blocked
            | Self::Redirect
            | Self::Unauthorized => false,
        }
    }
}
