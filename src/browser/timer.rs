//! Timers, in windows and workers.

use core::cell::RefCell;

use wasm_bindgen::JsValue;

use super::callback::Callback;
use super::sys;
use crate::session::Millis;

/// Browsers store a delay in 32 signed bits, so a longer wait consists of several timers.
const LONGEST_DELAY: u64 = i32::MAX as u64;

/// A timer that fires once, and never after it was dropped.
#[derive(Debug)]
#[must_use = "dropped, it never fires"]
pub(super) struct Timer {
    handle: Option<JsValue>,
    _callback: Callback,
}

impl Timer {
    /// Fires after this delay, or earlier if it is longer than 24 days. Returns `Err` if the page has broken its timers.
    pub(super) fn start(delay: Millis, act: impl FnOnce() + 'static) -> Result<Self, JsValue> {
        let callback = Callback::new(move |_| act());
        let delay = delay.0.min(LONGEST_DELAY) as i32;
        let handle = sys::set_timeout(&callback.function(true)?, delay)?;
        Ok(Self { handle, _callback: callback })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        // If the timer cannot be cleared, it finds no callback when it fires.
        let _ = self.handle.as_ref().map(sys::clear_timeout);
    }
}

/// The timer that wakes a source.
#[derive(Debug, Default)]
pub(super) struct WakeupTimer(RefCell<Option<(Millis, Timer)>>);

impl WakeupTimer {
    /// Fires at this time, or earlier if it is far away; `None` stops it.
    pub(super) fn set(&self, now: Millis, at: Option<Millis>, act: impl FnOnce() + 'static) {
        // A timer may stand still while the machine sleeps, so once its time has passed it is set again, once.
        let at = at.map(|at| if at > now { at } else { Millis::ZERO });
        if self.0.borrow().as_ref().map(|(moment, _)| *moment) == at {
            return;
        }
        self.stop();
        // If it cannot be started, the next input tries again.
        let timer = at.and_then(|at| Timer::start(at - now, act).ok().map(|timer| (at, timer)));
        self.0.replace(timer);
    }

    /// Stops it if it runs. After it has fired, this frees it for the next one.
    pub(super) fn stop(&self) {
        drop(self.0.take());
    }
}
