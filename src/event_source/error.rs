//! What goes wrong, with the sentences for people.

use core::fmt;

use wasm_bindgen::{JsCast, JsValue};

use crate::session::{Failure, Millis, Next, Reason};

/// An attempt that failed, or a connection that ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    failure: Failure,
    cause: Option<Box<str>>,
    body: Option<Box<str>>,
}

impl Error {
    pub(super) fn new(failure: Failure, cause: &JsValue, body: Option<String>) -> Self {
        let text = cause.as_string().or_else(|| cause.dyn_ref().map(|error: &js_sys::Error| error.message().into()));
        Self { failure, cause: text.map(Into::into), body: body.map(Into::into) }
    }

    /// What happened.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.failure.reason
    }

    /// The response's status; 0 if there was none, or if it is not what failed.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.failure.status
    }

    /// The attempt that failed; the first is 1.
    #[must_use]
    pub const fn attempt(&self) -> u32 {
        self.failure.attempt
    }

    /// What comes next.
    #[must_use]
    pub const fn next(&self) -> Next {
        self.failure.next
    }

    /// Whether the source comes back by itself.
    #[must_use]
    pub const fn will_retry(&self) -> bool {
        matches!(self.failure.next, Next::Retry(_))
    }

    /// The wait before the next attempt, if there is one.
    #[must_use]
    pub const fn delay(&self) -> Option<Millis> {
        match self.failure.next {
            Next::Retry(wait) => Some(wait),
            Next::Fatal | Next::GaveUp | Next::NotRepeatable => None,
        }
    }

    /// What the browser, or the function given as headers, said. Browsers say it in words of their own.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    /// The first 64 KiB of a refused response as text, with [`read_error_body`](super::Builder::read_error_body).
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }
}

/// A ready-made [`should_retry`](super::Builder::should_retry): retries what passes by itself, the statuses 408, 425, 429,
/// 500, 502, 503 and 504, which the standard takes for final, and [`Reason::Cors`] and [`Reason::Redirect`] after the first
/// attempt, for a gateway's own error pages have no CORS headers. All else is left to the standard. `Retry-After` is obeyed,
/// where CORS lets it be read.
#[must_use]
pub fn is_transient(error: &Error) -> Option<bool> {
    let passes = matches!(error.status(), 408 | 425 | 429 | 500 | 502..=504);
    let is_refusal = matches!(error.reason(), Reason::Cors | Reason::Redirect);
    (passes || is_refusal && error.attempt() > 1).then_some(true)
}

impl core::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.failure.reason {
            Reason::Network => "the server cannot be reached, or the connection broke off",
            Reason::End => "the server, or a gateway on the way, ended the stream",
            Reason::Http => "the server did not answer with status 200",
            Reason::NoContent => "the server asks not to be connected to again",
            Reason::ContentType => "the response is not of type text/event-stream",
            Reason::Cors => "the server's CORS headers do not let this origin read the stream",
            Reason::Blocked => "the browser does not let this page make the request",
            Reason::Redirect => "the server redirected, and the request's headers would go wherever that leads",
            Reason::Unauthorized => "the server does not accept the credentials",
            Reason::Headers => "the headers could not be had",
            Reason::ConnectTimeout => "the server did not answer in time",
            Reason::HeartbeatTimeout => "nothing came for too long",
            Reason::TooLarge => "an event is larger than the buffer may grow",
        })?;
        if self.failure.status != 0 {
            write!(formatter, " (status {})", self.failure.status)?;
        }
        if let Some(cause) = &self.cause {
            write!(formatter, ": {cause}")?;
        }
        match self.failure.next {
            Next::Retry(wait) => write!(formatter, "; the next attempt follows in {} ms", wait.0),
            Next::Fatal => formatter.write_str("; closed"),
            Next::GaveUp => write!(formatter, "; closed, no retries are left after {} attempts", self.failure.attempt),
            Next::NotRepeatable => formatter.write_str("; closed, the request is not repeated unasked"),
        }
    }
}

/// What was asked for can never be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidRequest {
    /// This is no URL, or one that cannot be fetched, such as one with a password in it.
    Url(String),
    /// A header of this name, or its value, cannot be sent. The value is not shown: it may be a secret.
    Header(String),
    /// Browsers do not send this method, or not with a body.
    Method(String),
    /// A value that makes no sense for this option of the builder.
    Option {
        /// The builder's method, and the member of what it takes.
        name: &'static str,
        /// What it takes.
        expected: &'static str,
        /// What it was given.
        given: String,
    },
}

impl core::error::Error for InvalidRequest {}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(url) => write!(formatter, "{url:?} is not a URL that can be fetched"),
            Self::Method(method) => write!(formatter, "the method {method:?} cannot be sent, or not with a body"),
            Self::Option { name, expected, given } => write!(formatter, "{name}: expected {expected}, got {given}"),
            Self::Header(name) => write!(
                formatter,
                "the header {name:?} cannot be sent: a name is letters, digits and hyphens; a value has no line break, \
                 NUL or character above U+00FF"
            ),
        }
    }
}
