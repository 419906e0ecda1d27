//! The platform's functions that windows and all kinds of workers share. A page may have replaced any of them, and a
//! caller's `fetch` may return any object, so each import that can run foreign code catches exceptions.
//!
//! An import that returns a JavaScript value returns an `Option`, `None` for `undefined` and `null`. Otherwise wasm-bindgen
//! would leak the value's slot in its table when the import throws.

use js_sys::{Array, Function, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::RequestInit;

type Result<T> = core::result::Result<T, JsValue>;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = setTimeout)]
    pub(super) fn set_timeout(handler: &Function, delay: i32) -> Result<Option<JsValue>>;

    #[wasm_bindgen(catch, js_name = clearTimeout)]
    pub(super) fn clear_timeout(handle: &JsValue) -> Result<()>;

    #[wasm_bindgen(catch, js_namespace = performance, js_name = now)]
    pub(super) fn performance_now() -> Result<f64>;

    #[wasm_bindgen(catch, js_namespace = Date, js_name = now)]
    pub(super) fn date_now() -> Result<f64>;

    #[wasm_bindgen(catch, js_namespace = Date, js_name = parse)]
    pub(super) fn date_parse(text: &str) -> Result<f64>;

    #[wasm_bindgen(catch, js_namespace = Math, js_name = random)]
    pub(super) fn random() -> Result<f64>;

    #[wasm_bindgen(catch, js_name = fetch)]
    pub(super) fn fetch(url: &str, init: &RequestInit) -> Result<Option<JsValue>>;

    #[wasm_bindgen(catch, js_name = String)]
    pub(super) fn string(value: &JsValue) -> Result<String>;

    #[wasm_bindgen(catch, js_name = reportError)]
    pub(super) fn report_error(error: &JsValue) -> Result<()>;

    #[wasm_bindgen(catch, js_namespace = console, js_name = error)]
    pub(super) fn console_error(error: &JsValue) -> Result<()>;

    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    pub(crate) fn parse_json(text: &str) -> Result<Option<JsValue>>;

    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = construct)]
    fn reflect_construct(class: &JsValue, arguments: &Array) -> Result<Option<JsValue>>;

    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = apply)]
    pub(super) fn apply(function: &mut dyn FnMut(), this: &JsValue, arguments: &Array) -> Result<()>;
}

// The global scope, and the page.
#[wasm_bindgen]
extern "C" {
    pub(super) type Scope;

    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    pub(super) static SCOPE: Scope;

    #[wasm_bindgen(catch, method, structural, indexing_getter)]
    fn member(this: &Scope, name: &str) -> Result<Option<JsValue>>;

    /// `undefined` in workers.
    #[wasm_bindgen(catch, method, getter, structural)]
    pub(super) fn document(this: &Scope) -> Result<Option<JsValue>>;

    /// `undefined` in windows.
    #[wasm_bindgen(catch, method, getter, structural, js_name = WorkerGlobalScope)]
    pub(super) fn worker_global_scope(this: &Scope) -> Result<Option<JsValue>>;

    #[wasm_bindgen(catch, method, getter, structural)]
    pub(super) fn location(this: &Scope) -> Result<Option<Location>>;

    pub(super) type Location;

    #[wasm_bindgen(catch, method, getter, structural)]
    pub(super) fn href(this: &Location) -> Result<Option<JsValue>>;

    /// The document.
    pub(super) type Document;

    #[wasm_bindgen(catch, method, getter, structural, js_name = baseURI)]
    pub(super) fn base_uri(this: &Document) -> Result<Option<JsValue>>;

    #[wasm_bindgen(catch, method, getter, structural)]
    pub(super) fn hidden(this: &Document) -> Result<Option<JsValue>>;

    /// The global scope or the document.
    #[derive(Debug)]
    pub(super) type Target;

    #[wasm_bindgen(catch, method, structural, js_name = addEventListener)]
    pub(super) fn add_event_listener(this: &Target, kind: &str, listener: &JsValue) -> Result<()>;

    #[wasm_bindgen(catch, method, structural, js_name = removeEventListener)]
    pub(super) fn remove_event_listener(this: &Target, kind: &str, listener: &JsValue) -> Result<()>;

    pub(super) type PageEvent;

    #[wasm_bindgen(catch, method, getter, structural, js_name = type)]
    pub(super) fn kind(this: &PageEvent) -> Result<String>;

    #[wasm_bindgen(catch, method, getter, structural, js_name = isTrusted)]
    pub(super) fn is_trusted(this: &PageEvent) -> Result<Option<JsValue>>;

    #[wasm_bindgen(catch, method, getter, structural, js_name = eventPhase)]
    pub(super) fn event_phase(this: &PageEvent) -> Result<Option<JsValue>>;
}

