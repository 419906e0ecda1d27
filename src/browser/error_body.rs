//! The beginning of the body of a response that is no stream: an API's own words about what is wrong.

use core::str;

use wasm_bindgen::JsValue;

use super::timer::Timer;
use crate::session::Millis;

/// The most that is read, in bytes.
const LONGEST: usize = 64 << 10;

/// The longest that reading may take.
const TIMEOUT: Millis = Millis::from_secs(5);

/// A refused response's body while it is read. What takes too long, or breaks off, is as much as there is.
#[derive(Debug)]
pub(super) struct ErrorBody {
    bytes: Vec<u8>,
    _timeout: Timer,
}

impl ErrorBody {
    pub(super) fn new(on_timeout: impl FnOnce() + 'static) -> Result<Self, JsValue> {
        Ok(Self { bytes: Vec::new(), _timeout: Timer::start(TIMEOUT, on_timeout)? })
    }

    /// Adds a chunk. Whether that is enough.
    pub(super) fn push(&mut self, chunk: &[u8]) -> bool {
        let room = LONGEST - self.bytes.len();
        self.bytes.extend(chunk.iter().take(room));
        self.bytes.len() == LONGEST
    }

    /// As UTF-8; a character that is cut in two at the end is left out.
    pub(super) fn into_text(self) -> Box<str> {
        let whole = match str::from_utf8(&self.bytes) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => self.bytes.len(),
        };
        let (whole, _) = self.bytes.split_at_checked(whole).unwrap_or_default();
        let text = String::from_utf8_lossy(whole);
        // As a decoder of the platform does.
        text.strip_prefix('\u{feff}').unwrap_or(&text).into()
    }
}
