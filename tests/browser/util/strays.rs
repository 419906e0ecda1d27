//! Rejections that nobody handles and errors that nobody catches: there must be none during a test.

use core::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::platform::sleep;

thread_local! {
    static STRAYS: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = addEventListener)]
    fn add_event_listener(kind: &str, listener: &js_sys::Function);

    type Stray;

    #[wasm_bindgen(method, getter, structural)]
    fn reason(this: &Stray) -> JsValue;

    #[wasm_bindgen(method, getter, structural)]
    fn message(this: &Stray) -> JsValue;

    #[wasm_bindgen(js_name = String)]
    fn text_of(value: &JsValue) -> String;
}

/// Begins to watch. Watching does not end: what a test leaves behind fails the next one.
pub(crate) fn watch() {
    if STRAYS.with_borrow(Option::is_some) {
        return;
    }
    STRAYS.set(Some(Vec::new()));
    for kind in ["unhandledrejection", "error"] {
        let note = move |event: Stray| {
            let text = format!("{kind}: {} {}", text_of(&event.message()), text_of(&event.reason()));
            STRAYS.with_borrow_mut(|strays| strays.get_or_insert_default().push(text));
        };
        let listener = Closure::<dyn Fn(Stray)>::new(note).into_js_value();
        add_event_listener(kind, listener.unchecked_ref());
    }
}

/// What there has been: a test that causes some takes them.
pub(crate) fn taken() -> Vec<String> {
    STRAYS.with_borrow_mut(|strays| strays.as_mut().map(core::mem::take).unwrap_or_default())
}

/// Fails if there has been any. They are reported by a task of their own.
pub(crate) async fn assert_none() {
    sleep(0).await;
    let strays = taken();
    assert!(strays.is_empty(), "nobody handled {strays:?}");
}