// Errors, promises, and functions whose first arguments are fixed.
#[wasm_bindgen]
extern "C" {
    pub(super) type Thrown;

    #[wasm_bindgen(catch, method, getter, structural)]
    pub(super) fn message(this: &Thrown) -> Result<Option<JsValue>>;

    #[wasm_bindgen(catch, js_namespace = Promise, js_name = race)]
    pub(super) fn race(values: &Array) -> Result<Option<Thenable>>;

    pub(super) type Thenable;

    #[wasm_bindgen(catch, method, structural)]
    pub(super) fn then(this: &Thenable, fulfilled: &Function, rejected: &Function) -> Result<Option<JsValue>>;

    /// A function without effect, for a promise whose outcome does not matter.
    #[wasm_bindgen(thread_local_v2, js_name = Boolean)]
    pub(super) static ANY_FUNCTION: Function;

    pub(super) type Bindable;

    #[wasm_bindgen(catch, method, structural)]
    pub(super) fn bind(this: &Bindable, this_value: &JsValue, first: f64, second: bool) -> Result<Option<Function>>;
}

// A connection, and a response that may lack members of the platform's.
#[wasm_bindgen]
extern "C" {
    #[derive(Debug)]
    pub(super) type AbortController;

    #[wasm_bindgen(catch, method, getter, structural)]
    pub(super) fn signal(this: &AbortController) -> Result<Option<web_sys::AbortSignal>>;

    #[wasm_bindgen(catch, method, structural)]
    pub(super) fn abort(this: &AbortController) -> Result<()>;

    pub(super) type Response;

    #[wasm_bindgen(catch, method, getter, structural, js_name = type)]
    pub(super) fn kind(this: &Response) -> Result<Option<JsValue>>;

    #[wasm_bindgen(catch, method, getter, structural)]
    pub(super) fn status(this: &Response) -> Result<Option<JsValue>>;

    #[wasm_bindgen(catch, method, getter, structural)]
    pub(super) fn url(this: &Response) -> Result<Option<JsValue>>;

    #[wasm_bindgen(catch, method, getter, structural)]
    pub(super) fn redirected(this: &Response) -> Result<Option<JsValue>>;

    #[wasm_bindgen(catch, method, getter, structural)]
    pub(super) fn headers(this: &Response) -> Result<Option<Headers>>;

    #[wasm_bindgen(catch, method, getter, structural)]
    pub(super) fn body(this: &Response) -> Result<Option<JsValue>>;

    pub(super) type Headers;

    #[wasm_bindgen(catch, method, structural)]
    pub(super) fn get(this: &Headers, name: &str) -> Result<Option<JsValue>>;
}

// Its body.
#[wasm_bindgen]
extern "C" {
    pub(super) type Stream;

    #[wasm_bindgen(catch, method, structural, js_name = getReader)]
    pub(super) fn get_reader(this: &Stream) -> Result<Option<Reader>>;

    #[wasm_bindgen(catch, method, structural, js_name = getReader)]
    pub(super) fn get_reader_with(this: &Stream, options: &JsValue) -> Result<Option<Reader>>;

    #[wasm_bindgen(catch, method, structural)]
    pub(super) fn cancel(this: &Stream) -> Result<Option<JsValue>>;

    /// A reader of either kind: the one that brings its own buffer ignores the argument.
    #[derive(Debug)]
    pub(super) type Reader;

    #[wasm_bindgen(catch, method, structural)]
    pub(super) fn read(this: &Reader, memory: &Uint8Array) -> Result<Option<JsValue>>;

    #[wasm_bindgen(catch, method, structural, js_name = cancel)]
    pub(super) fn cancel_reading(this: &Reader) -> Result<Option<JsValue>>;

    /// The result of a read.
    pub(super) type ReadResult;

    #[wasm_bindgen(catch, method, getter, structural)]
    pub(super) fn done(this: &ReadResult) -> Result<Option<JsValue>>;

    #[wasm_bindgen(catch, method, getter, structural)]
    pub(super) fn value(this: &ReadResult) -> Result<Option<JsValue>>;

    /// Any view of a buffer.
    pub(super) type View;

    #[wasm_bindgen(catch, method, getter, structural)]
    pub(super) fn buffer(this: &View) -> Result<Option<JsValue>>;

    #[wasm_bindgen(catch, method, getter, structural, js_name = byteOffset)]
    pub(super) fn byte_offset(this: &View) -> Result<Option<JsValue>>;

    #[wasm_bindgen(catch, method, getter, structural, js_name = byteLength)]
    pub(super) fn byte_length(this: &View) -> Result<Option<JsValue>>;
}

/// Calls `new`: wasm-bindgen's own constructors cannot return an `Option`.
pub(crate) fn construct<T: JsCast>(class: &str, arguments: &Array) -> Result<T> {
    let class = SCOPE.with(|scope| scope.member(class))?.unwrap_or_default();
    let made = reflect_construct(&class, arguments)?;
    Ok(made.unwrap_or_default().unchecked_into())
}
