//! The application sends the requests itself: whatever its `fetch` answers, the source is in a state that makes sense.

use alloc::rc::Rc;
use core::cell::Cell;
use core::time::Duration;

use eventsource_wasm::{Builder, EventSource, ReadyState, Reason, RequestInit, Response, RetryConfig};
use serde_json::json;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use super::util::hostile::{
    break_fetch, broken_names, less, less_names, mend_fetch, said_of, thrown, thrown_names, useless, useless_names,
    why_useless,
};
use super::util::{Scene, beat, event, failure, last_failure, now, send, sleep, uncaught};

/// A source of this origin, which comes back once.
fn source() -> Builder {
    uncaught::watch();
    let retry = RetryConfig::new().initial_delay(Duration::from_millis(10)).max_retries(1);
    EventSource::builder("/stream?of=ours").retry(retry)
}

/// Answers the first request with this, and all others with an event.
fn answering(first: impl Fn() -> Result<JsValue, JsValue> + 'static) -> EventSource {
    let asked = Cell::new(0);
    let fetch = async move |_, _| {
        asked.set(asked.get() + 1);
        let answer = if asked.get() == 1 { first()? } else { less("chunks of text") };
        Ok(answer.unchecked_into::<Response>())
    };
    source().fetch(fetch).open().unwrap()
}

#[wasm_bindgen_test]
async fn a_response_that_is_less_than_the_platforms_is_read_as_far_as_it_can_be() {
    for name in less_names() {
        let answer = name.clone();
        let mut source = answering(move || Ok(less(&answer)));
        let first = event(&mut source).await;
        assert!(["x", "halfdata: half"].contains(&first.data()), "{name}: {first:?}");
        assert!(first.origin().starts_with("http://"), "{name}: {first:?}");
        source.close();
        assert_eq!(source.ready_state(), ReadyState::Closed, "{name}");
    }
    uncaught::assert_none().await;
}

#[wasm_bindgen_test]
async fn the_origin_is_that_of_a_relative_url() {
    let relative = || {
        let response = less("chunks of text");
        js_sys::Reflect::set(&response, &"url".into(), &"elsewhere".into()).unwrap();
        Ok(response)
    };
    let mut source = answering(relative);
    let origin = source.url().split('/').take(3).collect::<Vec<_>>().join("/");
    assert_eq!(event(&mut source).await.origin(), origin);
}

#[wasm_bindgen_test]
async fn what_is_no_response_is_one_error_that_says_why_and_the_next_attempt_works() {
    for name in useless_names() {
        let answer = name.clone();
        let mut source = answering(move || Ok(useless(&answer)));
        let error = failure(&mut source).await;
        assert_eq!(
            (error.reason(), error.will_retry(), error.attempt()),
            (Reason::Network, true, 1),
            "{name}: {error}"
        );
        let said = error.cause().unwrap_or_default();
        assert!(said.contains(&why_useless(&name)), "{name}: {said:?}");
        assert!(error.to_string().starts_with("the function given as fetch failed"), "{name}: {error}");
        assert_eq!(event(&mut source).await.data(), "x", "{name}");
    }
    uncaught::assert_none().await;
}

#[wasm_bindgen_test]
async fn whatever_is_thrown_is_told_in_words() {
    for name in thrown_names() {
        let what = name.clone();
        let mut source = answering(move || Err(thrown(&what)));
        let error = failure(&mut source).await;
        assert_eq!((error.reason(), error.cause()), (Reason::Network, Some(&*said_of(&name))), "{name}");
        assert_eq!(event(&mut source).await.data(), "x", "{name}");
    }
    uncaught::assert_none().await;
}

#[wasm_bindgen_test]
async fn a_page_that_has_broken_its_fetch_hears_of_it_and_may_mend_it() {
    for name in broken_names() {
        break_fetch(&name);
        let retry = RetryConfig::new().initial_delay(Duration::from_millis(50));
        let mut source = EventSource::builder("/").retry(retry).open().unwrap();
        let error = failure(&mut source).await;
        mend_fetch();
        assert_eq!((error.reason(), error.will_retry()), (Reason::Network, true), "{name}");
        assert!(error.cause().is_some(), "{name}");
        // The page's own address is no stream.
        assert_eq!(last_failure(&mut source).await.reason(), Reason::ContentType, "{name}");
    }
}

/// A `fetch` that does not know when it is no longer wanted.
async fn send_without_signal(url: &str, init: RequestInit) -> Result<Response, JsValue> {
    js_sys::Reflect::set(&init, &"signal".into(), &JsValue::UNDEFINED)?;
    send(url, &init).await
}

#[wasm_bindgen_test]
async fn a_response_that_comes_when_nobody_waits_for_it_any_more_is_let_go() {
    for by_dropping in [false, true] {
        let scene = Scene::of(json!([beat(json!([{ "event": { "data": "x" } }]))])).await;
        let came = Rc::new(Cell::new(false));
        let notes = Rc::clone(&came);
        let late = async move |url: String, init| {
            let response = send_without_signal(&url, init).await;
            sleep(100).await;
            notes.set(true);
            response
        };
        let source = scene.source().fetch(late).open().unwrap();
        scene.log("opened:1").await;
        assert!(!came.get());
        if by_dropping {
            drop(source);
        } else {
            source.close();
        }
        let log = scene.log("open:0").await;
        assert!(came.get());
        assert_eq!(log.requests[0].closed_by.as_deref(), Some("client"));
        scene.end(()).await;
    }
}

#[wasm_bindgen_test]
async fn a_fetch_that_hangs_is_given_up_and_does_no_harm_when_it_answers_after_all() {
    let scene = Scene::of(json!([
        beat(json!([{ "event": { "data": "late" } }])),
        beat(json!([{ "event": { "data": "in time" } }])),
    ]))
    .await;
    let asked = Cell::new(0);
    let slow_at_first = async move |url: String, init| {
        asked.set(asked.get() + 1);
        let slow = asked.get() == 1;
        let response = send_without_signal(&url, init).await;
        sleep(if slow { 300 } else { 0 }).await;
        response
    };
    let timeout = Duration::from_millis(150);
    let mut source = scene.source().fetch(slow_at_first).connect_timeout(timeout).open().unwrap();
    assert_eq!(failure(&mut source).await.reason(), Reason::ConnectTimeout);
    assert_eq!(event(&mut source).await.data(), "in time");
    let began = now();
    let log = scene.log("open:1").await;
    assert!(now() - began < 5000.0);
    assert_eq!(log.requests[0].closed_by.as_deref(), Some("client"), "the late one is let go");
    assert_eq!(log.requests[1].closed_at, None);
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn a_refusal_whose_body_is_odd_is_a_refusal_all_the_same() {
    for name in
        ["a body of text", "a body that is locked", "no reader", "a read that throws", "chunks that are objects"]
    {
        let answer = useless(name);
        js_sys::Reflect::set(&answer, &"status".into(), &500.into()).unwrap();
        let fetch = async move |_, _| Ok(answer.clone().unchecked_into::<Response>());
        let mut source = source().fetch(fetch).read_error_body(true).open().unwrap();
        let error = last_failure(&mut source).await;
        assert_eq!((error.reason(), error.status()), (Reason::Http, 500), "{name}: {error}");
        assert_eq!(error.body(), Some(""), "{name}");
    }
    uncaught::assert_none().await;
}
