//! The request of each attempt, made ready for the driver.

use alloc::rc::Rc;

use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::{ReadableStream, ReferrerPolicy, RequestCredentials, RequestInit, RequestMode, Url};

use super::asked::Asked;
use super::fetch::Sender;
use super::{InvalidRequest, Priority};
use crate::browser::{Answer, Prepared};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(method, setter, structural)]
    fn set_url(this: &Prepared, url: &str);

    #[wasm_bindgen(method, setter, structural)]
    fn set_init(this: &Prepared, init: &RequestInit);

    #[wasm_bindgen(method, setter, structural)]
    fn set_headers(this: &Prepared, headers: &web_sys::Headers);

    #[wasm_bindgen(method, setter, structural, js_name = customHeaders)]
    fn set_custom_headers(this: &Prepared, custom_headers: bool);

    #[wasm_bindgen(method, setter, structural, js_name = idInUrl)]
    fn set_id_in_url(this: &Prepared, id_in_url: bool);

    #[wasm_bindgen(method, setter, structural)]
    fn set_blocked(this: &Prepared, blocked: bool);

    #[wasm_bindgen(method, setter, structural)]
    fn set_fetch(this: &Prepared, fetch: &JsValue);

    #[wasm_bindgen(thread_local_v2, js_name = origin)]
    static ORIGIN: String;
}

/// Names and values, in the order in which they were given.
pub(super) type Headers = Vec<(String, String)>;

/// What all requests of a source have in common.
pub(super) struct Request {
    pub(super) url: String,
    pub(super) method: String,
    pub(super) body: Option<JsValue>,
    pub(super) body_fn: Option<Asked<JsValue>>,
    pub(super) mode: RequestMode,
    pub(super) credentials: RequestCredentials,
    pub(super) referrer_policy: Option<ReferrerPolicy>,
    pub(super) priority: Option<Priority>,
    pub(super) headers: Headers,
    pub(super) headers_fn: Option<Asked<Headers>>,
    pub(super) id_in_url: bool,
    pub(super) sender: Sender,
}

impl Request {
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
            id_in_url: false,
            sender: Sender::Browser,
        }
    }

    /// RFC 9110, "idempotent methods", and those made for queries.
    pub(super) fn is_idempotent(&self) -> bool {
        IDEMPOTENT.iter().any(|method| method.eq_ignore_ascii_case(&self.method))
    }

    /// Whether `fetch` would refuse the method, or a body with it.
    pub(super) fn check_method(&self) -> Result<(), InvalidRequest> {
        let init = RequestInit::new();
        init.set_method(&self.method);
        // Not the body itself: a stream can be given to one request only.
        if self.body.is_some() || self.body_fn.is_some() {
            init.set_body(&"".into());
        }
        let made = web_sys::Request::new_with_str_and_init(&self.url, &init);
        made.map(drop).map_err(|_| InvalidRequest::Method(self.method.clone()))
    }

    /// The next attempt's request.
    pub(super) fn prepare(self: &Rc<Self>) -> Answer<Prepared> {
        if self.headers_fn.is_none() && self.body_fn.is_none() {
            return match self.with(&[], self.body.as_ref()) {
                Ok(prepared) => Answer::Now(prepared),
                Err(invalid) => Answer::Later(Promise::reject(&invalid.to_string().into()).unchecked_into()),
            };
        }
        let request = Rc::clone(self);
        let prepared = async move {
            let more = match &request.headers_fn {
                Some(ask) => ask().await?,
                None => Headers::new(),
            };
            let body = match &request.body_fn {
                Some(ask) => Some(ask().await?),
                None => request.body.clone(),
            };
            let prepared = request.with(&more, body.as_ref()).map_err(|invalid| invalid.to_string())?;
            Ok(prepared.into())
        };
        Answer::Later(future_to_promise(prepared).unchecked_into())
    }

    /// A request with more headers, and this body.
    pub(super) fn with(&self, more: &[(String, String)], body: Option<&JsValue>) -> Result<Prepared, InvalidRequest> {
        let headers = web_sys::Headers::new().map_err(|_| InvalidRequest::Header(String::new()))?;
        let mut custom = false;
        for (name, value) in self.headers.iter().chain(more) {
            headers.append(name, value).map_err(|_| InvalidRequest::Header(name.clone()))?;
            custom |= !HARMLESS.iter().any(|harmless| harmless.eq_ignore_ascii_case(name));
        }
        let init: RequestInit = bare_object().unchecked_into();
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
        let prepared: Prepared = bare_object().unchecked_into();
        prepared.set_url(&self.url);
        prepared.set_init(&init);
        prepared.set_headers(&headers);
        prepared.set_custom_headers(custom);
        prepared.set_id_in_url(self.id_in_url);
        // What fetch cannot fetch at all is known here; of policies the platform tells only by events.
        prepared.set_blocked(!self.url.starts_with("http"));
        prepared.set_fetch(&self.sender.function());
        Ok(prepared)
    }
}

const IDEMPOTENT: [&str; 7] = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "QUERY", "REPORT"];

/// A redirect to another origin takes no secret along in these: engines strip the one, and the other tells nothing.
const HARMLESS: [&str; 2] = ["authorization", "accept"];

/// HTML standard, the constructor: "encoding-parsing a URL given url, relative to settings". A `Request` does so, and is
/// there in windows and in workers.
pub(super) fn resolve(url: &str) -> Result<String, InvalidRequest> {
    web_sys::Request::new_with_str(url).map(|request| request.url()).map_err(|_| InvalidRequest::Url(url.into()))
}

/// The origin of an absolute URL.
pub(super) fn origin_of(url: &str) -> Option<String> {
    Url::new(url).ok().map(|url| url.origin())
}

/// Only a cross-origin request can be refused by CORS.
pub(super) fn is_cross_origin(url: &str) -> bool {
    url.starts_with("http") && ORIGIN.with(|own| origin_of(url).is_some_and(|origin| origin != *own))
}

/// An object without prototype: a polluted `Object.prototype` must not reach the request.
fn bare_object() -> JsValue {
    js_sys::Object::<JsValue>::create(JsValue::NULL.unchecked_ref()).into()
}

/// A member that `web-sys` does not have yet. A plain object takes any.
fn set(init: &RequestInit, name: &str, value: &str) {
    let _ = Reflect::set(init, &name.into(), &value.into());
}
