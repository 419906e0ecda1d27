//! The page's life, as the browser announces it. No script can dispatch a trusted event, so the tests call who listens; what
//! that sets off is real.

use core::time::Duration;

use eventsource_wasm::{EventSource, ReadyState, Reason, RetryConfig};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::util::{Scene, announce_page, dispatch_own, event, failure, hold, not_to_be_kept, now, quiet};

#[wasm_bindgen_test]
async fn a_page_that_is_left_drops_its_connection_and_resumes_when_it_is_back() {
    let scene = Scene::play(json!({
        "events": [{ "id": "1", "data": "a" }, { "id": "2", "data": "b" }],
        "responses": [not_to_be_kept(hold(json!([{ "replay": { "count": 1 } }]))), hold(json!([{ "replay": true }]))],
    }))
    .await;
    let mut source = EventSource::new(&scene.url).unwrap();
    assert_eq!(event(&mut source).await.data(), "a");
    announce_page("pagehide");
    assert_eq!(source.ready_state(), ReadyState::Connecting);
    scene.log_within(1000, "open:0").await;
    quiet(&mut source, 100).await;
    let back = now();
    announce_page("pageshow");
    assert_eq!(event(&mut source).await.data(), "b", "no failure comes before it");
    assert!(now() - back < 1000.0, "at once");
    let log = scene.end(source).await;
    assert_eq!(log.requests[1].last_event_id.as_deref(), Some("1"));
    assert_eq!(log.requests.len(), 2);
}

#[wasm_bindgen_test]
async fn a_source_that_is_closed_does_not_come_back_with_the_page() {
    let scene = Scene::of(json!([hold(json!([{ "event": { "data": "x" } }]))])).await;
    let mut source = scene.open();
    event(&mut source).await;
    announce_page("pagehide");
    source.close();
    announce_page("pageshow");
    announce_page("online");
    drop(source);
    announce_page("pagehide");
    announce_page("pageshow");
    super::util::sleep(100).await;
    assert_eq!(scene.end(()).await.requests.len(), 1);
}

#[wasm_bindgen_test]
async fn a_network_that_is_back_ends_the_wait() {
    let scene = Scene::of(json!([{ "body": [] }, hold(json!([{ "event": { "data": "x" } }]))])).await;
    let retry = RetryConfig::new().initial_delay(Duration::from_secs(20));
    let mut source = EventSource::builder(&scene.url).retry(retry).open().unwrap();
    assert_eq!(failure(&mut source).await.reason(), Reason::End);
    announce_page("offline");
    quiet(&mut source, 100).await;
    announce_page("online");
    assert_eq!(event(&mut source).await.data(), "x");
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn a_widget_whose_own_events_have_the_names_of_the_pages_changes_nothing() {
    let scene = Scene::of(json!([hold(
        json!([{ "event": { "data": "a" } }, { "waitFor": "more" }, { "event": { "data": "b" } }])
    ),]))
    .await;
    let mut source = EventSource::builder(&scene.url).hidden_grace(Duration::ZERO).open().unwrap();
    assert_eq!(event(&mut source).await.data(), "a");
    for kind in ["freeze", "pagehide", "offline", "visibilitychange", "resume", "pageshow", "online"] {
        dispatch_own(kind);
        assert_eq!(source.ready_state(), ReadyState::Open, "{kind}");
    }
    quiet(&mut source, 100).await;
    scene.signal("more").await;
    assert_eq!(event(&mut source).await.data(), "b");
    assert_eq!(scene.end(source).await.requests.len(), 1);
}

#[wasm_bindgen_test]
async fn a_connection_that_is_lost_while_the_page_is_being_left_is_no_failure() {
    let scene = Scene::of(json!([hold(json!([{ "event": { "data": "x" } }]))])).await;
    let mut source = scene.open();
    event(&mut source).await;
    announce_page("beforeunload");
    scene.cut("reset").await;
    quiet(&mut source, 300).await;
    assert_eq!(source.ready_state(), ReadyState::Connecting);
    scene.end(source).await;
}
