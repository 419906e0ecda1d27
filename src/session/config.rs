//! What one EventSource was asked to do, already parsed: an invalid one cannot exist.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::clock::Millis;

/// The options of one session. `Config::default()` is the standard's EventSource.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// How and how often to come back.
    pub retry: RetryConfig,
    /// After which ends to come back at all.
    pub reconnect: Reconnect,
    /// Whether somebody wants to refresh credentials when the server does not accept them.
    pub refreshes_credentials: bool,
    /// The statuses that say so. Default 401.
    pub unauthorized_statuses: Vec<u16>,
    /// Whether [`Input::Reconnect`](super::Input::Reconnect) opens the session again after a final failure. Default `false`.
    pub reopenable: bool,
    /// Whether somebody decides for each failure if it is retried.
    pub asks_should_retry: bool,
    /// Whether repeating the request is harmless, as for GET.
    pub idempotent: bool,
    /// Whether a request that is lost before any stream was open is probed, to tell a refusal by CORS, which is final, from
    /// a lost network. For another origin than the page's.
    pub probes_cors: bool,
    /// Whether a lost request may have been redirected to where the page may not read, such as a login page, and that is
    /// looked into. For the page's own origin, and for GET.
    pub looks_for_redirects: bool,
    /// Whether somebody wants to read the body of a refused response.
    pub reads_error_body: bool,
    /// What to do when the server redirects and the request carries headers that would follow it elsewhere.
    pub follows_redirects: FollowRedirects,
    /// How long an error is kept back: if a stream is open by then, it is not told. `None` tells each at once.
    pub grace_period: Option<Millis>,
    /// Whether somebody hears the comments of the stream. Each then counts for `max_buffer_size`, as far as it comes in parts.
    pub hears_comments: bool,
    /// Longest silence before a connection counts as dead.
    pub heartbeat: Heartbeat,
    /// Longest wait for the response's head; `None` waits as long as the browser does.
    pub connect_timeout: Option<Millis>,
    /// Whether the browser says when it freezes; a worker is frozen without a word. Default `true`.
    pub is_told_of_freezes: bool,
    /// How long a connection outlives the page's hiding; `None` keeps it.
    pub hidden_grace: Option<Millis>,
    /// The last event ID before the first attempt; empty for none.
    pub initial_last_event_id: String,
    /// Bytes that one unfinished event may take.
    pub max_buffer_size: usize,
    /// Whether the data of an unfinished event goes to the driver as soon as it is large, in a batch that has perhaps no
    /// event: [`Parser::hand_over`](crate::event_stream::Parser::hand_over).
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
            is_told_of_freezes: true,
            hidden_grace: None,
            initial_last_event_id: String::new(),
            max_buffer_size: DEFAULT_MAX_BUFFER_SIZE,
            hands_over: false,
            seed: 0,
        }
    }
}

/// 64 MiB: four times the largest event that common test suites send, and a bound all the same.
pub const DEFAULT_MAX_BUFFER_SIZE: usize = 64 << 20;

/// The waits between attempts.
#[derive(Clone, Debug, PartialEq)]
pub struct RetryConfig {
    /// The reconnection time until the server's `retry` says otherwise. Default 3 s.
    pub initial_delay: Millis,
    /// Waits stop growing here; the reconnection time still wins when it is longer. Default 30 s.
    pub max_delay: Millis,
    /// Growth from one fruitless attempt to the next, at least 1. Default 2.
    pub factor: f64,
    /// Up to this part of a wait is added at random; 0 to 1. `None`: 0.1 for the first wait, 1 for those after a fruitless
    /// attempt. Default `None`.
    pub jitter_ratio: Option<f64>,
    /// A connection that was open this long counts as a success even if it brought no event. Default 10 s.
    pub reset_after: Millis,
    /// Fruitless retries in a row before giving up; `None` never gives up. Default `None`.
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

/// After which ends the session comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reconnect {
    /// After every end that the standard does not call final.
    Always,
    /// After failures; a clean end of the stream closes.
    OnError,
    /// Never.
    Never,
}

/// Whether redirects are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FollowRedirects {
    /// Only if the request carries no header of the caller's but `Authorization`, which engines strip themselves when
    /// a redirect crosses an origin. They strip no other.
    UnlessCustomHeaders,
    /// Always.
    Always,
}

/// When silence means death.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heartbeat {
    /// Never.
    Off,
    /// After this span.
    Fixed(Millis),
    /// After a multiple of the rhythm that the server has shown.
    Auto,
}
