//! What a source costs: nothing that grows.

use core::time::Duration;

use eventsource_wasm::{EventSource, Reason, RetryConfig};
use js_sys::WebAssembly::Memory;
use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::util::{Scene, event, failure, fetch_unread, last_failure, quiet, sleep};

/// Bytes that the core's memory takes.
fn memory() -> u32 {
    let memory: Memory = wasm_bindgen::memory().unchecked_into();
    memory.buffer().unchecked_into::<js_sys::ArrayBuffer>().byte_length()
}

/// JavaScript objects that the core holds, functions made of closures among them.
fn held() -> u32 {
    wasm_bindgen::externref_heap_live_count()
}

/// Twenty attempts: so many come without a pause before the budget spreads them.
const ATTEMPTS: usize = 20;

async fn reconnects_twenty_times() {
    let scene = Scene::play(json!({
        "responses": [{ "body": [{ "event": { "id": "1", "data": "x" } }] }],
        "repeat": true,
    }))
    .await;
    let retry = RetryConfig::new().initial_delay(Duration::ZERO).jitter_ratio(0.0);
    let headers = async || Ok::<_, &str>([("Authorization", "Bearer t")]);
    let mut source = EventSource::builder(&scene.url).retry(retry).headers_fn(headers).open().unwrap();
    for _ in 0..ATTEMPTS {
        event(&mut source).await;
        assert_eq!(failure(&mut source).await.reason(), Reason::End);
    }
    source.close();
    let log = scene.end(source).await;
    assert_eq!(log.requests.len(), ATTEMPTS);
    assert_eq!(log.max_open, 1, "one connection at a time");
}

#[wasm_bindgen_test]
async fn a_hundred_reconnects_leave_nothing_behind() {
    reconnects_twenty_times().await;
    let before = (memory(), held());
    for _ in 0..5 {
        reconnects_twenty_times().await;
    }
    let after = (memory(), held());
    assert_eq!(after.0, before.0, "bytes of memory");
    assert!(after.1 <= before.1, "{} objects held, {} before", after.1, before.1);
}

#[wasm_bindgen_test]
async fn a_thousand_sources_that_were_dropped_leave_nothing_behind() {
    let scene = Scene::of(json!([])).await;
    let before = held();
    for n in 0..1000 {
        let source = scene.open();
        if n % 2 == 0 {
            source.close();
        }
    }
    sleep(50).await;
    let after = held();
    assert!(after <= before, "{after} objects held, {before} before");
    scene.end(()).await;
}

#[wasm_bindgen_test]
async fn a_slow_application_makes_the_server_wait_and_loses_nothing() {
    const COUNT: u32 = 64;
    let line = "0123456789abcdef".repeat(64);
    let megabyte = format!("data: {line}\n").repeat(1024) + "\n";
    let body = json!([{ "write": megabyte, "times": COUNT }, { "hold": true }]);

    // Firefox takes whatever comes; Chromium lets the server wait. More than they do is not to be had.
    let unread = Scene::of(json!([{ "body": body }])).await;
    let response = fetch_unread(&unread.url).await;
    let unavoidable = settled(&unread).await;
    unread.cut("reset").await;
    unread.end(response).await;

    let scene = Scene::of(json!([{ "body": body }])).await;
    let mut source = scene.open();
    event(&mut source).await;
    let before = memory();
    let written = settled(&scene).await;
    assert!(written <= unavoidable + (24 << 20), "{written} bytes sent, {unavoidable} to a body that nobody reads");
    // An engine may gather many megabytes into one chunk, which is copied once and its events once more.
    assert!(memory() - before <= 40 << 20, "{} bytes of memory, {before} before", memory());
    for _ in 1..COUNT {
        assert_eq!(event(&mut source).await.data().len(), (line.len() + 1) * 1024 - 1);
    }
    quiet(&mut source, 50).await;
    scene.end(source).await;
}

/// The bytes that the server got rid of, once there are no more.
async fn settled(scene: &Scene) -> u64 {
    let mut before = 0;
    loop {
        sleep(300).await;
        let written = scene.log_now().await.requests[0].bytes_written;
        if written == before {
            return written;
        }
        before = written;
    }
}

#[wasm_bindgen_test]
async fn failures_that_nobody_takes_do_not_pile_up() {
    let scene = Scene::play(json!({ "responses": [{ "body": [] }], "repeat": true })).await;
    let mut source = scene.open();
    scene.log("requests:10").await;
    source = closed_after(source, 5).await;
    scene.end(source).await;
}

/// Of many failures one is left to be taken, the newest.
async fn closed_after(mut source: EventSource, attempts: u32) -> EventSource {
    assert!(failure(&mut source).await.attempt() >= attempts);
    source
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static GLOBAL: Global;

    type Global;

    #[wasm_bindgen(method, getter, structural)]
    fn fetch(this: &Global) -> JsValue;

    #[wasm_bindgen(method, setter, structural)]
    fn set_fetch(this: &Global, fetch: &JsValue);
}

/// Puts the browser's own `fetch` back.
struct OtherFetch(JsValue);

impl OtherFetch {
    fn install(answer: impl Fn() -> web_sys::Response + 'static) -> Self {
        let fetch =
            Closure::<dyn Fn() -> js_sys::Promise>::new(move || js_sys::Promise::resolve(&JsValue::from(answer())));
        GLOBAL.with(|global| {
            let own = global.fetch();
            global.set_fetch(&fetch.into_js_value());
            Self(own)
        })
    }
}

impl Drop for OtherFetch {
    fn drop(&mut self) {
        GLOBAL.with(|global| global.set_fetch(&self.0));
    }
}

#[wasm_bindgen_test]
async fn a_response_without_a_body_is_a_stream_that_has_ended() {
    let _other = OtherFetch::install(|| {
        let response = web_sys::Response::new().unwrap();
        response.headers().set("Content-Type", "text/event-stream").unwrap();
        assert!(response.body().is_none());
        response
    });
    let retry = RetryConfig::new().initial_delay(Duration::from_millis(5)).max_retries(1);
    let mut source = EventSource::builder("/").retry(retry).open().unwrap();
    let error = failure(&mut source).await;
    assert_eq!((error.reason(), error.will_retry()), (Reason::End, true));
    assert_eq!(last_failure(&mut source).await.reason(), Reason::End);
}
