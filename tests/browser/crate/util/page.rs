//! The page around the sources.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/tests/browser/crate/util/page.js")]
extern "C" {
    #[wasm_bindgen(js_name = listenerCount)]
    fn listener_count() -> u32;

    #[wasm_bindgen(js_name = timerCount)]
    fn timer_count() -> u32;

    /// Tells everybody who listens of an event of the browser's.
    #[wasm_bindgen(js_name = announce)]
    pub(crate) fn announce_page(kind: &str);

    /// Dispatches an event of the page's own, everywhere.
    #[wasm_bindgen(js_name = dispatchOwn)]
    pub(crate) fn dispatch_own(kind: &str);

    /// Whether [`left_after_collection`] can be asked.
    pub(crate) fn collects() -> bool;

    /// Watches a JavaScript object until it is collected.
    pub(crate) fn watch(object: &JsValue);

    #[wasm_bindgen(js_name = leftAfterCollection)]
    fn left() -> Promise;
}

/// Listeners for the page's life, and timers that run.
pub(crate) fn listeners_and_timers() -> (u32, u32) {
    (listener_count(), timer_count())
}

/// How many of the watched objects are not collected.
pub(crate) async fn left_after_collection() -> f64 {
    JsFuture::from(left()).await.expect("a collection").as_f64().expect("a number")
}
