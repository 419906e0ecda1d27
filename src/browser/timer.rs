//! The one timer of a source, in windows and workers.

use super::sys;
use crate::session::Millis;
use core::cell::RefCell;
use wasm_bindgen::JsValue;

/// A timer that fires at most once per setting, and never after it was dropped.
#[derive(Debug)]
pub(super) struct Timer {
    on_fire: js_sys::Function,
    armed: RefCell<Option<Armed>>,
}

#[derive(Debug)]
struct Armed {
    at: Millis,
    handle: JsValue,
}

/// Browsers keep a delay in 32 signed bits; a longer wait is made of several.
const LONGEST_DELAY: u64 = i32::MAX as u64;

impl Timer {
    pub(super) const fn new(on_fire: js_sys::Function) -> Self {
        Self { on_fire, armed: RefCell::new(None) }
    }

    /// Fires at this moment, or earlier if it is far away; with `None` not at all.
    pub(super) fn arm(&self, now: Millis, at: Option<Millis>) {
        // A browser's timer may stand still while the machine sleeps: once its moment has passed, it is set anew, once.
        let at = at.map(|at| if at > now { at } else { Millis::ZERO });
        let mut armed = self.armed.borrow_mut();
        if armed.as_ref().map(|armed| armed.at) == at {
            return;
        }
        if let Some(old) = armed.take() {
            sys::clear_timeout(&old.handle);
        }
        if let Some(at) = at {
            let delay = (at - now).0.min(LONGEST_DELAY) as i32;
            *armed = Some(Armed { at, handle: sys::set_timeout(&self.on_fire, delay) });
        }
    }

    /// The timer fired: the next `arm` sets it anew, whatever its moment.
    pub(super) fn fired(&self) {
        self.armed.borrow_mut().take();
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.arm(Millis::ZERO, None);
    }
}
