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
            pub(super) const CODES: &[(&str, u32)] = &[$(($text, $code),)+];
        }
    };
}

pub(super) use codes;

codes! {
    /// What TypeScript is asked to do. Its data is in the frame.
    Command {
        /// Nothing more: the session waits for the next input.
        None = 0 "none",
        /// Prepare the request: attempt, cause, the last event ID's place.
        Prepare = 1 "prepare",
        /// Send the request: attempt, whether redirects are followed, the last event ID's place.
        Fetch = 2 "fetch",
        /// Let go of the attempt's connection.
        Abort = 3 "abort",
        /// Find out whether the server answers at all: attempt.
        ProbeCors = 4 "probeCors",
        /// Ask for fresh credentials: a failure.
        RefreshCredentials = 5 "refreshCredentials",
        /// Ask whether to come back: a failure.
        AskShouldRetry = 6 "askShouldRetry",
        /// The connection is open.
        Announce = 7 "announce",
        /// Dispatch events: the places of their text, their table and its segments, the units that were
        /// handed over, and the place of the comments.
        Dispatch = 8 "dispatch",
        /// The connection is given up for now, without an error.
        Pause = 9 "pause",
        /// The attempt failed: a failure.
        Fail = 10 "fail",
        /// Read the beginning of the body of the response that came last: attempt.
        ReadErrorBody = 11 "readErrorBody",
        /// The attempt failed, which is not told yet: a failure.
        Withhold = 12 "withhold",
    }
}

codes! {
    /// What TypeScript says happened, with an attempt and one value where the input has them.
    InputKind {
        Start = 0 "start",
        /// Value: whether the request carries headers that would follow a redirect.
        Prepared = 1 "prepared",
        PreparationFailed = 2 "preparationFailed",
        End = 3 "end",
        /// Value: whether the browser blocked the request.
        NetworkError = 4 "networkError",
        ReadingStopped = 5 "readingStopped",
        ReadingResumed = 6 "readingResumed",
        /// Value: whether the server answered.
        Probed = 7 "probed",
        /// Value: whether the credentials were renewed; negative if the attempt to do so failed.
        CredentialsRefreshed = 8 "credentialsRefreshed",
        /// Value: whether to come back; negative leaves it to the standard.
        RetryDecided = 9 "retryDecided",
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
        ErrorBodyRead = 20 "errorBodyRead",
        /// A piece of the body. Value: how many bytes of the input it has.
        Bytes = 21 "bytes",
        /// Nothing happened: the command after the last one is wanted.
        Next = 22 "next",
        CredentialsOutdated = 23 "credentialsOutdated",
        TakeOver = 24 "takeOver",
        Reconnect = 25 "reconnect",
    }
}
