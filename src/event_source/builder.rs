//! What can be asked of a source.

use alloc::rc::Rc;
use core::fmt::Display;

use wasm_bindgen::JsValue;
use web_sys::{ReferrerPolicy, RequestCredentials, RequestInit, RequestMode, Response};

use super::asked::asked;
use super::checks::check;
use super::error_body::ErrorBody;
use super::fetch::Fetch;
use super::inbox::{Hooks, Inbox};
use super::request::{Request, is_cross_origin, resolve};
use super::{Error, EventSource, InvalidRequest, Priority, ReadyState};
use crate::browser::{Driver, seed};
use crate::session::{Config, FollowRedirects, Heartbeat, Millis, Reconnect, RetryConfig};

/// How an [`EventSource`] connects. Without any call it is the standard's.
#[must_use = "nothing is connected before `open`"]
pub struct Builder {
    request: Request,
    fetch: Fetch,
    error_body: Option<ErrorBody>,
    config: Config,
    hooks: Hooks,
}

impl Builder {
    pub(super) fn new(url: &str) -> Self {
        let config = Config { probes_cors: true, ..Config::default() };
        let (request, fetch, hooks) = (Request::new(url), Fetch::default(), Hooks::default());
        Self { request, fetch, error_body: None, config, hooks }
    }

    /// Whether cookies and the like go to other origins, too. Default `false`: to the page's own origin only.
    pub const fn with_credentials(mut self, with_credentials: bool) -> Self {
        self.request.credentials =
            if with_credentials { RequestCredentials::Include } else { RequestCredentials::SameOrigin };
        self
    }

    /// As for `fetch`. Default `SameOrigin`, or `Include` with [`Builder::with_credentials`]; the later call counts.
    pub const fn credentials(mut self, credentials: RequestCredentials) -> Self {
        self.request.credentials = credentials;
        self
    }

    /// As for `fetch`. Default `Cors`; the other is `SameOrigin`. A stream of another mode could not be read.
    pub const fn mode(mut self, mode: RequestMode) -> Self {
        self.request.mode = mode;
        self
    }

    /// As for `fetch`. Default: the page's.
    pub const fn referrer_policy(mut self, policy: ReferrerPolicy) -> Self {
        self.request.referrer_policy = Some(policy);
        self
    }

    /// As for `fetch`. Default `Auto`.
    pub const fn priority(mut self, priority: Priority) -> Self {
        self.request.priority = Some(priority);
        self
    }

