//! Rejections that nobody handles and errors that nobody catches: there must be none during a test.

use core::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::platform::sleep;

thread_local! {
    static UNCAUGHT: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = addEventListener)]
    fn add_event_listener(kind: &str, listener: &js_sys::Function);

    type UncaughtEvent;

    #[wasm_bindgen(method, getter, structural)]
    fn reason(this: &UncaughtEvent) -> JsValue;

    #[wasm_bindgen(method, getter, structural)]
    fn message(this: &UncaughtEvent) -> JsValue;

    #[wasm_bindgen(js_name = String)]
    fn text_of(value: &JsValue) -> String;
}

/// Begins to watch. Watching does not end: what a test leaves behind fails the next one.
pub(crate) fn watch() {
    if UNCAUGHT.with_borrow(Option::is_some) {
        return;
    }
    UNCAUGHT.set(Some(Vec::new()));
    for kind in ["unhandledrejection", "error"] {
        let note = move |event: UncaughtEvent| {
            let text = format!("{kind}: {} {}", text_of(&event.message()), text_of(&event.reason()));
            UNCAUGHT.with_borrow_mut(|uncaught| uncaught.get_or_insert_default().push(text));
        };
        let listener = Closure::<dyn Fn(UncaughtEvent)>::new(note).into_js_value();
        add_event_listener(kind, listener.unchecked_ref());
    }
}

/// What there has been: a test that causes some takes them.
pub(crate) fn taken() -> Vec<String> {
    UNCAUGHT.with_borrow_mut(|uncaught| uncaught.as_mut().map(core::mem::take).unwrap_or_default())
}

/// Fails if there has been any. They are reported by a task of their own.
pub(crate) async fn assert_none() {
    sleep(0).await;
    let uncaught = taken();
    assert!(uncaught.is_empty(), "nobody handled {uncaught:?}");
}
