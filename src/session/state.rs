//! Where a session stands. What means something in one state only is part of that state.

use super::clock::Millis;
use super::failure::Reason;
use super::freeze::FreezeWatch;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Not started.
    Idle,
    /// The request is being prepared; the caller may have been asked for headers.
    Preparing,
    /// A request is out.
    Requesting(Request),
    /// A request was lost. A probe finds out whether the server answers at all.
    Probing(Request),
    /// The probe was answered. The request is repeated in a moment.
    Repeating(Request),
    /// The response was refused; the beginning of its body is being read.
    ReadingErrorBody { reason: Reason, status: u16 },
    /// The server refused the credentials; the caller was asked to refresh them.
    Refreshing { status: u16 },
    /// Events may come.
    Open { freeze: FreezeWatch },
    /// An attempt failed; the caller was asked whether to come back. With `returns`, the connection was given up while the
    /// page could not have one, and coming back takes no wait.
    Deciding { reason: Reason, status: u16, returns: bool },
    /// The next attempt has its time.
    Waiting(Wait),
    /// The page may not be connected now. With `gave_up`, a request that was out, or its stream, was given up for that.
    Suspended { gave_up: bool },
    /// An attempt failed for good, but the caller may want another one.
    Failed,
    /// For good.
    Closed,
}

impl State {
    /// Whether an attempt is under way, so that there may be something to abort.
    pub(super) const fn is_attempt(self) -> bool {
        matches!(self, Self::Preparing | Self::Refreshing { .. }) || self.has_request()
    }

    /// Whether a request of the current attempt has left, and its outcome still counts.
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
    /// Whether redirects may be followed at all: not if they would carry the caller's headers along.
    pub(super) may_follow: bool,
}

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// It is the attempt's own.
    Stream,
    /// It is the attempt's own, and follows no redirect, to see whether there is one.
    Look,
    /// A look has found a redirect: the attempt's own, which follows it.
    Follow,
    /// The attempt's own was lost, and a probe was answered. `redirect`: a look has found a redirect.
    Repeat { redirect: bool },
}

impl Purpose {
    /// Whether the attempt's own request was lost before.
    pub(super) const fn is_extra(self) -> bool {
        matches!(self, Self::Repeat { .. })
    }

    /// Whether a refusal may end the source: not if the browser's own EventSource would not have asked again yet.
    pub(super) const fn may_be_refused(self) -> bool {
        matches!(self, Self::Stream | Self::Look)
    }
}

/// A wait before the next attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wait {
    /// Until then the server has asked not to be called. Nothing shortens that.
    pub(super) not_before: Millis,
    /// The browser was offline at some moment of it.
    pub(super) was_offline: bool,
    /// It has been lengthened because the browser is offline.
    pub(super) lengthened: bool,
}
