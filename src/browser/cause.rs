//! The text of an error.

use wasm_bindgen::{JsCast, JsValue};

use super::sys;

/// The text from the browser, from the caller's code, or from this crate. There may be none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cause(Option<Box<str>>);

impl Cause {
    pub(crate) fn as_str(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl From<String> for Cause {
    fn from(text: String) -> Self {
        Self(Some(text.into()))
    }
}

impl From<&str> for Cause {
    fn from(text: &str) -> Self {
        Self(Some(text.into()))
    }
}

/// Any value may be thrown, also one without text.
impl From<JsValue> for Cause {
    fn from(thrown: JsValue) -> Self {
        if thrown.is_undefined() {
            return Self(None);
        }
        let text = text_of(&thrown).unwrap_or_else(|_| "a value that cannot be shown".into());
        Self((!text.is_empty()).then(|| text.into()))
    }
}

fn text_of(thrown: &JsValue) -> Result<String, JsValue> {
    if thrown.is_instance_of::<js_sys::Error>()
        && let Some(message) = thrown.unchecked_ref::<sys::Thrown>().message()?.and_then(|message| message.as_string())
    {
        return Ok(message);
    }
    sys::string(thrown)
}
