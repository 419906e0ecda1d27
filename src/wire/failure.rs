//! A failure as numbers, in the order of `ts/core/wire.ts`.

use crate::session::{Failure, Next, Reason};

/// Reason, status, attempt, the code of [`Next`], and the wait in milliseconds.
pub(crate) fn failure_numbers(failure: Failure) -> [f64; 5] {
    let (next, wait) = match failure.next {
        Next::Retry(wait) => (0, wait.0),
        Next::Fatal => (1, 0),
        Next::GaveUp => (2, 0),
        Next::NotRepeatable => (3, 0),
    };
    let reason = reason_code(failure.reason);
    [f64::from(reason), f64::from(failure.status), f64::from(failure.attempt), f64::from(next), wait as f64]
}

const fn reason_code(reason: Reason) -> u32 {
    match reason {
        Reason::Network => 0,
        Reason::End => 1,
        Reason::Http => 2,
        Reason::NoContent => 3,
        Reason::ContentType => 4,
        Reason::Cors => 5,
        Reason::Redirect => 6,
        Reason::Unauthorized => 7,
        Reason::Headers => 8,
        Reason::ConnectTimeout => 9,
        Reason::HeartbeatTimeout => 10,
        Reason::TooLarge => 11,
        Reason::Blocked => 12,
    }
}

/// By name, for the test that compares this file with TypeScript's list.
#[cfg(test)]
pub(super) const REASONS: &[(Reason, &str)] = &[
    (Reason::Network, "network"),
    (Reason::End, "end"),
    (Reason::Http, "http"),
    (Reason::NoContent, "no-content"),
    (Reason::ContentType, "content-type"),
    (Reason::Cors, "cors"),
    (Reason::Redirect, "redirect"),
    (Reason::Unauthorized, "unauthorized"),
    (Reason::Headers, "headers"),
    (Reason::ConnectTimeout, "connect-timeout"),
    (Reason::HeartbeatTimeout, "heartbeat-timeout"),
    (Reason::TooLarge, "too-large"),
    (Reason::Blocked, "blocked"),
];

#[cfg(test)]
pub(super) const NEXTS: &[(Next, &str)] = &[
    (Next::Retry(crate::session::Millis(0)), "retry"),
    (Next::Fatal, "fatal"),
    (Next::GaveUp, "gave-up"),
    (Next::NotRepeatable, "not-repeatable"),
];
