//! A failure as numbers, in the order of `ts/failure.ts`, which gives them names.

use crate::session::{Failure, Next, Reason};

/// Reason, status, attempt, what comes next, and the wait in milliseconds.
pub(super) fn numbers(failure: Failure) -> [f64; 5] {
    let (next, wait) = match failure.next {
        Next::Retry(wait) => (0, wait.0),
        Next::Fatal => (1, 0),
        Next::GaveUp => (2, 0),
        Next::NotRepeatable => (3, 0),
    };
    let reason = match failure.reason {
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
    };
    [f64::from(reason), f64::from(failure.status), f64::from(failure.attempt), f64::from(next), wait as f64]
}
