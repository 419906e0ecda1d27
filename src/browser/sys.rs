//! Names of the platform that are the same in windows and in every kind of worker, as globals.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    pub(super) fn set_timeout(handler: &js_sys::Function, delay: i32) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    pub(super) fn clear_timeout(handle: &JsValue);

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub(super) fn performance_now() -> f64;

    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    pub(super) fn date_now() -> f64;

    #[wasm_bindgen(js_namespace = Date, js_name = parse)]
    pub(super) fn date_parse(text: &str) -> f64;

    #[wasm_bindgen(js_namespace = Math, js_name = random)]
    pub(super) fn random() -> f64;

    /// The global object, with what only windows have.
    #[wasm_bindgen(extends = web_sys::EventTarget)]
    pub(super) type Scope;

    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    pub(super) static SCOPE: Scope;

    #[wasm_bindgen(method, getter, structural)]
    pub(super) fn document(this: &Scope) -> Option<web_sys::Document>;

    /// Only workers have it.
    #[wasm_bindgen(method, getter, structural, js_name = WorkerGlobalScope)]
    pub(super) fn worker_global_scope(this: &Scope) -> JsValue;

    /// The second argument of `fetch`, whose members are set by name: a method for each costs bytes.
    pub(super) type Init;

    #[wasm_bindgen(method, structural, indexing_setter)]
    pub(super) fn set(this: &Init, name: &str, value: &str);

    #[wasm_bindgen(method, structural, indexing_setter)]
    pub(super) fn set_object(this: &Init, name: &str, value: &JsValue);

    #[wasm_bindgen(js_namespace = Object, js_name = create)]
    pub(super) fn create(prototype: &JsValue) -> Init;

    /// A response's kind, which tells a redirect that was not followed.
    pub(super) type Kind;

    #[wasm_bindgen(method, getter, structural, js_name = type)]
    pub(super) fn kind(this: &Kind) -> String;

    /// A body.
    pub(super) type Stream;

    #[wasm_bindgen(method, structural, catch, js_name = getReader)]
    pub(super) fn get_reader(this: &Stream, options: Option<&Init>) -> Result<Reader, JsValue>;

    /// A body's reader, of either kind: the one takes no notice of the memory.
    #[derive(Debug)]
    pub(super) type Reader;

    #[wasm_bindgen(method, structural)]
    pub(super) fn read(this: &Reader, memory: &js_sys::Uint8Array) -> Promised;

    #[wasm_bindgen(method, structural)]
    pub(super) fn cancel(this: &Reader) -> Promised;

    /// What `read()` of a body's reader gives.
    pub(super) type Chunk;

    #[wasm_bindgen(method, getter, structural)]
    pub(super) fn done(this: &Chunk) -> bool;

    #[wasm_bindgen(method, getter, structural)]
    pub(super) fn value(this: &Chunk) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    /// A promise, followed with functions that outlive any one call.
    #[derive(Debug)]
    pub(crate) type Promised;

    #[wasm_bindgen(method, structural, js_name = then)]
    pub(super) fn then(this: &Promised, settled: &js_sys::Function, rejected: &js_sys::Function) -> JsValue;

    /// Any function at all, for a promise whose outcome is of no interest.
    #[wasm_bindgen(thread_local_v2, js_name = Boolean)]
    pub(super) static ANY_FUNCTION: js_sys::Function;

    /// A function whose first arguments can be fixed.
    pub(super) type Bindable;

    #[wasm_bindgen(method, structural)]
    pub(super) fn bind(this: &Bindable, this_value: &JsValue, first: usize, second: u32) -> js_sys::Function;

    /// A request made ready by whoever owns the source.
    #[derive(Clone, Debug)]
    pub(crate) type Prepared;

    #[wasm_bindgen(method, getter, structural)]
    pub(super) fn url(this: &Prepared) -> String;

    /// An object without prototype, whose `headers` is a `Headers`.
    #[wasm_bindgen(method, getter, structural)]
    pub(super) fn init(this: &Prepared) -> Init;

    #[wasm_bindgen(method, getter, structural)]
    pub(super) fn headers(this: &Prepared) -> web_sys::Headers;

    #[wasm_bindgen(method, getter, structural, js_name = customHeaders)]
    pub(super) fn custom_headers(this: &Prepared) -> bool;

    /// Whether the last event ID goes into the URL, where `fetch` puts it, and not into a header.
    #[wasm_bindgen(method, getter, structural, js_name = idInUrl)]
    pub(super) fn id_in_url(this: &Prepared) -> bool;

    /// Whether the browser does not let the page make this request, as far as that can be known.
    #[wasm_bindgen(method, getter, structural)]
    pub(super) fn blocked(this: &Prepared) -> bool;

    #[wasm_bindgen(method, structural, catch)]
    pub(super) fn fetch(this: &Prepared, url: &str, init: &Init, last_event_id: &str) -> Result<Promised, JsValue>;
}
