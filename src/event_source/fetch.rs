//! What a source's requests are sent with: the browser's `fetch`, or the caller's.

use alloc::rc::Rc;

use futures_core::future::LocalBoxFuture;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{RequestInit, Response};

use super::query::with_parameter;

#[wasm_bindgen]
extern "C" {
    /// The global `fetch`, free of the object that it is called on.
    #[wasm_bindgen(js_namespace = fetch, js_name = bind)]
    fn bound_fetch() -> JsValue;

    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(url: &str, init: &RequestInit) -> Result<js_sys::Promise, JsValue>;
}

/// The caller's own.
pub(super) type FetchFn = Box<dyn Fn(String, RequestInit) -> LocalBoxFuture<'static, Result<Response, JsValue>>>;

/// What is done with a request on its way.
#[derive(Default)]
pub(super) struct Fetch {
    /// The parameter of the query that the last event ID goes into.
    pub(super) id_parameter: Option<String>,
    pub(super) custom: Option<FetchFn>,
}

/// What the driver calls with a URL, an init and the last event ID.
pub(super) enum Sender {
    Browser,
    Ours(Closure<dyn Fn(String, RequestInit, String) -> JsValue>),
}

impl Fetch {
    pub(super) fn into_sender(self) -> Sender {
        if self.id_parameter.is_none() && self.custom.is_none() {
            return Sender::Browser;
        }
        let fetch = Rc::new(self);
        Sender::Ours(Closure::new(move |url: String, init: RequestInit, id: String| {
            let fetch = Rc::clone(&fetch);
            future_to_promise(async move { fetch.send(url, init, &id).await.map(Into::into) }).into()
        }))
    }

    async fn send(&self, mut url: String, init: RequestInit, id: &str) -> Result<Response, JsValue> {
        if let Some(parameter) = self.id_parameter.as_deref().filter(|_| !id.is_empty()) {
            url = with_parameter(&url, parameter, id);
        }
        match &self.custom {
            Some(custom) => custom(url, init).await,
            None => Ok(JsFuture::from(fetch(&url, &init)?).await?.unchecked_into()),
        }
    }
}

impl Sender {
    pub(super) fn function(&self) -> JsValue {
        match self {
            Self::Browser => bound_fetch(),
            Self::Ours(closure) => closure.as_ref().clone(),
        }
    }
}
