//! The connection breaks, and nothing is lost.

use core::time::Duration;

use eventsource_wasm::{EventSource, Heartbeat, Next, ReadyState, Reason, Reconnect, RetryConfig};
use futures_util::StreamExt;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::util::{Scene, ends, event, failure, hold, last_failure, quiet, within};

/// The stream is cut after its first event, in one way, and goes on with its second one.
async fn comes_back_after(cut: &str, reason: Reason) {
    let scene = Scene::play(json!({
        "events": [{ "id": "1", "data": "a" }, { "id": "2", "data": "b" }, { "id": "3", "data": "c" }],
        "responses": [
            hold(json!([{ "replay": { "count": 1 } }])),
            hold(json!([{ "replay": true }])),
        ],
    }))
    .await;
    let mut source = scene.open();
    assert_eq!(event(&mut source).await.data(), "a");
    scene.cut(cut).await;
    let error = failure(&mut source).await;
    assert_eq!((error.reason(), error.next(), error.attempt()), (reason, Next::Retry(Duration::from_millis(20)), 1));
    assert_eq!(event(&mut source).await.data(), "b");
    assert_eq!(event(&mut source).await.data(), "c");
    let log = scene.end(source).await;
    assert_eq!(log.requests.len(), 2);
    assert_eq!(log.requests[0].last_event_id, None);
    assert_eq!(log.requests[1].last_event_id.as_deref(), Some("1"));
    assert_eq!(log.max_open, 1);
}

#[wasm_bindgen_test]
async fn the_server_ends_the_stream_in_good_order() {
    comes_back_after("end", Reason::End).await;
}

#[wasm_bindgen_test]
async fn a_gateway_hangs_up_without_the_last_chunk() {
    comes_back_after("fin", Reason::Network).await;
}

#[wasm_bindgen_test]
async fn a_crash_resets_the_connection() {
    comes_back_after("reset", Reason::Network).await;
}

