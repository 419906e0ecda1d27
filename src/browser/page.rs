//! The page's life and the browser's opinion of the network, as the session's inputs.

use super::sys;
use crate::session::Input;
use wasm_bindgen::JsValue;
use web_sys::{Document, EventTarget};

/// Listens while it lives.
#[derive(Debug)]
pub(super) struct Page {
    global: EventTarget,
    document: Option<Document>,
    listener: js_sys::Function,
}

const GLOBAL_SIGNALS: [&str; 5] = ["pagehide", "pageshow", "beforeunload", "offline", "online"];
const DOCUMENT_SIGNALS: [&str; 3] = ["visibilitychange", "freeze", "resume"];

impl Page {
    /// Whether it tells of freezes: not where this is a worker of it. Node, which has neither, is never frozen.
    pub(super) fn tells_of_freezes() -> bool {
        sys::SCOPE.with(|scope| scope.worker_global_scope().is_undefined())
    }

    pub(super) fn listen(listener: js_sys::Function) -> Self {
        let (document, global) =
            sys::SCOPE.with(|scope| (scope.document(), AsRef::<EventTarget>::as_ref(scope).clone()));
        let page = Self { global, document, listener };
        page.each(EventTarget::add_event_listener_with_callback);
        page
    }

    /// What an event of one of these types tells; `None` if nothing.
    pub(super) fn signal(&self, kind: &str) -> Option<Input<'static>> {
        Some(match kind {
            "pagehide" => Input::PageHide,
            "pageshow" => Input::PageShow,
            "beforeunload" => Input::Leaving,
            "freeze" => Input::Freeze,
            "resume" => Input::Resume,
            "offline" => Input::Offline,
            "online" => Input::Online,
            "visibilitychange" if self.is_hidden() => Input::Hidden,
            "visibilitychange" => Input::Visible,
            _ => return None,
        })
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.document.as_ref().is_some_and(Document::hidden)
    }

    fn each(&self, act: fn(&EventTarget, &str, &js_sys::Function) -> Result<(), JsValue>) {
        let document = self.document.as_ref().map(AsRef::<EventTarget>::as_ref);
        for (target, kinds) in [(Some(&self.global), &GLOBAL_SIGNALS[..]), (document, &DOCUMENT_SIGNALS)] {
            for kind in kinds {
                if let Some(target) = target {
                    // Adding and removing a listener that is a function cannot fail.
                    let _ = act(target, kind, &self.listener);
                }
            }
        }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.each(EventTarget::remove_event_listener_with_callback);
    }
}
