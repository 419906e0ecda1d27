//! Sends requests: the stream's own, and the probe that tells a CORS refusal from a lost network.

use alloc::rc::Rc;

use futures_core::future::LocalBoxFuture;
use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    AbortSignal, Headers, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, RequestMode, RequestRedirect,
    Response,
};

use super::query::with_parameter;
use super::{page, sys};

/// A caller's own `fetch`.
pub(crate) type FetchFn = Box<dyn Fn(String, RequestInit) -> LocalBoxFuture<'static, Result<Response, JsValue>>>;

/// The way in which a source's requests are sent.
#[derive(Default)]
pub(crate) struct Transport {
    /// Replaces the platform's `fetch`.
    pub(crate) fetch: Option<FetchFn>,
    /// The query parameter for the last event ID, in place of the header.
    pub(crate) last_event_id_parameter: Option<String>,
}

/// The request of one attempt.
pub(crate) struct PreparedRequest {
    pub(crate) url: Rc<str>,
    /// Has no headers, cache mode, redirect mode or signal yet.
    pub(crate) init: RequestInit,
    pub(crate) headers: Headers,
    pub(crate) referrer_policy: Option<ReferrerPolicy>,
    /// Whether it has headers that would follow a redirect to another origin.
    pub(crate) has_custom_headers: bool,
    pub(crate) transport: Rc<Transport>,
}

/// A pending response.
pub(super) enum Sent {
    /// The result of the platform's `fetch`: a promise, unless the page has replaced `fetch`.
    Promise(JsValue),
    /// The result of the caller's `fetch`.
    Future(LocalBoxFuture<'static, Result<Response, JsValue>>),
}

impl PreparedRequest {
    /// Whether the browser always blocks this request because of its URL.
    pub(super) fn is_blocked(&self) -> bool {
        let scheme = scheme_of(&self.url);
        // An app's shell may serve the page and its streams by its own scheme.
        let is_own = || page::address().is_some_and(|address| scheme_of(&address) == scheme);
        !matches!(scheme, "http" | "https") && (matches!(scheme, "about" | "blob" | "data") || !is_own())
    }

    /// Sends the request as in the HTML standard: `Accept` and no cache from the `EventSource` constructor, and the last
    /// event ID from "reestablish the connection".
    pub(super) fn send(
        &self,
        last_event_id: &str,
        follow_redirects: bool,
        signal: &AbortSignal,
    ) -> Result<Sent, JsValue> {
        let Self { init, headers, transport, .. } = self;
        let mut url = String::from(&*self.url);
        if !headers.has("Accept")? {
            headers.set("Accept", "text/event-stream")?;
        }
        if !last_event_id.is_empty() {
            match &transport.last_event_id_parameter {
                Some(parameter) => url = with_parameter(&url, parameter, last_event_id),
                None => headers.set("Last-Event-ID", &byte_string(last_event_id))?,
            }
        }
        init.set_headers(headers);
        init.set_cache(RequestCache::NoStore);
        init.set_signal(Some(signal));
        // A manual redirect resolves with a response, so that the failure can report it.
        init.set_redirect(if follow_redirects { RequestRedirect::Follow } else { RequestRedirect::Manual });
        match &transport.fetch {
            Some(fetch) => Ok(Sent::Future(fetch(url, init.clone()))),
            None => Ok(Sent::Promise(sys::fetch(&url, init)?.unwrap_or_default())),
        }
    }

    /// Sends a request without credentials and without permission to read: any response shows that the server is there. It
    /// is a GET, because many frameworks answer HEAD by the handler of GET, which never ends.
    pub(super) fn probe(&self, signal: &AbortSignal) -> Result<JsValue, JsValue> {
        let headers: Headers = sys::construct("Headers", &Array::new())?;
        headers.set("Accept", "text/event-stream")?;
        let init = bare_init();
        init.set_headers(&headers);
        init.set_mode(RequestMode::NoCors);
        init.set_credentials(RequestCredentials::Omit);
        init.set_cache(RequestCache::NoStore);
        init.set_signal(Some(signal));
        if let Some(policy) = self.referrer_policy {
            init.set_referrer_policy(policy);
        }
        Ok(sys::fetch(&self.url, &init)?.unwrap_or_default())
    }
}

fn scheme_of(url: &str) -> &str {
    url.split_once(':').map_or("", |(scheme, _)| scheme)
}

impl core::fmt::Debug for PreparedRequest {
    /// The headers are left out because they may be secrets.
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.debug_struct("PreparedRequest").finish_non_exhaustive()
    }
}

/// An object without a prototype: a polluted `Object.prototype` must not affect the request.
pub(crate) fn bare_init() -> RequestInit {
    Object::<JsValue>::create(JsValue::NULL.unchecked_ref()).unchecked_into()
}

/// Header values are byte strings, and the standard requires the ID's UTF-8 bytes.
fn byte_string(text: &str) -> String {
    text.bytes().map(char::from).collect()
}
