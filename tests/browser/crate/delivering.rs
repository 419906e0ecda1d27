//! What the server sends is what the application gets.

use eventsource_wasm::{EventSource, ReadyState, Reason};
use futures_util::stream::FusedStream;
use serde::Deserialize;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::util::{Scene, beat, ends, event, failure, hold, sleep};

fn origin_of(url: &str) -> String {
    url.split('/').take(3).collect::<Vec<_>>().join("/")
}

#[wasm_bindgen_test]
async fn events_arrive_with_all_that_they_carry() {
    let scene = Scene::of(json!([hold(json!([
        { "comment": "hello" },
        { "write": "data: plain\n\n" },
        { "write": "event: landed\nid: 7\ndata: one\ndata:\ndata: three\n\n" },
        { "write": "unknown: x\rdata:no space\r\nid: \u{e9}\u{6f22}\u{1f600}\r\n\r\n" },
        { "write": "event: nothing\n\n" },
        { "write": ":\n\ndata\n\n" },
    ]))]))
    .await;
    let mut source = scene.open();
    let seen = [event(&mut source).await, event(&mut source).await, event(&mut source).await, event(&mut source).await];
    let seen = seen.each_ref().map(|event| (event.event_type(), event.data(), event.last_event_id()));
    assert_eq!(
        seen,
        [
            ("message", "plain", ""),
            ("landed", "one\n\nthree", "7"),
            ("message", "no space", "\u{e9}\u{6f22}\u{1f600}"),
            ("message", "", "\u{e9}\u{6f22}\u{1f600}"),
        ]
    );
    assert_eq!(source.last_event_id(), "\u{e9}\u{6f22}\u{1f600}");
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn the_network_may_cut_the_stream_after_any_byte() {
    let text = "\u{feff}event: g\u{fc}n\r\ndata: \u{1f6eb} \u{6f22}\u{5b57}\r\ndata: e\u{301}\rid: \u{e9}1\n\r\ndata: next\n\n";
    for slice in [1, 2, 3] {
        let scene = Scene::of(json!([hold(json!([{ "write": text, "slice": slice }]))])).await;
        let mut source = scene.open();
        let first = event(&mut source).await;
        let carried = (first.event_type(), first.data(), first.last_event_id());
        assert_eq!(carried, ("g\u{fc}n", "\u{1f6eb} \u{6f22}\u{5b57}\ne\u{301}", "\u{e9}1"), "slices of {slice}");
        assert_eq!(event(&mut source).await.data(), "next");
        scene.end(source).await;
    }
}

#[wasm_bindgen_test]
async fn an_event_knows_the_origin_that_it_came_from() {
    let scene = Scene::of(json!([hold(json!([{ "event": { "data": "here" } }]))])).await;
    let mut source = scene.open();
    assert_eq!(event(&mut source).await.origin(), origin_of(&scene.url));
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn after_a_redirect_the_origin_is_that_of_the_server_that_answered() {
    let scene = Scene::of(json!([
        { "redirect": "{second}/s/{id}" },
        beat(json!([{ "event": { "data": "there" } }])),
    ]))
    .await;
    let mut source = scene.open();
    assert_eq!(event(&mut source).await.origin(), origin_of(&scene.second_url));
    assert_eq!(source.url(), scene.url, "the next attempt starts from the first URL again");
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn ten_thousand_events_at_once_all_arrive_in_order() {
    let events: Vec<_> = (0..10_000).map(|n| json!({ "id": n.to_string(), "data": format!("number {n}") })).collect();
    let scene = Scene::play(json!({ "events": events, "responses": [hold(json!([{ "replay": true }]))] })).await;
    let mut source = scene.open();
    for n in 0..10_000 {
        let event = event(&mut source).await;
        assert_eq!(event.data(), format!("number {n}"));
        assert_eq!(event.last_event_id(), n.to_string());
    }
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn an_event_of_eight_megabytes_arrives_whole() {
    let scene = Scene::of(json!([hold(json!([
        { "write": "data: " },
        { "write": "0123456789abcdef", "times": 1 << 19 },
        { "write": "\n\n" },
    ]))]))
    .await;
    let mut source = scene.open();
    let data = event(&mut source).await.data().to_owned();
    assert_eq!(data.len(), 16 << 19);
    assert!(data.as_bytes().chunks(16).all(|piece| piece == b"0123456789abcdef"));
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn an_event_beyond_the_buffers_limit_is_a_failure_and_not_the_end_of_memory() {
    let scene = Scene::of(json!([
        hold(
            json!([{ "event": { "id": "1", "data": "small" } }, { "write": "data: " }, { "write": "x", "times": 3000 }])
        ),
        hold(json!([{ "event": { "id": "2", "data": "next" } }])),
    ]))
    .await;
    let mut source = scene.source().max_buffer_size(2000).open().unwrap();
    assert_eq!(event(&mut source).await.data(), "small");
    let error = failure(&mut source).await;
    assert_eq!(error.reason(), Reason::TooLarge);
    assert!(error.will_retry());
    assert_eq!(event(&mut source).await.data(), "next");
    let log = scene.end(source).await;
    assert_eq!(log.requests[0].closed_by.as_deref(), Some("client"));
    assert_eq!(log.requests[1].last_event_id.as_deref(), Some("1"));
}

#[derive(Debug, Deserialize, PartialEq)]
struct Departure {
    flight: String,
    gate: Option<u32>,
    delays: Vec<f64>,
}

#[wasm_bindgen_test]
async fn json_becomes_the_applications_own_type() {
    let scene = Scene::of(json!([hold(json!([
        { "event": { "data": "{\"flight\":\"LH 1\",\"gate\":12,\"delays\":[0.5,1e3],\"more\":{}}" } },
        { "event": { "data": "{\"flight\":\"LH 2\",\n\"delays\":[]}" } },
        { "event": { "data": "{\"flight\":" } },
        { "event": { "data": "{\"flight\":3,\"delays\":[]}" } },
    ]))]))
    .await;
    let mut source = scene.open();
    let departure: Departure = event(&mut source).await.json().unwrap();
    assert_eq!(departure, Departure { flight: "LH 1".into(), gate: Some(12), delays: vec![0.5, 1000.0] });
    let departure: Departure = event(&mut source).await.json().unwrap();
    assert_eq!(departure, Departure { flight: "LH 2".into(), gate: None, delays: vec![] });
    let cut = event(&mut source).await.json::<Departure>().unwrap_err();
    assert!(cut.to_string().contains("SyntaxError"), "{cut}");
    let wrong = event(&mut source).await.json::<Departure>().unwrap_err();
    assert!(wrong.to_string().contains("invalid type"), "{wrong}");
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn what_came_before_the_end_is_taken_before_the_failure() {
    let scene = Scene::of(json!([
        { "body": [{ "event": { "id": "1", "data": "a" } }, { "event": { "id": "2", "data": "b" } }] },
        { "status": 204 },
    ]))
    .await;
    let mut source = scene.open();
    scene.log("closed:1").await;
    assert_eq!(source.last_event_id(), "", "nothing was taken yet");
    assert_eq!(event(&mut source).await.data(), "a");
    assert_eq!(source.last_event_id(), "1", "another source would go on from what was taken, not from what came");
    assert_eq!(event(&mut source).await.data(), "b");
    scene.log("closed:2").await;
    sleep(50).await;
    assert_eq!(source.ready_state(), ReadyState::Closed);
    assert!(!source.is_terminated(), "there is still something to be taken");
    assert_eq!(failure(&mut source).await.reason(), Reason::NoContent);
    assert!(source.is_terminated());
    ends(&mut source).await;
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn the_ready_state_tells_the_connections_course() {
    use ReadyState::{Closed, Connecting, Open};
    use alloc::rc::Rc;
    use core::cell::RefCell;

    let scene = Scene::of(json!([{ "body": [{ "event": { "data": "a" } }] }, { "status": 204 }])).await;
    let states = Rc::new(RefCell::new(Vec::new()));
    let heard = Rc::clone(&states);
    let mut source = scene.source().on_ready_state(move |state| heard.borrow_mut().push(state)).open().unwrap();
    assert_eq!(source.ready_state(), Connecting);
    event(&mut source).await;
    assert_eq!(source.ready_state(), Open);
    failure(&mut source).await;
    failure(&mut source).await;
    assert_eq!(source.ready_state(), Closed);
    assert_eq!(*states.borrow(), [Open, Connecting, Closed]);
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn a_url_without_a_scheme_is_relative_to_the_page() {
    let source = EventSource::new("nothing/here?x=1").unwrap();
    assert!(source.url().starts_with("http://"), "{}", source.url());
    assert!(source.url().ends_with("/nothing/here?x=1"), "{}", source.url());
}
