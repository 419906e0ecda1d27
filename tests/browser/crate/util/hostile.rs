//! What applications and pages do by mistake.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/tests/browser/crate/util/hostile.js")]
extern "C" {
    /// Names of responses that are less than the platform's, but have events in them.
    #[wasm_bindgen(js_name = lessNames)]
    pub(crate) fn less_names() -> Vec<String>;

    pub(crate) fn less(name: &str) -> JsValue;

    /// Names of values that are of no use as a response.
    #[wasm_bindgen(js_name = uselessNames)]
    pub(crate) fn useless_names() -> Vec<String>;

    pub(crate) fn useless(name: &str) -> JsValue;

    /// What the error has to say of it.
    #[wasm_bindgen(js_name = whyUseless)]
    pub(crate) fn why_useless(name: &str) -> String;

    /// Names of values that may be thrown.
    #[wasm_bindgen(js_name = thrownNames)]
    pub(crate) fn thrown_names() -> Vec<String>;

    pub(crate) fn thrown(name: &str) -> JsValue;

    /// What the error has to say of it.
    #[wasm_bindgen(js_name = saidOf)]
    pub(crate) fn said_of(name: &str) -> String;

    /// Throws, through the frames of its caller: an import of this kind is easily forgotten to be one that catches.
    #[wasm_bindgen(js_name = throwThrough)]
    pub(crate) fn throw_through(text: &str);

    /// Names of ways in which a page breaks its `fetch`.
    #[wasm_bindgen(js_name = brokenNames)]
    pub(crate) fn broken_names() -> Vec<String>;

    #[wasm_bindgen(js_name = breakFetch)]
    pub(crate) fn break_fetch(name: &str);

    #[wasm_bindgen(js_name = mendFetch)]
    pub(crate) fn mend_fetch();
}
