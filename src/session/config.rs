//! The validated options of one EventSource.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::clock::Millis;

/// The options of one session. `Config::default()` is the standard's EventSource.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The waits and the number of retries.
    pub retry: RetryConfig,
    /// The ends after which it reconnects.
    pub reconnect: Reconnect,
    /// Whether the caller has `onUnauthorized`, to refresh credentials that the server refuses.
    pub refreshes_credentials: bool,
    /// The statuses that mean "unauthorized". Default 401.
    pub unauthorized_statuses: Vec<u16>,
    /// Whether [`Input::Reconnect`](super::Input::Reconnect) opens the session again after a final failure. Default `false`.
    pub reopenable: bool,
    /// Whether the caller has `shouldRetry`, which decides for each failure whether it is retried.
    pub asks_should_retry: bool,
    /// Whether the request can be repeated without effect on the server, like a GET.
    pub idempotent: bool,
    /// Whether a request that fails before any stream was open is followed by a probe, which tells a CORS refusal, which is
    /// final, from a lost network. For cross-origin URLs.
    pub probes_cors: bool,
    /// Whether to check if a failed request was redirected to another origin that refuses, such as a login page. For
    /// same-origin URLs and GET.
    pub looks_for_redirects: bool,
    /// Whether to read the body of a refused response.
    pub reads_error_body: bool,
    /// Whether to follow a redirect that would carry the request's headers to another origin.
    pub follows_redirects: FollowRedirects,
    /// How long an error is kept back: if a stream is open by then, it is not told. `None` tells each at once.
    pub grace_period: Option<Millis>,
    /// Whether somebody hears the comments of the stream. Each then counts for `max_buffer_size`, as far as it comes in parts.
    pub hears_comments: bool,
    /// The longest silence before a connection counts as dead.
    pub heartbeat: Heartbeat,
    /// The longest wait for the response's head; `None` waits as long as the browser does.
    pub connect_timeout: Option<Millis>,
    /// Whether the browser announces a freeze; it does not in workers. Default `true`.
    pub freezes_are_announced: bool,
    /// How long a connection stays open after the page is hidden; `None` keeps it.
    pub hidden_grace: Option<Millis>,
    /// The last event ID before the first attempt; empty for none.
    pub initial_last_event_id: String,
    /// The size limit of one unfinished event, in bytes. See [`DEFAULT_MAX_BUFFER_SIZE`].
    pub max_buffer_size: usize,
    /// Whether large data of an unfinished event moves to the driver at once, in a batch that may have no event:
    /// [`Parser::hand_over`](crate::event_stream::Parser::hand_over).
    pub hands_over: bool,
    /// The seed of this session's jitter.
    pub seed: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            retry: RetryConfig::default(),
            reconnect: Reconnect::Always,
            refreshes_credentials: false,
            unauthorized_statuses: vec![401],
            reopenable: false,
            asks_should_retry: false,
            idempotent: true,
            probes_cors: false,
            looks_for_redirects: false,
            reads_error_body: false,
            follows_redirects: FollowRedirects::UnlessCustomHeaders,
            grace_period: None,
            hears_comments: false,
            heartbeat: Heartbeat::Off,
            connect_timeout: None,
            freezes_are_announced: true,
            hidden_grace: None,
            initial_last_event_id: String::new(),
            max_buffer_size: DEFAULT_MAX_BUFFER_SIZE,
            hands_over: false,
            seed: 0,
        }
    }
}

/// 64 MiB: a bound, and four times the largest event that common test suites send.
pub const DEFAULT_MAX_BUFFER_SIZE: usize = 64 << 20;

/// The waits between attempts.
#[derive(Clone, Debug, PartialEq)]
pub struct RetryConfig {
    /// The reconnection time until the server's `retry` field sets another one. Default 3 s.
    pub initial_delay: Millis,
    /// The upper bound of growing waits; a longer reconnection time still applies. Default 30 s.
    pub max_delay: Millis,
    /// The factor by which the wait grows after each failed retry, at least 1. Default 2.
    pub factor: f64,
    /// The largest part of a wait that is added at random, from 0 to 1. `None` means 0.1 for the first wait and 1 for those
    /// after a failed retry. Default `None`.
    pub jitter_ratio: Option<f64>,
    /// A connection that was open this long counts as a success even without an event. Default 10 s.
    pub reset_after: Millis,
    /// Failed retries in a row before giving up; `None` never gives up. Default `None`.
    pub max_retries: Option<u32>,
}

impl Default for RetryConfig {
    fn default() -> Self {
        Self {
            initial_delay: Millis::from_secs(3),
            max_delay: Millis::from_secs(30),
            factor: 2.0,
            jitter_ratio: None,
            reset_after: Millis::from_secs(10),
            max_retries: None,
        }
    }
}

/// The ends after which the session reconnects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reconnect {
    /// Reconnects after every end that is not final in the HTML standard.
    Always,
    /// Reconnects after failures; a clean end of the stream closes.
    OnError,
    /// Never reconnects.
    Never,
}

/// Whether redirects are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FollowRedirects {
    /// Follows them only if the request has no custom header but `Authorization`, which engines remove from a cross-origin
    /// redirect. They remove no other header.
    UnlessCustomHeaders,
    /// Always follows them.
    Always,
}

/// How long a connection may be silent before it counts as dead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heartbeat {
    /// Any time, as in the HTML standard.
    Off,
    /// This long.
    Fixed(Millis),
    /// A multiple of the server's observed interval.
    Auto,
}
