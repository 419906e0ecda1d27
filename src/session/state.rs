//! The state of a session. Data that is valid in one state only is part of that state.

use super::clock::Millis;
use super::failure::Reason;
use super::freeze::FreezeWatch;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Not started.
    Idle,
    /// The request is being prepared; the caller may be computing its headers.
    Preparing,
    /// A request was sent.
    Requesting(Request),
    /// A request was lost. A probe checks whether the server answers at all.
    Probing(Request),
    /// The probe was answered. The request is repeated after a short wait.
    Repeating(Request),
    /// The response was refused; the beginning of its body is being read.
    ReadingErrorBody { reason: Reason, status: u16 },
    /// The server refused the credentials; the caller is refreshing them.
    Refreshing { status: u16 },
    /// The stream is open.
    Open { freeze: FreezeWatch },
    /// An attempt failed, and `shouldRetry` is deciding. With `returns`, the connection was closed while the page could not
    /// have one, and reconnecting takes no wait.
    Deciding { reason: Reason, status: u16, returns: bool },
    /// The next attempt is scheduled.
    Waiting(Wait),
    /// The page must not be connected now. With `gave_up`, a pending request or an open stream was closed for this reason.
    Suspended { gave_up: bool },
    /// Closed for good.
    Closed,
}

impl State {
    /// Whether an attempt is under way, so that there may be something to abort.
    pub(super) const fn is_attempt(self) -> bool {
        matches!(self, Self::Preparing | Self::Refreshing { .. }) || self.has_request()
    }

    /// Whether a request of the current attempt was sent and its outcome still counts.
    pub(super) const fn has_request(self) -> bool {
        matches!(
            self,
            Self::Requesting(_)
                | Self::Probing(_)
                | Self::Repeating(_)
                | Self::ReadingErrorBody { .. }
                | Self::Open { .. }
        )
    }
}

/// One request of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) purpose: Purpose,
    /// Whether redirects may be followed. They must not if they would carry the caller's headers to another origin.
    pub(super) may_follow: bool,
}

/// The purpose of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The attempt's own request.
    Stream,
    /// The attempt's own request without following redirects, to detect one.
    DetectRedirect,
    /// The attempt's own request, which follows the redirect that `DetectRedirect` has found.
    Follow,
    /// The attempt's own request again, after it was lost and a probe was answered. `redirect`: there was a redirect.
    Repeat { redirect: bool },
}

impl Purpose {
    /// Whether the attempt's own request was lost before.
    pub(super) const fn is_extra(self) -> bool {
        matches!(self, Self::Repeat { .. })
    }

    /// Whether a refusal may close the source. It must not if the browser's own EventSource would not have retried yet.
    pub(super) const fn may_be_refused(self) -> bool {
        matches!(self, Self::Stream | Self::DetectRedirect)
    }
}

/// A wait before the next attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wait {
    /// The server has requested no attempt before this time. Nothing shortens that.
    pub(super) not_before: Millis,
    /// The browser was offline at some time during the wait.
    pub(super) was_offline: bool,
    /// The wait was lengthened because the browser is offline.
    pub(super) lengthened: bool,
}
