//! The options with types of their own.

use core::time::Duration;

use crate::session::{self, Millis};

/// The waits between attempts.
///
/// The first wait after a working connection is the HTML standard's reconnection time. Each failed retry makes the next wait
/// longer. See [`Builder::retry`](super::Builder::retry).
///
/// ```no_run
/// use core::time::Duration;
/// use eventsource_wasm::RetryConfig;
///
/// let retry = RetryConfig::new().initial_delay(Duration::from_secs(1)).max_retries(10);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use = "it has an effect only when it is given to `Builder::retry`"]
pub struct RetryConfig(session::RetryConfig);

impl RetryConfig {
    /// The defaults of all members.
    pub fn new() -> Self {
        Self::default()
    }

    /// The reconnection time, until the server's `retry` field sets another one. Default 3 s.
    pub const fn initial_delay(mut self, delay: Duration) -> Self {
        self.0.initial_delay = millis(delay);
        self
    }

    /// The upper bound of growing waits; a longer reconnection time still applies. Default 30 s.
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.0.max_delay = millis(delay);
        self
    }

    /// The factor by which a wait grows after each failed retry, at least 1. Default 2.
    pub const fn factor(mut self, factor: f64) -> Self {
        self.0.factor = factor;
        self
    }

    /// The largest part of a wait that is added at random, from 0 to 1, so that many clients do not reconnect at once.
    /// Default: 0.1 for the first wait, 1 for those after a failed retry.
    pub const fn jitter_ratio(mut self, ratio: f64) -> Self {
        self.0.jitter_ratio = Some(ratio);
        self
    }

    /// A connection that was open this long counts as a success even without an event. Default 10 s.
    pub const fn reset_after(mut self, span: Duration) -> Self {
        self.0.reset_after = millis(span);
        self
    }

    /// Failed retries in a row before the source gives up. Default: no limit.
    pub const fn max_retries(mut self, retries: u32) -> Self {
        self.0.max_retries = Some(retries);
        self
    }

    pub(super) fn into_session(self) -> session::RetryConfig {
        self.0
    }
}

/// How long a connection may be silent before it counts as dead. See [`Builder::heartbeat`](super::Builder::heartbeat).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Heartbeat {
    /// Any time, as in the HTML standard.
    #[default]
    Off,
    /// This long, more than zero.
    Fixed(Duration),
    /// A multiple of the server's observed interval.
    Auto,
}

impl Heartbeat {
    pub(super) const fn into_session(self) -> session::Heartbeat {
        match self {
            Self::Off => session::Heartbeat::Off,
            Self::Fixed(span) => session::Heartbeat::Fixed(millis(span)),
            Self::Auto => session::Heartbeat::Auto,
        }
    }
}

/// Converts to whole milliseconds, rounded up so that a positive duration never becomes zero.
pub(super) const fn millis(span: Duration) -> Millis {
    let millis = span.as_nanos().div_ceil(1_000_000);
    Millis(if millis > u64::MAX as u128 { u64::MAX } else { millis as u64 })
}
