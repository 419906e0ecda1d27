//! Converts the page's lifecycle events and the browser's network events to the session's inputs.

use wasm_bindgen::prelude::*;

use super::sys;
use crate::session::Input;

const GLOBAL_EVENTS: [&str; 5] = ["pagehide", "pageshow", "beforeunload", "offline", "online"];
const DOCUMENT_EVENTS: [&str; 3] = ["visibilitychange", "freeze", "resume"];

/// DOM standard: `Event.AT_TARGET`.
const AT_TARGET: f64 = 2.0;

/// Listens until it is dropped.
#[derive(Debug)]
pub(super) struct Page {
    listener: Closure<dyn Fn(sys::PageEvent)>,
}

impl Page {
    /// Calls back with the input for each event of the browser's.
    pub(super) fn watch(notify: impl Fn(Input<'static>) + 'static) -> Self {
        let listener = Closure::new(move |event: sys::PageEvent| {
            if let Some(input) = input_of(&event) {
                notify(input);
            }
        });
        let page = Self { listener };
        page.each_event(sys::Target::add_event_listener);
        page
    }

    fn each_event(&self, act: fn(&sys::Target, &str, &JsValue) -> Result<(), JsValue>) {
        let global = sys::SCOPE.with(|scope| JsValue::from(scope));
        for (target, kinds) in [(Some(global), &GLOBAL_EVENTS[..]), (document(), &DOCUMENT_EVENTS)] {
            for kind in kinds {
                if let Some(target) = &target {
                    // In a worker, a library may have defined a `document` that is no event target.
                    let _ = act(target.unchecked_ref(), kind, self.listener.as_ref());
                }
            }
        }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.each_event(sys::Target::remove_event_listener);
    }
}

/// Whether the browser announces a freeze. A worker is frozen with its page, without an event.
pub(super) fn announces_freezes() -> bool {
    sys::SCOPE.with(|scope| matches!(scope.worker_global_scope(), Ok(None)))
}

/// Whether the page is hidden; `false` in a worker.
pub(super) fn is_hidden() -> bool {
    document().is_some_and(|document| is_true(document.unchecked_ref::<sys::Document>().hidden()))
}

/// The address of the page or the worker.
pub(super) fn address() -> Option<String> {
    let location = sys::SCOPE.with(sys::Scope::location).ok().flatten()?;
    location.href().ok().flatten()?.as_string()
}

/// The base of relative URLs in a page.
pub(crate) fn base_url() -> Option<String> {
    document()?.unchecked_ref::<sys::Document>().base_uri().ok().flatten()?.as_string()
}

fn document() -> Option<JsValue> {
    sys::SCOPE.with(sys::Scope::document).ok().flatten()
}

fn is_true(value: Result<Option<JsValue>, JsValue>) -> bool {
    value.is_ok_and(|value| value.is_some_and(|value| value.is_truthy()))
}

/// Returns `None` for events that the page itself dispatches, which may have the same names, and for those that bubble. The
/// browser's window events have the document as their target, but are dispatched at the window.
fn input_of(event: &sys::PageEvent) -> Option<Input<'static>> {
    let phase = event.event_phase().ok()?;
    if !is_true(event.is_trusted()) || phase.and_then(|phase| phase.as_f64()) != Some(AT_TARGET) {
        return None;
    }
    Some(match event.kind().ok()?.as_str() {
        "pagehide" => Input::PageHide,
        "pageshow" => Input::PageShow,
        "beforeunload" => Input::Leaving,
        "freeze" => Input::Freeze,
        "resume" => Input::Resume,
        "offline" => Input::Offline,
        "online" => Input::Online,
        "visibilitychange" if is_hidden() => Input::Hidden,
        "visibilitychange" => Input::Visible,
        _ => return None,
    })
}
