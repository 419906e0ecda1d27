//! Makes the request of each attempt from the caller's options.

use alloc::rc::Rc;

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{ReadableStream, ReferrerPolicy, RequestCredentials, RequestInit, RequestMode, Url};

use super::provider::Provider;
use super::{InvalidRequest, Priority};
use crate::browser::{Cause, MaybeFuture, PreparedRequest, Transport, bare_init, base_url, construct};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = origin)]
    static ORIGIN: Option<String>;
}

/// Names and values, in the order in which they were added.
pub(super) type Headers = Vec<(String, String)>;

/// The common parts of a source's requests.
pub(super) struct RequestTemplate {
    pub(super) url: String,
    pub(super) method: String,
    pub(super) body: Option<JsValue>,
    pub(super) body_fn: Option<Provider<JsValue>>,
    pub(super) mode: RequestMode,
    pub(super) credentials: RequestCredentials,
    pub(super) referrer_policy: Option<ReferrerPolicy>,
    pub(super) priority: Option<Priority>,
    pub(super) headers: Headers,
    pub(super) headers_fn: Option<Provider<Headers>>,
    pub(super) transport: Rc<Transport>,
}

impl RequestTemplate {
    /// A request with the standard's members.
    pub(super) fn new(url: &str) -> Self {
        Self {
            url: url.into(),
            method: "GET".into(),
            body: None,
            body_fn: None,
            mode: RequestMode::Cors,
            credentials: RequestCredentials::SameOrigin,
            referrer_policy: None,
            priority: None,
            headers: Vec::new(),
            headers_fn: None,
            transport: Rc::default(),
        }
    }

    /// Whether the method is idempotent: RFC 9110, "idempotent methods", and the methods for queries.
    pub(super) fn is_idempotent(&self) -> bool {
        IDEMPOTENT.iter().any(|method| method.eq_ignore_ascii_case(&self.method))
    }

    /// Fails if `fetch` would refuse the method, or a body with it.
    pub(super) fn check_method(&self) -> Result<(), InvalidRequest> {
        let init = bare_init();
        init.set_method(&self.method);
        // Not with the body itself: a stream can be used by one request only.
        if self.body.is_some() || self.body_fn.is_some() {
            init.set_body(&"".into());
        }
        let made: Result<web_sys::Request, _> = construct("Request", &Array::of2(&self.url.as_str().into(), &init));
        made.map(drop).map_err(|_| InvalidRequest::Method(self.method.clone()))
    }

    /// Prepares the next attempt's request.
    pub(super) fn prepare(self: &Rc<Self>) -> MaybeFuture<PreparedRequest> {
        if self.headers_fn.is_none() && self.body_fn.is_none() {
            return MaybeFuture::Ready(self.prepared(&[], self.body.as_ref()));
        }
        let template = Rc::clone(self);
        MaybeFuture::Pending(Box::pin(async move {
            let headers = match &template.headers_fn {
                Some(provide) => provide().await?,
                None => Headers::new(),
            };
            let body = match &template.body_fn {
                Some(provide) => Some(provide().await?),
                None => template.body.clone(),
            };
            template.prepared(&headers, body.as_ref())
        }))
    }

    fn prepared(&self, more: &[(String, String)], body: Option<&JsValue>) -> Result<PreparedRequest, Cause> {
        let (headers, has_custom_headers) = self.headers(more).map_err(|invalid| invalid.to_string())?;
        Ok(PreparedRequest {
            url: self.url.as_str().into(),
            init: self.init(body),
            headers,
            referrer_policy: self.referrer_policy,
            has_custom_headers,
            transport: Rc::clone(&self.transport),
        })
    }

    /// All headers, and whether a redirect to another origin would carry any custom header.
    pub(super) fn headers(&self, more: &[(String, String)]) -> Result<(web_sys::Headers, bool), InvalidRequest> {
        let headers: web_sys::Headers =
            construct("Headers", &Array::new()).map_err(|_| InvalidRequest::Header(String::new()))?;
        let mut has_custom = false;
        for (name, value) in self.headers.iter().chain(more) {
            headers.append(name, value).map_err(|_| InvalidRequest::Header(name.clone()))?;
            has_custom |= !HARMLESS.iter().any(|harmless| harmless.eq_ignore_ascii_case(name));
        }
        Ok((headers, has_custom))
    }

    fn init(&self, body: Option<&JsValue>) -> RequestInit {
        let init = bare_init();
        init.set_method(&self.method);
        init.set_mode(self.mode);
        init.set_credentials(self.credentials);
        if let Some(policy) = self.referrer_policy {
            init.set_referrer_policy(policy);
        }
        if let Some(priority) = self.priority {
            set(&init, "priority", priority.as_str());
        }
        if let Some(body) = body {
            init.set_body(body);
            if body.has_type::<ReadableStream>() {
                set(&init, "duplex", "half");
            }
        }
        init
    }
}

const IDEMPOTENT: [&str; 7] = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "QUERY", "REPORT"];

/// Headers that may follow a redirect to another origin: engines remove the first, and the second is no secret.
const HARMLESS: [&str; 2] = ["authorization", "accept"];

/// HTML standard, the constructor: "encoding-parsing a URL given url, relative to settings". A `Request` does so in windows
/// and in workers.
pub(super) fn resolve(url: &str) -> Result<String, InvalidRequest> {
    let request: Result<web_sys::Request, _> = construct("Request", &Array::of1(&url.into()));
    request.ok().map(|request| request.url()).or_else(|| without_inherited(url)).ok_or_else(|| InvalidRequest::url(url))
}

/// Removes the user name and password that relative URLs inherit from a page opened with them. `fetch` refuses such a URL,
/// and the browser has stored them anyway.
fn without_inherited(url: &str) -> Option<String> {
    let base = base_url()?;
    let of_page: Url = construct("URL", &Array::of1(&base.as_str().into())).ok()?;
    let resolved: Url = construct("URL", &Array::of2(&url.into(), &base.into())).ok()?;
    let credentials = |url: &Url| (url.username(), url.password());
    if credentials(&resolved) != credentials(&of_page) {
        return None;
    }
    resolved.set_username("");
    resolved.set_password("");
    construct("Request", &Array::of1(&resolved.href().into())).ok().map(|request: web_sys::Request| request.url())
}

/// The origin of an absolute URL.
pub(super) fn origin_of(url: &str) -> Option<String> {
    let url: Url = construct("URL", &Array::of1(&url.into())).ok()?;
    Some(url.origin())
}

/// Whether CORS applies to the request.
pub(super) fn is_cross_origin(url: &str) -> bool {
    url.starts_with("http") && ORIGIN.with(|own| origin_of(url) != *own)
}

/// Sets a member that `web-sys` does not have yet.
fn set(init: &RequestInit, name: &str, value: &str) {
    // Cannot fail: a plain object accepts any member.
    let _ = Reflect::set(init, &name.into(), &value.into());
}
