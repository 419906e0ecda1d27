//! The page's life, and what the browser knows of the network, as the session's inputs.

use wasm_bindgen::prelude::*;

use super::sys;
use crate::session::Input;

const GLOBAL_EVENTS: [&str; 4] = ["pagehide", "pageshow", "offline", "online"];
const DOCUMENT_EVENTS: [&str; 3] = ["visibilitychange", "freeze", "resume"];

/// DOM standard: `Event.AT_TARGET`.
const AT_TARGET: f64 = 2.0;

/// Listens while it lives.
#[derive(Debug)]
pub(super) struct Page {
    listener: Closure<dyn Fn(sys::PageEvent)>,
}

impl Page {
    /// Calls back with what each event of the browser's means.
    pub(super) fn watch(hear: impl Fn(Input<'static>) + 'static) -> Self {
        let listener = Closure::new(move |event: sys::PageEvent| {
            if let Ok(Some(input)) = input_of(&event) {
                hear(input);
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
                    // A `document` that a library has made up in a worker may be no event target.
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

/// Whether the browser announces a freeze. A worker is frozen with its page, and is not told.
pub(super) fn announces_freezes() -> bool {
    sys::SCOPE.with(|scope| scope.worker_global_scope().is_ok_and(|scope| scope.is_undefined()))
}

/// Whether the page is hidden. A worker does not know.
pub(super) fn is_hidden() -> bool {
    let hidden = document().and_then(|document| document.unchecked_ref::<sys::Document>().hidden().ok());
    hidden.is_some_and(|hidden| hidden.is_truthy())
}

fn document() -> Option<JsValue> {
    let document = sys::SCOPE.with(sys::Scope::document).ok()?;
    (!document.is_undefined() && !document.is_null()).then_some(document)
}

/// `None` for a page's own events, which may have the same names, and bubble. What the browser says of the window has the
/// document as its target, but is dispatched at the window.
fn input_of(event: &sys::PageEvent) -> Result<Option<Input<'static>>, JsValue> {
    if !event.is_trusted()?.is_truthy() || event.event_phase()?.as_f64() != Some(AT_TARGET) {
        return Ok(None);
    }
    Ok(Some(match event.kind()?.as_str() {
        "pagehide" => Input::PageHide,
        "pageshow" => Input::PageShow,
        "freeze" => Input::Freeze,
        "resume" => Input::Resume,
        "offline" => Input::Offline,
        "online" => Input::Online,
        "visibilitychange" if is_hidden() => Input::Hidden,
        "visibilitychange" => Input::Visible,
        _ => return Ok(None),
    }))
}
