//! The options of a source.

use alloc::rc::Rc;
use core::fmt::{self, Debug, Display};
use core::time::Duration;

use wasm_bindgen::JsValue;
use web_sys::{ReferrerPolicy, RequestCredentials, RequestInit, RequestMode, Response};

use super::inbox::Callbacks;
use super::options::millis;
use super::provider::provider;
use super::request::RequestTemplate;
use super::{Error, Heartbeat, Priority, ReadyState, RetryConfig};
use crate::browser::{FetchFn, Transport};
use crate::session::{Config, FollowRedirects, Reconnect};

/// Configures how an [`EventSource`](super::EventSource) connects. The defaults are those of the HTML standard.
///
/// # The application's functions
///
/// Functions that the builder takes may close or drop the source, or open another. An async one runs to its end even if the
/// source closes before; its result is then ignored. They are dropped when the source closes.
///
/// A JavaScript exception in such a function, from an import without `catch` for example, ends an attempt and not the
/// source: it counts as the function's own `Err`, or is reported as an uncaught error if the function returns none.
///
/// A panic counts as such an exception; its [`cause`](Error::cause) is the text of the trap. Where panics abort, as they do
/// in browsers by default, this crate cannot repair the function's state: a `RefCell` that it had borrowed stays borrowed.
#[must_use = "nothing is connected before `open`"]
pub struct Builder {
    pub(super) request: RequestTemplate,
    pub(super) transport: Transport,
    pub(super) config: Config,
    pub(super) callbacks: Callbacks,
}

impl Builder {
    pub(super) fn new(url: &str) -> Self {
        Self {
            request: RequestTemplate::new(url),
            transport: Transport::default(),
            config: Config { probes_cors: true, ..Config::default() },
            callbacks: Callbacks::default(),
        }
    }

    // --- The request ----------------------------------------------------------------------------------------------

    /// Whether cookies and other credentials are sent to other origins too. Default `false`: to the page's own origin only.
    pub const fn with_credentials(mut self, with_credentials: bool) -> Self {
        self.request.credentials =
            if with_credentials { RequestCredentials::Include } else { RequestCredentials::SameOrigin };
        self
    }

    /// As for `fetch`. Default `SameOrigin`, or `Include` with [`with_credentials`](Self::with_credentials); the later call
    /// wins.
    pub const fn credentials(mut self, credentials: RequestCredentials) -> Self {
        self.request.credentials = credentials;
        self
    }

    /// As for `fetch`. Default `Cors`; the alternative is `SameOrigin`. A stream of another mode could not be read.
    pub const fn mode(mut self, mode: RequestMode) -> Self {
        self.request.mode = mode;
        self
    }

    /// As for `fetch`. Default: the page's policy.
    pub const fn referrer_policy(mut self, policy: ReferrerPolicy) -> Self {
        self.request.referrer_policy = Some(policy);
        self
    }

    /// As for `fetch`. Default [`Priority::Auto`].
    pub const fn priority(mut self, priority: Priority) -> Self {
        self.request.priority = Some(priority);
        self
    }

