//! Codes of the commands that TypeScript executes and of the inputs that it feeds.

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
            /// Unused for commands, which are only written.
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
    /// A command to TypeScript. Its data is in the frame.
    Command {
        /// No more commands: the session waits for the next input.
        None = 0 "none",
        /// Prepare the request. Data: attempt, cause, the address and length of the last event ID.
        Prepare = 1 "prepare",
        /// Send the request. Data: attempt, whether redirects are followed, address and length of the last event ID.
        Fetch = 2 "fetch",
        /// Abort the attempt's connection.
        Abort = 3 "abort",
        /// Probe whether the server answers. Data: attempt.
        ProbeCors = 4 "probeCors",
        /// Refresh the credentials. Data: a failure.
        RefreshCredentials = 5 "refreshCredentials",
        /// Decide whether to retry. Data: a failure.
        AskShouldRetry = 6 "askShouldRetry",
        /// The connection is open.
        Announce = 7 "announce",
        /// Dispatch events. Data: addresses and lengths of their text, their table and its segments, the units
        /// that were handed over, and address and length of the comments.
        Dispatch = 8 "dispatch",
        /// The connection is suspended, without an error.
        Pause = 9 "pause",
        /// The attempt failed. Data: a failure.
        Fail = 10 "fail",
        /// Read the beginning of the body of the last response. Data: attempt.
        ReadErrorBody = 11 "readErrorBody",
        /// The attempt failed, which is not told yet: a failure.
        Withhold = 12 "withhold",
    }
}

codes! {
    /// An input from TypeScript. Some have an attempt and one value.
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
        /// Value: whether the credentials were renewed; negative if the refresh failed.
        CredentialsRefreshed = 8 "credentialsRefreshed",
        /// Value: whether to retry; negative leaves the decision to the default rules.
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
        /// A piece of the body. Value: its length in bytes; the bytes are in the input buffer.
        Bytes = 21 "bytes",
        /// No event: requests the next command.
        Next = 22 "next",
        CredentialsOutdated = 23 "credentialsOutdated",
        TakeOver = 24 "takeOver",
        Reconnect = 25 "reconnect",
        /// Value: the length in bytes of the response's head, which is in the input buffer.
        Response = 26 "response",
    }
}

codes! {
    /// The index of each number of a response's head.
    HeadNumber {
        Status = 0 "status",
        /// 1 for a redirect that was not followed, 2 for a response that came through one.
        Redirect = 1 "redirect",
        /// In milliseconds, negative if there is none.
        RetryAfter = 2 "retryAfter",
    }
}

/// The numbers of a response's head.
pub(crate) const HEAD_LENGTH: usize = HeadNumber::RetryAfter as usize + 1;
