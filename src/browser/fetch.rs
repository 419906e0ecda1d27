//! Requests out: the stream's own, and the probe that tells a CORS refusal from a lost network.

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

/// The caller's own `fetch`.
pub(crate) type FetchFn = Box<dyn Fn(String, RequestInit) -> LocalBoxFuture<'static, Result<Response, JsValue>>>;

/// How the requests of a source are sent.
#[derive(Default)]
pub(crate) struct Transport {
    /// Instead of the platform's.
    pub(crate) fetch: Option<FetchFn>,
    /// The parameter of the query that carries the last event ID, instead of a header.
    pub(crate) last_event_id_parameter: Option<String>,
}

/// The request of one attempt.
pub(crate) struct PreparedRequest {
    pub(crate) url: Rc<str>,
    /// Without headers, cache mode, redirect mode and signal.
    pub(crate) init: RequestInit,
    pub(crate) headers: Headers,
    pub(crate) referrer_policy: Option<ReferrerPolicy>,
    /// Whether it carries headers that would follow a redirect to another origin.
    pub(crate) has_custom_headers: bool,
    pub(crate) transport: Rc<Transport>,
}

/// What will be a response.
pub(super) enum Sent {
    /// What the platform's `fetch` gave: a promise, unless the page has replaced it.
    Promise(JsValue),
    /// What the caller's gave.
    Future(LocalBoxFuture<'static, Result<Response, JsValue>>),
}

impl PreparedRequest {
    /// Whether the browser makes no such request, whatever the network and the server do, as far as its URL tells.
    pub(super) fn is_blocked(&self) -> bool {
        let scheme = scheme_of(&self.url);
        // An app's shell may serve the page and its streams by a scheme of its own.
        let is_own = || page::address().is_some_and(|address| scheme_of(&address) == scheme);
        !matches!(scheme, "http" | "https") && (matches!(scheme, "about" | "blob" | "data") || !is_own())
    }

    /// HTML standard, the `EventSource` constructor: `Accept`, no cache; and "reestablish the connection": the last event ID.
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
        // A manual redirect resolves with a response, so that the failure can say what it is.
        init.set_redirect(if follow_redirects { RequestRedirect::Follow } else { RequestRedirect::Manual });
        match &transport.fetch {
            Some(fetch) => Ok(Sent::Future(fetch(url, init.clone()))),
            None => Ok(Sent::Promise(sys::fetch(&url, init)?.unwrap_or_default())),
        }
    }

    /// Asks without credentials and without permission to read: any answer shows that the server is there. A GET, because many
    /// frameworks answer HEAD by the handler of GET, which never ends.
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
    /// Its headers may be secrets.
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.debug_struct("PreparedRequest").finish_non_exhaustive()
    }
}

/// An object without prototype: a polluted `Object.prototype` must not reach the request.
pub(crate) fn bare_init() -> RequestInit {
    Object::<JsValue>::create(JsValue::NULL.unchecked_ref()).unchecked_into()
}

/// Header values are byte strings; the standard wants the ID's UTF-8 bytes.
fn byte_string(text: &str) -> String {
    text.bytes().map(char::from).collect()
}
