//! Everything the session can be told.

use super::response::ResponseHead;

/// One thing that happened. What comes from an attempt carries its number; a number that is no longer the current one
/// is ignored, so a late answer can do no harm.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// Begin. Said once, by the constructor.
    Start,
    /// The request is ready, with the caller's headers.
    Prepared {
        /// The attempt it was prepared for.
        attempt: u32,
        /// Whether it has headers of the caller's that would follow a redirect to another origin.
        custom_headers: bool,
    },
    /// The request could not be prepared: the caller's headers could not be had.
    PreparationFailed {
        /// The attempt it was prepared for.
        attempt: u32,
    },
    /// The response's head came.
    Response {
        /// The attempt it answers.
        attempt: u32,
        /// What it said.
        head: ResponseHead<'a>,
    },
    /// As much of a refused response's body has been read as is wanted, or as there is.
    ErrorBodyRead {
        /// The attempt that was refused.
        attempt: u32,
    },
    /// A piece of the body came.
    Bytes {
        /// The attempt whose body it belongs to.
        attempt: u32,
        /// The bytes.
        chunk: &'a [u8],
    },
    /// The body ended in good order.
    End {
        /// The attempt whose body ended.
        attempt: u32,
    },
    /// The fetch was refused, or the body broke off.
    NetworkError {
        /// The attempt that broke.
        attempt: u32,
        /// Whether the browser has not let this very request out, as far as that is known. It is no more than a hint once the
        /// server has answered any request.
        blocked: bool,
    },
    /// The caller has not taken what came, so nothing more is read: silence tells nothing now.
    ReadingStopped,
    /// The caller has taken what came, and more is read.
    ReadingResumed,
    /// The probe has an answer.
    Probed {
        /// The attempt it was sent for.
        attempt: u32,
        /// Whether the server answers at all.
        reachable: bool,
    },
    /// `onUnauthorized` has an answer.
    CredentialsRefreshed {
        /// The attempt that was refused.
        attempt: u32,
        /// Whether to try again with new headers; `None` when the refresh itself failed.
        renewed: Option<bool>,
    },
    /// The request that was refused had been prepared before credentials were last refreshed: nobody is asked.
    CredentialsOutdated {
        /// The attempt that was refused.
        attempt: u32,
    },
    /// `shouldRetry` has an answer.
    RetryDecided {
        /// The attempt that failed.
        attempt: u32,
        /// Whether to come back; `None` leaves it to the standard.
        retry: Option<bool>,
    },
    /// Begin in place of another session, whose connection ended with its page: by the rules of a failure.
    TakeOver,
    /// The caller wants a new connection now, in place of whatever there is or is waited for.
    Reconnect,
    /// The deadline of [`next_wakeup`](super::Session::next_wakeup) has passed, perhaps long ago.
    Wakeup,
    /// The page became hidden.
    Hidden,
    /// The page became visible.
    Visible,
    /// The browser is about to freeze the page.
    Freeze,
    /// The page runs again after a freeze.
    Resume,
    /// The page is being left, perhaps for the back/forward cache.
    PageHide,
    /// The page is shown, perhaps from the back/forward cache.
    PageShow,
    /// The page is about to be left, or so it seems: a link may be a download.
    Leaving,
    /// The browser believes that there is no network.
    Offline,
    /// The browser believes that there is a network.
    Online,
    /// The caller closes. Final.
    Close,
}
