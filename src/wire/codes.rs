//! What a number stands for: commands that TypeScript executes, and inputs that it feeds.

/// An enum with explicit codes from 0 upwards, and the name of each code in `ts/core/wire.ts`.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u32)]
        pub(crate) enum $name {
            $($(#[$variant_doc])* $variant = $code,)+
        }

        impl $name {
            /// Not for commands, which are only written.
            #[allow(dead_code)]
            pub(crate) const fn from_code(code: u32) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant),)+
                    _ => None,
                }
            }

            #[cfg(test)]
            pub(super) const NAMES: &[&str] = &[$($text,)+];
        }
    };
}

codes! {
    /// What TypeScript is asked to do. Its data is in the frame.
    Command {
        /// Nothing more: the session waits for the next input.
        None = 0 "none",
        /// Prepare the request: attempt, cause.
        Prepare = 1 "prepare",
        /// Send the request: attempt, whether redirects are followed, the last event ID's place.
        Fetch = 2 "fetch",
        /// Let go of the attempt's connection.
        Abort = 3 "abort",
        /// Find out whether the server answers at all: attempt.
        ProbeCors = 4 "probe-cors",
        /// Ask for fresh credentials: a failure.
        RefreshCredentials = 5 "refresh-credentials",
        /// Ask whether to come back: a failure.
        AskShouldRetry = 6 "ask-should-retry",
        /// The connection is open.
        Announce = 7 "announce",
        /// Dispatch events: the places of their text, their table and its segments.
        Dispatch = 8 "dispatch",
        /// The connection is given up for now, without an error.
        Pause = 9 "pause",
        /// The attempt failed: a failure.
        Fail = 10 "fail",
        /// Read the beginning of the body of the response that came last: attempt.
        ReadErrorBody = 11 "read-error-body",
    }
}

codes! {
    /// What TypeScript says happened, with an attempt and one value where the input has them.
    InputKind {
        Start = 0 "start",
        /// Value: whether the request carries headers that would follow a redirect.
        Prepared = 1 "prepared",
        PreparationFailed = 2 "preparation-failed",
        End = 3 "end",
        /// Value: whether the browser blocked the request.
        NetworkError = 4 "network-error",
        ReadingStopped = 5 "reading-stopped",
        ReadingResumed = 6 "reading-resumed",
        /// Value: whether the server answered.
        Probed = 7 "probed",
        /// Value: whether the credentials were renewed; negative if the attempt to do so failed.
        CredentialsRefreshed = 8 "credentials-refreshed",
        /// Value: whether to come back; negative leaves it to the standard.
        RetryDecided = 9 "retry-decided",
        Wakeup = 10 "wakeup",
        Hidden = 11 "hidden",
        Visible = 12 "visible",
        Freeze = 13 "freeze",
        Resume = 14 "resume",
        PageHide = 15 "pagehide",
        PageShow = 16 "pageshow",
        Offline = 17 "offline",
        Online = 18 "online",
        Leaving = 19 "leaving",
        ErrorBodyRead = 20 "error-body-read",
        CredentialsOutdated = 21 "credentials-outdated",
        TakeOver = 22 "take-over",
    }
}