    /// Adds a header to each request. One that was added before under the same name stays: the values are joined.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request.headers.push((name.into(), value.into()));
        self
    }

    /// The request's method. Default `GET`. A request that is not idempotent, such as `POST`, is repeated after it may have
    /// had its effect only if there is a last event ID to go on from; else the failure says
    /// [`Next::NotRepeatable`](crate::session::Next::NotRepeatable).
    pub fn method(mut self, method: &str) -> Self {
        self.request.method = method.into();
        self
    }

    /// The request's body: a string, or what of JavaScript's `fetch` takes, such as a `Uint8Array` or a `FormData`. It is
    /// sent with each attempt, so a stream does for one only.
    pub fn body(mut self, body: impl Into<JsValue>) -> Self {
        self.request.body = Some(body.into());
        self
    }

    /// Asks for the body before each attempt, so that it may say what has changed, or be a stream. An `Err` fails the attempt
    /// as that of [`Builder::headers_fn`] does. It counts before [`Builder::body`].
    pub fn body_fn<F, B, E>(mut self, body: F) -> Self
    where
        F: AsyncFn() -> Result<B, E> + 'static,
        B: Into<JsValue> + 'static,
        E: Display,
    {
        self.request.body_fn = Some(asked(body, Into::into));
        self
    }

    /// Sends the requests instead of the global `fetch`: through a service's own client, or a native bridge. What it gives is
    /// read as a response of `fetch` is; an `Err` is a lost network. There is no CORS probe then.
    pub fn fetch<F>(mut self, fetch: F) -> Self
    where
        F: AsyncFn(String, RequestInit) -> Result<Response, JsValue> + 'static,
    {
        let fetch = Rc::new(fetch);
        self.fetch.custom = Some(Box::new(move |url, init| {
            let fetch = Rc::clone(&fetch);
            Box::pin(async move { fetch(url, init).await })
        }));
        self
    }

    /// Whether the first 64 KiB of a refused response are read, for at most 5 s: [`Error::body`]. Default `false`.
    pub fn read_error_body(mut self, reads: bool) -> Self {
        self.config.reads_error_body = reads;
        self.error_body = reads.then(ErrorBody::default);
        self
    }

    /// Sends the last event ID in this parameter of the query instead of the header `Last-Event-ID`, for which a server
    /// of another origin has to answer a preflight.
    pub fn last_event_id_query_parameter_name(mut self, name: &str) -> Self {
        self.fetch.id_parameter = Some(name.into());
        self
    }

    /// The statuses that mean "unauthorized". Default 401.
    pub fn unauthorized_statuses(mut self, statuses: impl IntoIterator<Item = u16>) -> Self {
        self.config.unauthorized_statuses = statuses.into_iter().collect();
        self
    }

    /// Asks for more headers before each attempt, so that a token is always fresh. An `Err` fails the attempt with
    /// [`Reason::Headers`](crate::session::Reason::Headers), which is retried; so does an answer that takes longer than
    /// 30 s.
    pub fn headers_fn<F, H, N, V, E>(mut self, headers: F) -> Self
    where
        F: AsyncFn() -> Result<H, E> + 'static,
        H: IntoIterator<Item = (N, V)>,
        N: Into<String>,
        V: Into<String>,
        E: Display,
    {
        self.request.headers_fn = Some(asked(headers, |pairs: H| {
            pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
        }));
        self
    }

    /// Called when the server says 401, or one of [`Builder::unauthorized_statuses`]: `true` tries once more at once, with
    /// headers asked for anew; `false` ends. An answer that takes longer than 30 s is retried. Without it such a status ends.
    pub fn on_unauthorized<F>(mut self, refresh: F) -> Self
    where
        F: AsyncFn(Error) -> bool + 'static,
    {
        let refresh = Rc::new(refresh);
        self.config.refreshes_credentials = true;
        self.hooks.refresh = Some(Box::new(move |error| {
            let refresh = Rc::clone(&refresh);
            Box::pin(async move { refresh(error).await })
        }));
        self
    }

    /// Decides for each failure whether it is retried: a `bool`, or an `Option` whose `None` leaves it to the standard.
    /// [`is_transient`](crate::is_transient) is a ready-made one. [`Builder::reconnect`] and [`RetryConfig::max_retries`]
    /// still hold.
    pub fn should_retry<R: Into<Option<bool>>>(mut self, decide: impl Fn(&Error) -> R + 'static) -> Self {
        self.config.asks_should_retry = true;
        self.hooks.should_retry = Some(Box::new(move |error| decide(error).into()));
        self
    }

    /// Called at each change of the ready state, at once, even if events that came before are still to be taken. Not
    /// called for the first `Connecting`, nor when the source is dropped.
    pub fn on_ready_state(mut self, hear: impl Fn(ReadyState) + 'static) -> Self {
        self.hooks.ready_state = Some(Box::new(hear));
        self
    }

    /// The waits between attempts. Default [`RetryConfig::default`].
    pub fn retry(mut self, retry: RetryConfig) -> Self {
        self.config.retry = retry;
        self
    }

    /// After which ends to come back. Default [`Reconnect::Always`].
    pub const fn reconnect(mut self, reconnect: Reconnect) -> Self {
        self.config.reconnect = reconnect;
        self
    }

    /// Longest silence before a connection counts as dead. Default [`Heartbeat::Off`].
    pub const fn heartbeat(mut self, heartbeat: Heartbeat) -> Self {
        self.config.heartbeat = heartbeat;
        self
    }

    /// Longest wait for the response's head. Default: as long as the browser waits.
    pub const fn connect_timeout(mut self, patience: Millis) -> Self {
        self.config.connect_timeout = Some(patience);
        self
    }

    /// How long a connection outlives the page's hiding; it comes back when the page is visible. Default: for ever.
    pub const fn hidden_grace(mut self, grace: Millis) -> Self {
        self.config.hidden_grace = Some(grace);
        self
    }

    /// Whether a request that is lost may be looked into by another one or two, to tell a refusal, which is final, from a
    /// lost network. Default `true`.
    ///
    /// To another origin, before a stream was open: a request without CORS, whose response is not read, and if that is
    /// answered the request once more. If it fails again the server's CORS headers refuse it. To the page's own origin:
    /// whether it redirects to another origin that refuses, such as a login page.
    pub const fn cors_probe(mut self, probes: bool) -> Self {
        self.config.probes_cors = probes;
        self
    }

    /// What to do with a redirect. Default [`FollowRedirects::UnlessCustomHeaders`].
    pub const fn follow_redirects(mut self, follow: FollowRedirects) -> Self {
        self.config.follows_redirects = follow;
        self
    }

    /// The last event ID that the first request carries. Default: none.
    pub fn initial_last_event_id(mut self, id: &str) -> Self {
        self.config.initial_last_event_id = id.into();
        self
    }

    /// Bytes that one unfinished event may take. Default
    /// [`DEFAULT_MAX_BUFFER_SIZE`](crate::session::DEFAULT_MAX_BUFFER_SIZE).
    pub const fn max_buffer_size(mut self, bytes: usize) -> Self {
        self.config.max_buffer_size = bytes;
        self
    }

    /// Connects.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`] if the URL, the method or a header can never be sent, or an option makes no sense. All that goes
    /// wrong later is an item of the stream.
    pub fn open(self) -> Result<EventSource, InvalidRequest> {
        let Self { mut request, fetch, error_body, mut config, hooks } = self;
        request.url = resolve(&request.url)?;
        check(&config, &request, fetch.id_parameter.as_deref())?;
        request.check_method()?;
        request.with(&[], None)?;
        config.idempotent = request.is_idempotent();
        let looks = config.probes_cors && fetch.custom.is_none();
        let is_cross_origin = is_cross_origin(&request.url);
        config.probes_cors = looks && is_cross_origin;
        config.looks_for_redirects = looks && !is_cross_origin && request.method.eq_ignore_ascii_case("GET");
        config.seed = seed();
        request.id_in_url = fetch.id_parameter.is_some();
        request.sender = fetch.into_sender();
        let url = request.url.clone();
        let inbox = Rc::new(Inbox::new(request, error_body, hooks, &config.initial_last_event_id));
        let driver = Driver::new(config, Rc::clone(&inbox));
        driver.start();
        Ok(EventSource { url, driver, inbox })
    }
}
