//! The beginning of a refused response's body, which often explains the error.

use core::str;

use wasm_bindgen::JsValue;

use super::timer::Timer;
use crate::session::Millis;

/// The limit of its size in bytes: 64 KiB.
const LONGEST: usize = 64 << 10;

/// The limit of the time for reading it.
const TIMEOUT: Millis = Millis::from_secs(5);

/// A refused response's body while it is read. A timeout or a failure keeps the part that was read.
#[derive(Debug)]
pub(super) struct ErrorBody {
    bytes: Vec<u8>,
    _timeout: Timer,
}

impl ErrorBody {
    pub(super) fn new(on_timeout: impl FnOnce() + 'static) -> Result<Self, JsValue> {
        Ok(Self { bytes: Vec::new(), _timeout: Timer::start(TIMEOUT, on_timeout)? })
    }

    /// Adds a chunk. Returns whether the limit is reached.
    pub(super) fn push(&mut self, chunk: &[u8]) -> bool {
        let room = LONGEST - self.bytes.len();
        self.bytes.extend(chunk.iter().take(room));
        self.bytes.len() == LONGEST
    }

    /// Decodes it as UTF-8, without a character that is cut at the end.
    pub(super) fn into_text(self) -> Box<str> {
        let whole = match str::from_utf8(&self.bytes) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => self.bytes.len(),
        };
        let (whole, _) = self.bytes.split_at_checked(whole).unwrap_or_default();
        let text = String::from_utf8_lossy(whole);
        // As the platform's decoder does.
        text.strip_prefix('\u{feff}').unwrap_or(&text).into()
    }
}
