//! The only file that asks the time.

use super::sys;
use crate::session::{Millis, SleepAwareClock};
use core::cell::RefCell;

/// The browser's two clocks, joined.
#[derive(Debug, Default)]
pub(super) struct Clock(RefCell<SleepAwareClock>);

impl Clock {
    pub(super) fn now(&self) -> Millis {
        // `as` saturates; a clock before its epoch reads zero.
        let (monotonic, wall) = (sys::performance_now() as u64, sys::date_now() as u64);
        self.0.borrow_mut().sample(Millis(monotonic), Millis(wall))
    }
}

/// A seed for the jitter.
pub(crate) fn seed() -> u64 {
    sys::random().to_bits()
}