    /// Adds a header to each request. Values of the same name are joined.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request.headers.push((name.into(), value.into()));
        self
    }

    /// Adds headers from a function that is called before each attempt, so that a token is always fresh.
    ///
    /// An `Err` fails the attempt with [`Reason::Headers`](crate::Reason::Headers), which is retried; so does a future that
    /// takes longer than 30 s.
    pub fn headers_fn<F, H, N, V, E>(mut self, headers: F) -> Self
    where
        F: AsyncFn() -> Result<H, E> + 'static,
        H: IntoIterator<Item = (N, V)>,
        N: Into<String>,
        V: Into<String>,
        E: Display,
    {
        self.request.headers_fn = Some(provider(headers, |pairs: H| {
            pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
        }));
        self
    }

    /// The request's method. Default `GET`.
    ///
    /// A request that is not idempotent (RFC 9110), such as `POST`, is repeated after the server may have processed it only
    /// if there is a last event ID to resume from; otherwise the failure's next step is
    /// [`Next::NotRepeatable`](crate::Next::NotRepeatable).
    pub fn method(mut self, method: &str) -> Self {
        self.request.method = method.into();
        self
    }

    /// The request's body: a string, or another type that JavaScript's `fetch` accepts, such as a `Uint8Array` or a
    /// `FormData`. It is sent with each attempt, so a `ReadableStream` works for the first attempt only.
    pub fn body(mut self, body: impl Into<JsValue>) -> Self {
        self.request.body = Some(body.into());
        self
    }

    /// Calls a function for the body before each attempt, so that the body may change or be a stream. It replaces
    /// [`body`](Self::body).
    ///
    /// An `Err` fails the attempt like that of [`headers_fn`](Self::headers_fn).
    pub fn body_fn<F, B, E>(mut self, body: F) -> Self
    where
        F: AsyncFn() -> Result<B, E> + 'static,
        B: Into<JsValue> + 'static,
        E: Display,
    {
        self.request.body_fn = Some(provider(body, Into::into));
        self
    }

    /// Sends the requests in place of the global `fetch`, for example through a service's own client or a native bridge. It
    /// turns the CORS probe off.
    ///
    /// It receives the URL and the `init` of `fetch`, whose `signal` aborts when the attempt is over. The response may be
    /// less than one of the platform: it needs a status, headers with `get`, and a body with `getReader` whose chunks are
    /// bytes or strings. An `Err`, or a response that cannot be used, fails the attempt with
    /// [`Reason::Network`](crate::Reason::Network) and the cause. A response that comes after its attempt is over is
    /// cancelled.
    pub fn fetch<F>(mut self, fetch: F) -> Self
    where
        F: AsyncFn(String, RequestInit) -> Result<Response, JsValue> + 'static,
    {
        let fetch = Rc::new(fetch);
        let fetch: FetchFn = Box::new(move |url, init| {
            let fetch = Rc::clone(&fetch);
            Box::pin(async move { fetch(url, init).await })
        });
        self.transport.fetch = Some(fetch);
        self
    }

    /// The last event ID that the first request sends. Default: none.
    pub fn initial_last_event_id(mut self, id: &str) -> Self {
        self.config.initial_last_event_id = id.into();
        self
    }

    /// Sends the last event ID in this query parameter in place of the header `Last-Event-ID`, for which a server of another
    /// origin has to answer a preflight.
    pub fn last_event_id_query_parameter_name(mut self, name: &str) -> Self {
        self.transport.last_event_id_parameter = Some(name.into());
        self
    }

    /// Whether redirects are followed. Default [`FollowRedirects::UnlessCustomHeaders`].
    pub const fn follow_redirects(mut self, follow: FollowRedirects) -> Self {
        self.config.follows_redirects = follow;
        self
    }

    // --- Failures -------------------------------------------------------------------------------------------------

    /// The waits between attempts. Default [`RetryConfig::default`].
    pub fn retry(mut self, retry: RetryConfig) -> Self {
        self.config.retry = retry.into_session();
        self
    }

    /// The ends after which the source reconnects. Default [`Reconnect::Always`].
    pub const fn reconnect(mut self, reconnect: Reconnect) -> Self {
        self.config.reconnect = reconnect;
        self
    }

    /// Decides for each failure whether it is retried: a `bool`, or an `Option` whose `None` leaves the decision to the
    /// HTML standard.
    ///
    /// [`is_transient`](crate::is_transient) is such a function. [`reconnect`](Self::reconnect) and
    /// [`RetryConfig::max_retries`] still apply.
    pub fn should_retry<R: Into<Option<bool>>>(mut self, decide: impl Fn(&Error) -> R + 'static) -> Self {
        self.config.asks_should_retry = true;
        self.callbacks.should_retry = Some(Rc::new(move |error| decide(error).into()));
        self
    }

    /// Called when the server answers 401, or another of the [`unauthorized_statuses`](Self::unauthorized_statuses). `true`
    /// retries once, without a wait and with new headers; `false` closes the source.
    ///
    /// A future that takes longer than 30 s counts as a failure that is retried. Without this function such a status closes
    /// the source.
    pub fn on_unauthorized<F>(mut self, refresh: F) -> Self
    where
        F: AsyncFn(Error) -> bool + 'static,
    {
        let refresh = Rc::new(refresh);
        self.config.refreshes_credentials = true;
        self.callbacks.on_unauthorized = Some(Rc::new(move |error| {
            let refresh = Rc::clone(&refresh);
            Box::pin(async move { refresh(error).await })
        }));
        self
    }

    /// The statuses that mean "unauthorized". Default 401.
    pub fn unauthorized_statuses(mut self, statuses: impl IntoIterator<Item = u16>) -> Self {
        self.config.unauthorized_statuses = statuses.into_iter().collect();
        self
    }

    /// Whether the first 64 KiB of a refused response are read, for at most 5 s, for [`Error::body`]. Default `false`.
    pub const fn read_error_body(mut self, reads: bool) -> Self {
        self.config.reads_error_body = reads;
        self
    }

    /// Whether a request that is lost may be followed by one or two others, to tell a refusal, which is final, from a lost
    /// network. Default `true`.
    ///
    /// For another origin, before a stream was open: a request without CORS, whose response is not read, and if that is
    /// answered the request once more. If it fails again, the server's CORS headers refuse it. For the page's own origin: a
    /// check whether it redirects to another origin that refuses, such as a login page.
    pub const fn cors_probe(mut self, probes: bool) -> Self {
        self.config.probes_cors = probes;
        self
    }

    // --- The connection -------------------------------------------------------------------------------------------

    /// Called at each change of the ready state, at once, even if earlier events are still untaken. Not called for the first
    /// [`ReadyState::Connecting`], nor when the source is dropped.
    pub fn on_ready_state(mut self, notify: impl Fn(ReadyState) + 'static) -> Self {
        self.callbacks.on_ready_state = Some(Rc::new(notify));
        self
    }

    /// The longest silence before a connection counts as dead. Default [`Heartbeat::Off`].
    pub const fn heartbeat(mut self, heartbeat: Heartbeat) -> Self {
        self.config.heartbeat = heartbeat.into_session();
        self
    }

    /// The longest wait for the response's head, more than zero. Default: as long as the browser waits.
    pub const fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.config.connect_timeout = Some(millis(timeout));
        self
    }

    /// How long a connection stays open after the page is hidden; it reconnects when the page is visible. Default: without
    /// limit.
    pub const fn hidden_grace(mut self, grace: Duration) -> Self {
        self.config.hidden_grace = Some(millis(grace));
        self
    }

    /// The size limit of one unfinished event in bytes, from 1 to 2^30. Default
    /// [`DEFAULT_MAX_BUFFER_SIZE`](crate::DEFAULT_MAX_BUFFER_SIZE), which is 64 MiB.
    pub const fn max_buffer_size(mut self, bytes: usize) -> Self {
        self.config.max_buffer_size = bytes;
        self
    }
}

impl Debug for Builder {
    /// The headers and the body are left out because they may be secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = formatter.debug_struct("Builder");
        parts.field("url", &self.request.url).field("method", &self.request.method).finish_non_exhaustive()
    }
}
