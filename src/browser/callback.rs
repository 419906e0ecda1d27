//! Callbacks for promises and timers.
//!
//! JavaScript holds functions that are bound to one closure for the whole thread and to a callback's number. So no closure
//! has to live as long as a promise that may never settle: a callback that is dropped here is released here, and a later
//! call does nothing.

use alloc::collections::BTreeMap;
use core::cell::RefCell;

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

use super::sys;

/// The outcome of a promise; `undefined` for a timer.
pub(super) type Settled = Result<JsValue, JsValue>;

/// A callback that JavaScript may call once. Dropping it releases its closure.
#[derive(Debug)]
#[must_use = "dropped, it is never called"]
pub(super) struct Callback(u64);

type Act = Box<dyn FnOnce(Settled)>;

#[derive(Default)]
struct Waiting {
    last: u64,
    acts: BTreeMap<u64, Act>,
}

thread_local! {
    static WAITING: RefCell<Waiting> = RefCell::default();
    static SETTLE: sys::Bindable = {
        let settle = |number: f64, is_fulfilled: bool, value: JsValue| {
            if let Some(act) = take(number as u64) {
                act(if is_fulfilled { Ok(value) } else { Err(value) });
            }
        };
        Closure::<dyn Fn(f64, bool, JsValue)>::new(settle).into_js_value().unchecked_into()
    };
}

fn take(number: u64) -> Option<Act> {
    WAITING.with_borrow_mut(|waiting| waiting.acts.remove(&number))
}

impl Callback {
    pub(super) fn new(act: impl FnOnce(Settled) + 'static) -> Self {
        WAITING.with_borrow_mut(|waiting| {
            waiting.last += 1;
            waiting.acts.insert(waiting.last, Box::new(act));
            Self(waiting.last)
        })
    }

    /// The function for JavaScript to call, with `Ok` or with `Err`.
    pub(super) fn function(&self, is_fulfilled: bool) -> Result<Function, JsValue> {
        let function = SETTLE.with(|settle| settle.bind(&JsValue::UNDEFINED, self.0 as f64, is_fulfilled))?;
        function.ok_or(JsValue::UNDEFINED)
    }

    /// Keeps the callback until it is called, which may be never.
    pub(super) fn detach(self) {
        core::mem::forget(self);
    }
}

impl Drop for Callback {
    fn drop(&mut self) {
        drop(take(self.0));
    }
}

/// Calls back, in a microtask, with the outcome of a promise or with a value that is no promise. Returns `Err` if the page
/// has broken its promises.
pub(super) fn follow(value: &JsValue, act: impl FnOnce(Settled) + 'static) -> Result<Callback, JsValue> {
    let callback = Callback::new(act);
    promise_of(value)?.then(&callback.function(true)?, &callback.function(false)?)?;
    Ok(callback)
}

/// Converts any value to a promise of the platform. If its `then` throws, that is a rejection.
fn promise_of(value: &JsValue) -> Result<sys::Thenable, JsValue> {
    sys::race(&Array::of1(value))?.ok_or(JsValue::UNDEFINED)
}

/// Handles a rejection that does not matter, so that it is not reported as unhandled.
pub(super) fn ignore(promise: Result<Option<JsValue>, JsValue>) {
    if let Ok(Some(promise)) = promise {
        // A value that cannot be followed is not a promise.
        let _ = promise_of(&promise).and_then(|promise| sys::ANY_FUNCTION.with(|any| promise.then(any, any)));
    }
}
