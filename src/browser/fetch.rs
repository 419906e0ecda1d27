//! Requests out: the stream's own, and the probe that tells a CORS refusal from a lost network.

use super::sys::{self, Prepared, Promised};
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, Headers};

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
    init.set_object("headers", &headers);
    init.set("cache", "no-store");
    init.set_object("signal", signal);
    // A manual redirect is told as a response, so that the failure can say what it is.
    init.set("redirect", if follow_redirects { "follow" } else { "manual" });
    prepared.fetch(&prepared.url(), &init, last_event_id)
}

/// Asks for the head only, without credentials and without permission to read: any answer shows that the server is there.
pub(super) fn probe(prepared: &Prepared, signal: &AbortSignal) -> Result<Promised, JsValue> {
    let init = sys::create(&JsValue::NULL);
    init.set("method", "HEAD");
    init.set("mode", "no-cors");
    init.set("credentials", "omit");
    init.set("cache", "no-store");
    init.set_object("signal", signal);
    prepared.fetch(&prepared.url(), &init, "")
}

/// Header values are byte strings; the standard wants the ID's UTF-8 bytes.
fn byte_string(text: &str) -> String {
    text.bytes().map(char::from).collect()
}

fn set_if_absent(headers: &Headers, name: &str, value: &str) -> Result<(), JsValue> {
    if headers.has(name)? { Ok(()) } else { headers.set(name, value) }
}
