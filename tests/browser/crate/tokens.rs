//! Tokens that expire, are refreshed or refused; and what the application retries.

use alloc::rc::Rc;
use core::cell::{Cell, RefCell};

use eventsource_wasm::{Reason, is_transient};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::util::{Scene, event, failure, hold, last_failure, sleep};

#[wasm_bindgen_test]
async fn a_token_is_asked_for_anew_before_each_attempt() {
    let scene = Scene::of(json!([
        { "requireAuthorization": "Bearer 1", "body": [{ "event": { "data": "a" } }] },
        { "requireAuthorization": "Bearer 2", "body": [{ "event": { "data": "b" } }] },
        { "requireAuthorization": "Bearer 3", "body": [{ "event": { "data": "c" } }, { "hold": true }] },
    ]))
    .await;
    let asked = Rc::new(Cell::new(0));
    let count = Rc::clone(&asked);
    let headers = async move || {
        sleep(5).await;
        count.set(count.get() + 1);
        Ok::<_, &str>([("Authorization", format!("Bearer {}", count.get()))])
    };
    let mut source = scene.source().header("X-Tenant", "7").headers_fn(headers).open().unwrap();
    for data in ["a", "b", "c"] {
        assert_eq!(event(&mut source).await.data(), data);
        if data != "c" {
            failure(&mut source).await;
        }
    }
    assert_eq!(asked.get(), 3);
    let log = scene.end(source).await;
    assert!(log.requests.iter().all(|request| request.header("x-tenant") == Some("7")));
}

#[wasm_bindgen_test]
async fn a_token_service_that_is_down_for_a_moment_is_asked_again() {
    let scene = Scene::of(json!([hold(json!([{ "event": { "data": "x" } }]))])).await;
    let asked = Cell::new(0);
    let headers = async move || {
        asked.set(asked.get() + 1);
        if asked.get() == 1 { Err("the token service is down") } else { Ok([("Authorization", "Bearer t")]) }
    };
    let mut source = scene.source().headers_fn(headers).open().unwrap();
    let error = failure(&mut source).await;
    assert_eq!((error.reason(), error.cause()), (Reason::Headers, Some("the token service is down")));
    assert!(error.will_retry());
    event(&mut source).await;
    assert_eq!(scene.end(source).await.requests.len(), 1, "nothing is sent without its headers");
}

#[wasm_bindgen_test]
async fn a_fresh_header_that_cannot_be_sent_is_named_and_its_value_kept_secret() {
    let scene = Scene::of(json!([hold(json!([]))])).await;
    let headers = async || Ok::<_, &str>([("X-Token", "sec\nret")]);
    let mut source = scene.source().headers_fn(headers).open().unwrap();
    let error = failure(&mut source).await;
    assert_eq!(error.reason(), Reason::Headers);
    assert!(error.to_string().contains("X-Token") && !error.to_string().contains("ret"), "{error}");
    assert_eq!(scene.end(source).await.requests.len(), 0);
}

#[wasm_bindgen_test]
async fn a_token_that_has_expired_is_renewed_once_and_the_stream_goes_on() {
    let scene = Scene::play(json!({
        "requireAuthorization": "Bearer new",
        "responses": [hold(json!([{ "event": { "data": "x" } }]))],
    }))
    .await;
    let token = Rc::new(Cell::new("old"));
    let (read, renew) = (Rc::clone(&token), token);
    let mut source = scene
        .source()
        .headers_fn(async move || Ok::<_, &str>([("Authorization", format!("Bearer {}", read.get()))]))
        .on_unauthorized(async move |error| {
            assert_eq!((error.reason(), error.status(), error.attempt()), (Reason::Unauthorized, 401, 1));
            sleep(5).await;
            renew.set("new");
            true
        })
        .open()
        .unwrap();
    assert_eq!(event(&mut source).await.data(), "x");
    let log = scene.end(source).await;
    assert_eq!(log.requests.len(), 2);
    assert!(log.requests[1].at - log.requests[0].at < 1000.0, "at once, without the wait of a failure");
}

#[wasm_bindgen_test]
async fn a_token_that_is_refused_twice_ends_the_stream() {
    let scene = Scene::play(json!({ "requireAuthorization": "Bearer right", "responses": [] })).await;
    let asked = Rc::new(Cell::new(0));
    let count = Rc::clone(&asked);
    let refresh = async move |_| {
        count.set(count.get() + 1);
        true
    };
    let mut source = scene.source().header("Authorization", "Bearer wrong").on_unauthorized(refresh).open().unwrap();
    let error = last_failure(&mut source).await;
    assert_eq!((error.reason(), error.status(), error.attempt()), (Reason::Unauthorized, 401, 2));
    assert_eq!(asked.get(), 1);
    assert_eq!(scene.end(source).await.requests.len(), 2);
}

#[wasm_bindgen_test]
async fn a_user_who_has_logged_out_is_not_tried_again() {
    let scene = Scene::of(json!([{ "status": 401 }])).await;
    let mut source = scene.source().on_unauthorized(async |_| false).open().unwrap();
    assert_eq!(last_failure(&mut source).await.reason(), Reason::Unauthorized);
    assert_eq!(scene.end(source).await.requests.len(), 1);
}

#[wasm_bindgen_test]
async fn the_application_decides_what_is_retried() {
    let scene = Scene::of(json!([
        { "status": 503 },
        { "status": 503 },
        { "body": [{ "event": { "data": "up" } }] },
        { "status": 500 },
    ]))
    .await;
    let asked = Rc::new(RefCell::new(Vec::new()));
    let notes = Rc::clone(&asked);
    let decide = move |error: &eventsource_wasm::Error| {
        notes.borrow_mut().push((error.reason(), error.status()));
        error.status() != 500
    };
    let mut source = scene.source().should_retry(decide).open().unwrap();
    for attempt in 1..=2 {
        let error = failure(&mut source).await;
        assert_eq!((error.status(), error.attempt(), error.will_retry()), (503, attempt, true));
    }
    assert_eq!(event(&mut source).await.data(), "up");
    assert_eq!(failure(&mut source).await.reason(), Reason::End);
    assert_eq!(last_failure(&mut source).await.status(), 500);
    assert_eq!(*asked.borrow(), [(Reason::Http, 503), (Reason::Http, 503), (Reason::End, 0), (Reason::Http, 500)]);
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn a_deployment_is_lived_through_and_a_missing_page_is_not() {
    let scene =
        Scene::of(json!([{ "status": 503 }, { "body": [{ "event": { "data": "up" } }] }, { "status": 404 }])).await;
    let mut source = scene.source().should_retry(is_transient).open().unwrap();
    let error = failure(&mut source).await;
    assert_eq!((error.status(), error.will_retry()), (503, true));
    assert_eq!(event(&mut source).await.data(), "up");
    // Left to the standard: an end is retried, a 404 is not.
    assert_eq!(failure(&mut source).await.reason(), Reason::End);
    assert_eq!(last_failure(&mut source).await.status(), 404);
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn a_server_that_says_403_for_an_expired_token_can_be_lived_with() {
    let scene = Scene::of(json!([{ "status": 403 }, hold(json!([{ "event": { "data": "x" } }]))])).await;
    let builder = scene.source().unauthorized_statuses([401, 403]).on_unauthorized(async |error| error.status() == 403);
    let mut source = builder.open().unwrap();
    event(&mut source).await;
    scene.end(source).await;
}