#[wasm_bindgen_test]
async fn the_last_event_id_is_sent_as_the_bytes_that_came() {
    let scene = Scene::of(json!([
        { "body": [{ "event": { "id": "a \u{e9}\u{6f22}\u{1f600}", "data": "x" } }] },
        hold(json!([])),
    ]))
    .await;
    let mut source = scene.open();
    event(&mut source).await;
    let log = scene.log("requests:2").await;
    assert_eq!(log.requests[1].last_event_id.as_deref(), Some("a \u{e9}\u{6f22}\u{1f600}"));
    assert_eq!(log.requests[1].last_event_id_bytes.as_deref(), Some("YSDDqea8ovCfmIA="));
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn the_application_may_go_on_from_an_id_that_it_has_kept() {
    let scene = Scene::of(json!([hold(json!([{ "event": { "data": "x" } }]))])).await;
    let mut source = scene.source().initial_last_event_id("41").open().unwrap();
    assert_eq!(source.last_event_id(), "41");
    assert_eq!(event(&mut source).await.last_event_id(), "41");
    let log = scene.end(source).await;
    assert_eq!(log.requests[0].last_event_id.as_deref(), Some("41"));
}

#[wasm_bindgen_test]
async fn an_empty_id_takes_the_last_event_id_back() {
    let scene = Scene::of(json!([
        { "body": [{ "event": { "id": "1", "data": "x" } }, { "write": "id\ndata: y\n\n" }] },
        hold(json!([])),
    ]))
    .await;
    let mut source = scene.open();
    assert_eq!(event(&mut source).await.last_event_id(), "1");
    assert_eq!(event(&mut source).await.last_event_id(), "");
    assert_eq!(scene.log("requests:2").await.requests[1].last_event_id, None);
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn an_event_that_the_cut_left_unfinished_never_was() {
    for cut in ["end", "fin", "reset"] {
        let scene = Scene::of(json!([
            { "body": [
                { "event": { "id": "1", "data": "whole" } },
                { "write": "id: 2\nevent: half\ndata: half\n" },
                { "hold": true },
            ] },
            hold(json!([{ "write": "data: fresh\n\n" }])),
        ]))
        .await;
        let mut source = scene.open();
        assert_eq!(event(&mut source).await.data(), "whole");
        scene.cut(cut).await;
        failure(&mut source).await;
        let fresh = event(&mut source).await;
        assert_eq!((fresh.event_type(), fresh.data(), fresh.last_event_id()), ("message", "fresh", "1"), "{cut}");
        let log = scene.end(source).await;
        assert_eq!(log.requests[1].last_event_id.as_deref(), Some("1"), "{cut}");
    }
}

#[wasm_bindgen_test]
async fn the_server_sets_the_time_until_the_next_attempt() {
    let scene = Scene::of(json!([{ "body": [{ "write": "retry: 400\ndata: x\n\n" }] }, hold(json!([]))])).await;
    let mut source = scene.open();
    event(&mut source).await;
    assert_eq!(failure(&mut source).await.delay(), Some(Duration::from_millis(400)));
    let log = scene.log("requests:2").await;
    let wait = log.requests[1].at - log.requests[0].closed_at.unwrap();
    assert!((390.0..1500.0).contains(&wait), "{wait} ms");
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn by_itself_it_waits_three_seconds_at_least() {
    let scene = Scene::of(json!([{ "body": [] }, hold(json!([]))])).await;
    let mut source = EventSource::new(&scene.url).unwrap();
    let wait = failure(&mut source).await.delay().unwrap();
    assert!((3000..=3300).contains(&wait.as_millis()), "{wait:?}");
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn a_server_that_is_not_there_is_tried_again() {
    // Nothing listens there: a discard service would, on machines of another century.
    let retry = RetryConfig::new().initial_delay(Duration::from_millis(10)).max_retries(2);
    let mut source = EventSource::builder("http://127.0.0.1:47999/").retry(retry).open().unwrap();
    for attempt in 1..=2 {
        let error = failure(&mut source).await;
        assert_eq!((error.reason(), error.status(), error.attempt()), (Reason::Network, 0, attempt));
        assert!(error.will_retry());
        assert_eq!(source.ready_state(), ReadyState::Connecting);
    }
    let error = last_failure(&mut source).await;
    assert_eq!((error.next(), error.attempt()), (Next::GaveUp, 3));
}

#[wasm_bindgen_test]
async fn a_server_that_hangs_up_before_it_answers_is_tried_again() {
    let reset = json!({ "rawHead": "", "body": [{ "reset": true }] });
    let half = json!({ "rawHead": "HTTP/1.1 200 OK\r\nContent-Ty", "body": [{ "fin": true }] });
    let scene = Scene::play(json!({ "responses": [reset, half, hold(json!([{ "event": { "data": "up" } }]))] })).await;
    let mut source = scene.open();
    // Firefox repeats such a request once by itself, and tells nobody.
    let mut failures = 0;
    let up = loop {
        match within(5000, "an answer", source.next()).await {
            Some(Ok(event)) => break event,
            Some(Err(error)) => {
                failures += 1;
                assert_eq!((error.reason(), error.attempt(), error.will_retry()), (Reason::Network, failures, true));
            }
            None => panic!("given up"),
        }
    };
    assert_eq!((up.data(), (1..=2).contains(&failures)), ("up", true));
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn a_server_that_falls_silent_counts_as_lost() {
    let scene = Scene::of(json!([
        { "body": [{ "event": { "id": "1", "data": "x" } }, { "comment": "", "times": 5, "every": 100 }, { "hold": true }] },
        hold(json!([{ "event": { "data": "y" } }])),
    ]))
    .await;
    let mut source = scene.source().heartbeat(Heartbeat::Fixed(Duration::from_millis(300))).open().unwrap();
    event(&mut source).await;
    quiet(&mut source, 350).await;
    assert_eq!(failure(&mut source).await.reason(), Reason::HeartbeatTimeout);
    assert_eq!(event(&mut source).await.data(), "y");
    let log = scene.end(source).await;
    assert_eq!(log.requests[0].closed_by.as_deref(), Some("client"));
    assert_eq!(log.requests[1].last_event_id.as_deref(), Some("1"));
}

#[wasm_bindgen_test]
async fn a_proxy_that_never_answers_is_given_up_in_time() {
    let scene = Scene::of(json!([
        { "rawHead": "", "body": [{ "hold": true }] },
        hold(json!([{ "event": { "data": "x" } }])),
    ]))
    .await;
    let mut source = scene.source().connect_timeout(Duration::from_millis(200)).open().unwrap();
    assert_eq!(failure(&mut source).await.reason(), Reason::ConnectTimeout);
    assert_eq!(event(&mut source).await.data(), "x");
    quiet(&mut source, 250).await;
    let log = scene.end(source).await;
    assert_eq!(log.requests[0].closed_by.as_deref(), Some("client"));
}

#[wasm_bindgen_test]
async fn a_stream_that_is_done_stays_done_if_the_application_says_so() {
    let scene = Scene::of(json!([
        { "body": [{ "event": { "data": "a" } }, { "waitFor": "cut" }, { "fin": true }] },
        { "body": [{ "event": { "data": "b" } }] },
    ]))
    .await;
    let mut source = scene.source().reconnect(Reconnect::OnError).open().unwrap();
    event(&mut source).await;
    scene.signal("cut").await;
    assert!(failure(&mut source).await.will_retry(), "a failure is retried");
    event(&mut source).await;
    let error = last_failure(&mut source).await;
    assert_eq!((error.reason(), error.next()), (Reason::End, Next::Fatal));
    assert_eq!(scene.end(source).await.requests.len(), 2);
}

#[wasm_bindgen_test]
async fn without_reconnecting_the_first_break_is_the_last() {
    let scene = Scene::of(json!([{ "body": [{ "fin": true }] }])).await;
    let mut source = scene.source().reconnect(Reconnect::Never).open().unwrap();
    assert_eq!(failure(&mut source).await.next(), Next::Fatal);
    ends(&mut source).await;
    assert_eq!(scene.end(source).await.requests.len(), 1);
}
