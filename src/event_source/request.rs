//! The request of each attempt, made ready for the driver.

use alloc::rc::Rc;

use futures_core::future::LocalBoxFuture;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::{RequestCredentials, RequestInit, RequestMode, Url};

use super::InvalidRequest;
use super::query::with_parameter;
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

    /// The global `fetch`, free of the object that it is called on.
    #[wasm_bindgen(js_namespace = fetch, js_name = bind)]
    fn bound_fetch() -> JsValue;

    #[wasm_bindgen(js_name = fetch)]
    fn fetch(url: &str, init: &JsValue) -> JsValue;

    #[wasm_bindgen(thread_local_v2, js_name = origin)]
    static ORIGIN: String;
}

/// Names and values, in the order in which they were given.
pub(super) type Headers = Vec<(String, String)>;

/// Gives more headers for one attempt, or says why not.
pub(super) type HeadersFn = Box<dyn Fn() -> LocalBoxFuture<'static, Result<Headers, String>>>;

/// What all requests of a source have in common.
pub(super) struct Request {
    pub(super) url: String,
    pub(super) method: String,
    pub(super) body: Option<JsValue>,
    pub(super) credentials: RequestCredentials,
    pub(super) headers: Headers,
    pub(super) id_parameter: Option<FetchWithId>,
}

/// Puts the last event ID into the query of each request.
pub(super) struct FetchWithId(Closure<dyn Fn(String, JsValue, String) -> JsValue>);

impl FetchWithId {
    pub(super) fn new(parameter: &str) -> Self {
        let parameter = parameter.to_owned();
        Self(Closure::new(move |url: String, init, id: String| {
            let url = if id.is_empty() { url } else { with_parameter(&url, &parameter, &id) };
            fetch(&url, &init)
        }))
    }
}

impl Request {
    /// A request with the standard's members.
    pub(super) fn new(url: &str) -> Self {
        Self {
            url: url.into(),
            method: "GET".into(),
            body: None,
            credentials: RequestCredentials::SameOrigin,
            headers: Vec::new(),
            id_parameter: None,
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
        if self.body.is_some() {
            init.set_body(&"".into());
        }
        let made = web_sys::Request::new_with_str_and_init(&self.url, &init);
        made.map(drop).map_err(|_| InvalidRequest::Method(self.method.clone()))
    }

    /// The next attempt's request.
    pub(super) fn prepare(self: &Rc<Self>, headers_fn: Option<&HeadersFn>) -> Answer<Prepared> {
        let Some(headers_fn) = headers_fn else {
            return match self.with(&[]) {
                Ok(prepared) => Answer::Now(prepared),
                Err(invalid) => Answer::Later(Promise::reject(&invalid.to_string().into()).unchecked_into()),
            };
        };
        let (request, more) = (Rc::clone(self), headers_fn());
        let prepared = async move {
            let prepared = request.with(&more.await?).map_err(|invalid| invalid.to_string())?;
            Ok(prepared.into())
        };
        Answer::Later(future_to_promise(prepared).unchecked_into())
    }

    /// A request with more headers.
    pub(super) fn with(&self, more: &[(String, String)]) -> Result<Prepared, InvalidRequest> {
        let headers = web_sys::Headers::new().map_err(|_| InvalidRequest::Header(String::new()))?;
        let mut custom = false;
        for (name, value) in self.headers.iter().chain(more) {
            headers.append(name, value).map_err(|_| InvalidRequest::Header(name.clone()))?;
            custom |= !HARMLESS.iter().any(|harmless| harmless.eq_ignore_ascii_case(name));
        }
        let init: RequestInit = bare_object().unchecked_into();
        init.set_method(&self.method);
        if let Some(body) = &self.body {
            init.set_body(body);
        }
        init.set_mode(RequestMode::Cors);
        init.set_credentials(self.credentials);
        let prepared: Prepared = bare_object().unchecked_into();
        prepared.set_url(&self.url);
        prepared.set_init(&init);
        prepared.set_headers(&headers);
        prepared.set_custom_headers(custom);
        prepared.set_id_in_url(self.id_parameter.is_some());
        // What fetch cannot fetch at all is known here; of policies the platform tells only by events.
        prepared.set_blocked(!self.url.starts_with("http"));
        let with_id = self.id_parameter.as_ref().map(|FetchWithId(closure)| closure.as_ref().clone());
        prepared.set_fetch(&with_id.unwrap_or_else(bound_fetch));
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
