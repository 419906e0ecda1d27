//! What windows and workers have in common.

use core::future::Future;

use futures_channel::oneshot::{self, Receiver};
use futures_util::future::{Either, select};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(handler: &Closure<dyn FnMut()>, delay: u32) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn stop_timeout(handle: &JsValue);

    #[wasm_bindgen(js_name = fetch)]
    fn fetch(url: &str, init: &web_sys::RequestInit) -> Promise;

    #[wasm_bindgen(js_namespace = performance)]
    pub(crate) fn now() -> f64;
}

/// A wait that leaves nothing behind if it is dropped before its end, unlike one made of a promise.
struct Sleep {
    is_over: Receiver<()>,
    handle: JsValue,
    _fire: Closure<dyn FnMut()>,
}

impl Drop for Sleep {
    fn drop(&mut self) {
        stop_timeout(&self.handle);
    }
}

/// Waits for so many milliseconds.
pub(crate) async fn sleep(milliseconds: u32) {
    let (over, is_over) = oneshot::channel();
    let fire = Closure::once(move || over.send(()).unwrap_or_default());
    let mut sleep = Sleep { is_over, handle: set_timeout(&fire, milliseconds), _fire: fire };
    (&mut sleep.is_over).await.expect("a timer that fires");
}

/// Fails the test if this takes longer than so many milliseconds.
pub(crate) async fn within<T>(milliseconds: u32, what: &str, future: impl Future<Output = T>) -> T {
    match select(core::pin::pin!(future), core::pin::pin!(sleep(milliseconds))).await {
        Either::Left((value, _)) => value,
        Either::Right(_) => panic!("{what}: not within {milliseconds} ms"),
    }
}

/// A response whose body nobody reads.
pub(crate) async fn fetch_unread(url: &str) -> web_sys::Response {
    send(url, &web_sys::RequestInit::new()).await.expect("a response")
}

/// The platform's own `fetch`.
pub(crate) async fn send(url: &str, init: &web_sys::RequestInit) -> Result<web_sys::Response, JsValue> {
    JsFuture::from(fetch(url, init)).await.map(JsCast::unchecked_into)
}

/// The answer's text; anything but a 2xx fails the test.
pub(crate) async fn ask(method: &str, url: &str, body: Option<&str>) -> String {
    let init = web_sys::RequestInit::new();
    init.set_method(method);
    if let Some(body) = body {
        init.set_body(&body.into());
    }
    let response = JsFuture::from(fetch(url, &init)).await.unwrap_or_else(|_| {
        panic!("no scenario server answers at {url}: see tests/README.md");
    });
    let response: web_sys::Response = response.unchecked_into();
    let text = JsFuture::from(response.text().expect("a body")).await.expect("a text");
    let text = text.as_string().unwrap_or_default();
    assert!(response.ok(), "{method} {url}: {} {text}", response.status());
    text
}
