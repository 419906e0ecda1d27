//! The events of a source.

use alloc::sync::Arc;

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::JsonError;
use crate::browser::parse_json;
use crate::event_stream::EventRef;

/// One event, as the standard's `MessageEvent`: an item of the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    event_type: Option<Box<str>>,
    data: Box<str>,
    last_event_id: Box<str>,
    origin: Arc<str>,
}

impl Event {
    pub(super) fn new(event: EventRef<'_>, origin: &Arc<str>) -> Self {
        Self {
            event_type: event.event_type.map(Into::into),
            data: event.data.into(),
            last_event_id: event.last_event_id.into(),
            origin: Arc::clone(origin),
        }
    }

    /// The event's type; `message` if the server sent none.
    #[must_use]
    pub fn event_type(&self) -> &str {
        self.event_type.as_deref().unwrap_or("message")
    }

    /// The data lines, joined by LF.
    #[must_use]
    pub fn data(&self) -> &str {
        &self.data
    }

    /// The last event ID when this event was received, whether or not the event set it; empty if there is none.
    #[must_use]
    pub fn last_event_id(&self) -> &str {
        &self.last_event_id
    }

    /// The origin of the response's URL, after redirects.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The data as JSON, parsed by the browser.
    ///
    /// Numbers are JavaScript's: integers above 2^53 lose digits, as in `JSON.parse`.
    ///
    /// # Errors
    ///
    /// [`JsonError`] if the data is not JSON, or does not fit `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, JsonError> {
        let parsed = parse_json(&self.data).map_err(serde_wasm_bindgen::Error::from);
        let value = parsed.and_then(|value| serde_wasm_bindgen::from_value(value.unwrap_or(JsValue::NULL)));
        value.map_err(|error| JsonError(error.to_string().into()))
    }
}
