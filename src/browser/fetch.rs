//! Requests out: the stream's own, and the probe that tells a CORS refusal from a lost network.

use super::sys::{Prepared, Promised};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortSignal, Headers, RequestCache, RequestCredentials, RequestInit, RequestMode, RequestRedirect};

/// HTML standard, the `EventSource` constructor: `Accept`, no cache; and "reestablish the connection": the last event ID.
pub(super) fn open_stream(
    prepared: &Prepared,
    last_event_id: &str,
    follow_redirects: bool,
    signal: &AbortSignal,
) -> Result<Promised, JsValue> {
    let headers = prepared.headers();
    set_if_absent(&headers, "Accept", "text/event-stream")?;
    if !last_event_id.is_empty() && !prepared.id_in_url() {
        headers.set("Last-Event-ID", &byte_string(last_event_id))?;
    }
    let init = prepared.init();
    init.set_headers(&headers);
    init.set_cache(RequestCache::NoStore);
    init.set_signal(Some(signal));
    // A manual redirect is told as a response, so that the failure can say what it is.
    init.set_redirect(if follow_redirects { RequestRedirect::Follow } else { RequestRedirect::Manual });
    prepared.fetch(&prepared.url(), &init, last_event_id)
}

/// Asks for the head only, without credentials and without permission to read: any answer shows that the server is there.
pub(super) fn probe(prepared: &Prepared, signal: &AbortSignal) -> Result<Promised, JsValue> {
    let init: RequestInit = js_sys::Object::<JsValue>::create(JsValue::NULL.unchecked_ref()).unchecked_into();
    init.set_method("HEAD");
    init.set_mode(RequestMode::NoCors);
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(RequestCache::NoStore);
    init.set_signal(Some(signal));
    prepared.fetch(&prepared.url(), &init, "")
}

/// Header values are byte strings; the standard wants the ID's UTF-8 bytes.
fn byte_string(text: &str) -> String {
    text.bytes().map(char::from).collect()
}

fn set_if_absent(headers: &Headers, name: &str, value: &str) -> Result<(), JsValue> {
    if headers.has(name)? { Ok(()) } else { headers.set(name, value) }
}
