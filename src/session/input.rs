//! The inputs of the session.

use super::response::ResponseHead;

/// One input. The inputs of an attempt carry its number, and are ignored once it is no longer the current one, so a late
/// result has no effect.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// Starts the session. Sent once, by the constructor.
    Start,
    /// The request is ready, with the caller's headers.
    Prepared {
        /// The attempt of this request.
        attempt: u32,
        /// Whether it has custom headers that would follow a redirect to another origin.
        custom_headers: bool,
    },
    /// The request could not be prepared, because the caller's headers are not available.
    PreparationFailed {
        /// The attempt of this request.
        attempt: u32,
    },
    /// The response's head arrived.
    Response {
        /// The attempt of this response.
        attempt: u32,
        /// The head.
        head: ResponseHead<'a>,
    },
    /// The body of a refused response was read, up to its limit or its end.
    ErrorBodyRead {
        /// The attempt that was refused.
        attempt: u32,
    },
    /// A piece of the body arrived.
    Bytes {
        /// The attempt of this body.
        attempt: u32,
        /// The bytes.
        chunk: &'a [u8],
    },
    /// The body ended cleanly.
    End {
        /// The attempt of this body.
        attempt: u32,
    },
    /// The fetch was rejected, or the body broke off.
    NetworkError {
        /// The attempt that broke.
        attempt: u32,
        /// Whether the browser seems to have blocked this request. It is only a hint once the server has answered any
        /// request.
        blocked: bool,
    },
    /// The caller has not processed all events, so reading stops: silence means nothing now.
    ReadingStopped,
    /// The caller has processed all events, so reading resumes.
    ReadingResumed,
    /// The result of the probe.
    Probed {
        /// The attempt of this probe.
        attempt: u32,
        /// Whether the server answers at all.
        reachable: bool,
    },
    /// The result of `onUnauthorized`.
    CredentialsRefreshed {
        /// The attempt that was refused.
        attempt: u32,
        /// Whether to retry with new headers; `None` if the refresh itself failed.
        renewed: Option<bool>,
    },
    /// The refused request was prepared before the last refresh of the credentials, so `onUnauthorized` is not called.
    CredentialsOutdated {
        /// The attempt that was refused.
        attempt: u32,
    },
    /// The result of `shouldRetry`.
    RetryDecided {
        /// The attempt that failed.
        attempt: u32,
        /// Whether to retry; `None` leaves the decision to the default rules.
        retry: Option<bool>,
    },
    /// Starts in place of another session whose page was closed, by the rules for a failure.
    TakeOver,
    /// The deadline of [`next_wakeup`](super::Session::next_wakeup) has passed, maybe long ago.
    Wakeup,
    /// The page became hidden.
    Hidden,
    /// The page became visible.
    Visible,
    /// The browser is about to freeze the page.
    Freeze,
    /// The page runs again after a freeze.
    Resume,
    /// The user leaves the page, which may enter the back/forward cache.
    PageHide,
    /// The page is shown, maybe from the back/forward cache.
    PageShow,
    /// The user seems to leave the page: the link may also be a download.
    Leaving,
    /// The browser reports that it is offline.
    Offline,
    /// The browser reports that it is online.
    Online,
    /// The caller closes the source, for good.
    Close,
}
