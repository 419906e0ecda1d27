//! The only file that reads the clocks and the random numbers.

use core::cell::RefCell;

use super::sys;
use crate::session::{Millis, SleepAwareClock};

/// The browser's two clocks, combined.
#[derive(Debug, Default)]
pub(super) struct Clock(RefCell<SleepAwareClock>);

impl Clock {
    pub(super) fn now(&self) -> Millis {
        let (monotonic, wall) = (millis(sys::performance_now()), now());
        self.0.borrow_mut().sample(monotonic, wall)
    }
}

/// The time of day, in milliseconds since 1970.
pub(super) fn now() -> Millis {
    millis(sys::date_now())
}

/// A seed for the jitter.
pub(crate) fn seed() -> u64 {
    sys::random().unwrap_or_default().to_bits()
}

/// `as` saturates: a clock before its epoch, or a missing clock, reads zero.
fn millis(reading: Result<f64, wasm_bindgen::JsValue>) -> Millis {
    Millis(reading.unwrap_or_default() as u64)
}
