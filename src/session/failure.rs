//! Why an attempt ended, as closed sets. The TypeScript and the Rust API write the sentences for people.

use super::clock::Millis;

/// One failure, told once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What happened.
    pub reason: Reason,
    /// The response's status; 0 if there was none.
    pub status: u16,
    /// The attempt that failed; the first is 1.
    pub attempt: u32,
    /// What comes next.
    pub next: Next,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// No response, or the body broke off.
    Network,
    /// The server ended the stream in good order.
    End,
    /// A status that is not 200.
    Http,
    /// Status 204: the server asks not to come back.
    NoContent,
    /// Status 200 with another type than `text/event-stream`.
    ContentType,
    /// The server answers, but its CORS headers do not let this origin read.
    Cors,
    /// The browser does not let this page make the request.
    Blocked,
    /// A redirect that would have carried the caller's headers along.
    Redirect,
    /// The server did not accept the credentials.
    Unauthorized,
    /// The caller's `headers` threw, rejected, did not settle in time, or gave what cannot be headers.
    Headers,
    /// No response in time.
    ConnectTimeout,
    /// No byte in time.
    HeartbeatTimeout,
    /// One event beyond the buffer's limit.
    TooLarge,
}

/// What comes after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Another attempt after this wait.
    Retry(Millis),
    /// Nothing: the failure is final by its nature, or the options say so.
    Fatal,
    /// Nothing: the retries are used up.
    GaveUp,
    /// Nothing: the server may already have processed the request, so it is not repeated automatically.
    NotRepeatable,
}

impl Reason {
    /// Whether the standard, or the nature of the failure, lets the session come back after it.
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
