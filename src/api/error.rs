//! Errors, with their messages for people.

use core::fmt;
use core::time::Duration;

use crate::browser::{Cause, FailedAttempt};
use crate::session::{self, Reason};

/// An attempt that failed, or a connection that ended: an item of the stream.
/// Its text is for people and may change between versions; [`reason`](Self::reason), [`status`](Self::status) and
/// [`next`](Self::next) are for code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    reason: Reason,
    status: u16,
    attempt: u32,
    next: Next,
    cause: Cause,
    body: Option<Box<str>>,
    has_own_fetch: bool,
}

/// The step after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Next {
    /// Another attempt, after this wait.
    Retry(Duration),
    /// None: the failure is final by its nature or by the options.
    Fatal,
    /// None: there are no retries left of [`RetryConfig::max_retries`](super::RetryConfig::max_retries).
    GaveUp,
    /// None: the server may already have processed the request, whose method is not idempotent.
    NotRepeatable,
}

impl From<session::Next> for Next {
    fn from(next: session::Next) -> Self {
        match next {
            session::Next::Retry(wait) => Self::Retry(Duration::from_millis(wait.0)),
            session::Next::Fatal => Self::Fatal,
            session::Next::GaveUp => Self::GaveUp,
            session::Next::NotRepeatable => Self::NotRepeatable,
        }
    }
}

impl Error {
    pub(super) fn new(failed: FailedAttempt, has_own_fetch: bool) -> Self {
        let FailedAttempt { failure, cause, body } = failed;
        let session::Failure { reason, status, attempt, next } = failure;
        Self { reason, status, attempt, next: next.into(), cause, body, has_own_fetch }
    }

    /// The kind of failure.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.reason
    }

    /// The response's status; 0 if there was none, or if the failure has another cause.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// The attempt that failed; the first is 1.
    #[must_use]
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The next step.
    #[must_use]
    pub const fn next(&self) -> Next {
        self.next
    }

    /// Whether the source reconnects automatically.
    #[must_use]
    pub const fn will_retry(&self) -> bool {
        self.delay().is_some()
    }

    /// The wait before the next attempt, if there is one.
    #[must_use]
    pub const fn delay(&self) -> Option<Duration> {
        match self.next {
            Next::Retry(wait) => Some(wait),
            Next::Fatal | Next::GaveUp | Next::NotRepeatable => None,
        }
    }

    /// The text from the browser or from a function of the application's: of its `Err`, or of an exception that it threw.
    /// The browser's texts differ between browsers.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.cause.as_str()
    }

    /// The first 64 KiB of a refused response as text, with [`read_error_body`](super::Builder::read_error_body).
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }

    fn what_happened(&self) -> &'static str {
        match self.reason {
            Reason::Network if self.has_own_fetch && self.cause().is_some() => {
                "the function given as fetch failed, or its response could not be read"
            }
            Reason::Network => "the server cannot be reached, or the connection broke off",
            Reason::End => "the server, or a gateway on the way, ended the stream",
            Reason::Http => "the server did not answer with status 200",
            Reason::NoContent => "the server asks not to be connected to again",
            Reason::ContentType => "the response is not of type text/event-stream",
            Reason::Cors => "the server's CORS headers do not let this origin read the stream",
            Reason::Blocked => "the browser does not let this page make the request",
            Reason::Redirect => {
                "the server redirected to a page that this origin may not read, such as a login, or browsers would send the \
                 request's own headers along"
            }
            Reason::Unauthorized => "the server does not accept the credentials",
            Reason::Headers => "could not get the request's headers or body",
            Reason::ConnectTimeout => "the server did not answer in time",
            Reason::HeartbeatTimeout => "nothing came for too long",
            Reason::TooLarge => "an event is larger than the buffer may grow",
        }
    }
}

/// A function for [`should_retry`](super::Builder::should_retry) that retries temporary failures.
///
/// It retries temporary failures that are final in the HTML standard: the statuses 408, 425, 429, 500, 502, 503 and 504, and
/// [`Reason::Cors`] and [`Reason::Redirect`] after the first attempt, because a gateway's own error pages have no CORS
/// headers. For all others it returns `None`. `Retry-After` is respected, where CORS allows reading it.
#[must_use]
pub fn is_transient(error: &Error) -> Option<bool> {
    let passes = matches!(error.status, 408 | 425 | 429 | 500 | 502..=504);
    let is_refusal = matches!(error.reason, Reason::Cors | Reason::Redirect);
    (passes || is_refusal && error.attempt > 1).then_some(true)
}

impl core::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.what_happened())?;
        if self.status != 0 {
            write!(formatter, " (status {})", self.status)?;
        }
        if let Some(cause) = self.cause() {
            write!(formatter, ": {cause}")?;
        }
        match self.next {
            Next::Retry(wait) => write!(formatter, "; the next attempt follows in {} ms", wait.as_millis()),
            Next::Fatal => formatter.write_str("; the source is closed"),
            Next::GaveUp => {
                write!(formatter, "; no retries are left after {} attempts: the source is closed", self.attempt)
            }
            Next::NotRepeatable => formatter.write_str(
                "; the server may already have processed the request, so it is not retried: the source is closed",
            ),
        }
    }
}

/// The error of [`Builder::open`](super::Builder::open): the request can never be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// The URL is invalid, or cannot be fetched, for example because it has a password. The text lacks user name, password,
    /// query and fragment, which may be secrets.
    Url(String),
    /// A header with this name cannot be sent, because of the name or the value. The value is left out: it may be a secret.
    Header(String),
    /// Browsers do not send this method, or not with a body.
    Method(String),
    /// An option has an invalid value.
    Option {
        /// The builder's method, and the member of its argument.
        name: &'static str,
        /// The valid values.
        expected: &'static str,
        /// The given value.
        given: String,
    },
}

impl InvalidRequest {
    pub(super) fn url(given: &str) -> Self {
        let address = given.split(['?', '#']).next().unwrap_or_default();
        let Some((before, host)) = address.rsplit_once('@') else { return Self::Url(address.into()) };
        let scheme = before.split_inclusive(':').next().filter(|_| before.contains(':')).unwrap_or_default();
        Self::Url(format!("{scheme}//{host}"))
    }
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

/// The error of [`Event::json`](super::Event::json): the data is not JSON, or does not fit the type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError(pub(super) Box<str>);

impl core::error::Error for JsonError {}

impl fmt::Display for JsonError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
