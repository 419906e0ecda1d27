//! The server says no: the stream ends with a failure that says which no, and lets go of the connection.

use eventsource_wasm::{EventSource, InvalidRequest, Next, Reason};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::util::{Scene, event, failure, hold, last_failure, not_to_be_kept};

/// A response whose body never ends by itself: only a client that cancels it gets rid of it.
async fn is_final(mut response: Value, reason: Reason, status: u16) {
    response["body"] = json!([{ "write": "data: not for you\n\n" }, { "hold": true }]);
    let scene = Scene::play(json!({ "responses": [not_to_be_kept(response)], "repeat": true })).await;
    let mut source = scene.open();
    let error = last_failure(&mut source).await;
    assert_eq!((error.reason(), error.status(), error.next(), error.attempt()), (reason, status, Next::Fatal, 1));
    let log = scene.log_within(1000, "open:0").await;
    assert_eq!(log.requests.len(), 1);
    assert_eq!(log.requests[0].closed_by.as_deref(), Some("client"), "the body is cancelled");
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn status_204_asks_not_to_come_back() {
    let scene = Scene::play(json!({ "responses": [{ "status": 204 }], "repeat": true })).await;
    let mut source = scene.open();
    let error = last_failure(&mut source).await;
    assert_eq!((error.reason(), error.status(), error.next()), (Reason::NoContent, 204, Next::Fatal));
    assert_eq!(scene.end(source).await.requests.len(), 1);
}

#[wasm_bindgen_test]
async fn status_401_means_that_the_credentials_are_wrong() {
    is_final(json!({ "status": 401 }), Reason::Unauthorized, 401).await;
}

#[wasm_bindgen_test]
async fn status_404_means_that_nothing_is_there() {
    is_final(json!({ "status": 404 }), Reason::Http, 404).await;
}

#[wasm_bindgen_test]
async fn status_503_means_that_the_server_is_overloaded() {
    is_final(json!({ "status": 503 }), Reason::Http, 503).await;
}

#[wasm_bindgen_test]
async fn even_an_event_stream_is_none_with_another_status_than_200() {
    let headers = json!({ "content-type": "text/event-stream" });
    for status in [201, 206, 500] {
        is_final(json!({ "status": status, "headers": headers }), Reason::Http, status).await;
    }
}

#[wasm_bindgen_test]
async fn a_page_of_html_is_no_event_stream() {
    is_final(json!({ "headers": { "content-type": "text/html" } }), Reason::ContentType, 200).await;
}

#[wasm_bindgen_test]
async fn without_a_content_type_nothing_is_an_event_stream() {
    is_final(json!({ "headers": { "content-type": null } }), Reason::ContentType, 200).await;
}

#[wasm_bindgen_test]
async fn a_content_type_with_parameters_is_an_event_stream() {
    let mut response = hold(json!([{ "event": { "data": "x" } }]));
    response["headers"] = json!({ "content-type": "Text/Event-Stream ; charset=utf-8" });
    let scene = Scene::of(json!([response])).await;
    let mut source = scene.open();
    assert_eq!(event(&mut source).await.data(), "x");
    scene.end(source).await;
}

/// Lets even a cross-origin isolated page, as the test runner's is, see that there was an answer.
const SEEN: &str = "cross-origin-resource-policy";

#[wasm_bindgen_test]
async fn a_server_that_does_not_allow_this_origin_is_told_from_one_that_is_not_there() {
    let refusal = json!({ "cors": false, "headers": { SEEN: "cross-origin" } });
    let scene = Scene::play(json!({ "responses": [refusal], "repeat": true })).await;
    let mut source = scene.open();
    let error = last_failure(&mut source).await;
    assert_eq!((error.reason(), error.status(), error.next()), (Reason::Cors, 0, Next::Fatal));
    let log = scene.end(source).await;
    // The second request shows that it is no server which was just restarted.
    assert_eq!((log.requests.len(), log.probes.len()), (2, 1));
    assert_eq!(log.probes[0].header("cookie"), None);
}

#[wasm_bindgen_test]
async fn a_server_whose_stream_never_ends_is_asked_for_no_more_than_its_head() {
    let refusal = json!({
        "cors": false,
        "headers": { SEEN: "cross-origin" },
        "body": [{ "event": { "data": "not for you" } }, { "hold": true }],
    });
    let scene = Scene::play(json!({ "responses": [not_to_be_kept(refusal)], "repeat": true })).await;
    let mut source = scene.open();
    assert_eq!(last_failure(&mut source).await.reason(), Reason::Cors);
    let log = scene.end(source).await;
    let [probe] = &log.probes[..] else { panic!("one probe: {log:?}") };
    assert_eq!((probe.method.as_str(), probe.header("accept")), ("GET", Some("text/event-stream")));
    assert_eq!(probe.closed_by.as_deref(), Some("client"));
}

#[wasm_bindgen_test]
async fn without_the_probe_a_refusal_looks_like_a_lost_network_and_is_retried() {
    let refusal = json!({ "cors": false, "headers": { SEEN: "cross-origin" } });
    let scene = Scene::play(json!({ "responses": [refusal], "repeat": true })).await;
    let mut source = scene.source().cors_probe(false).open().unwrap();
    let error = failure(&mut source).await;
    assert_eq!((error.reason(), error.will_retry()), (Reason::Network, true));
    assert!(scene.end(source).await.probes.is_empty());
}

#[wasm_bindgen_test]
async fn a_server_that_does_not_allow_a_header_is_told_from_one_that_is_not_there() {
    let refusal = json!({ "cors": { "allowHeaders": "" }, "headers": { SEEN: "cross-origin" } });
    let scene = Scene::play(json!({ "responses": [refusal], "repeat": true })).await;
    let mut source = scene.source().header("X-Tenant", "7").open().unwrap();
    assert_eq!(last_failure(&mut source).await.reason(), Reason::Cors);
    let log = scene.end(source).await;
    assert_eq!((log.requests.len(), log.preflights.len()), (0, 2));
}

#[wasm_bindgen_test]
async fn redirects_in_a_circle_are_a_network_error_as_fetch_has_it() {
    let scene = Scene::play(json!({ "responses": [{ "redirect": "{first}/s/{id}" }], "repeat": true })).await;
    let mut source = scene.open();
    let error = failure(&mut source).await;
    assert_eq!((error.reason(), error.attempt()), (Reason::Network, 1));
    assert!(error.will_retry());
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn what_is_no_url_is_refused_at_once() {
    for (url, told) in [
        ("http://[", "http://["),
        ("https://user:secret@127.0.0.1/", "https://127.0.0.1/"),
        ("https://user:sec@ret@127.0.0.1/?token=secret", "https://127.0.0.1/"),
        ("http:\\\\secret@[", "http://["),
        ("http://[#secret", "http://["),
    ] {
        let Err(error) = EventSource::new(url) else { panic!("{url} was accepted") };
        assert_eq!(error, InvalidRequest::Url(told.into()));
    }
}

#[wasm_bindgen_test]
async fn a_header_that_cannot_be_sent_is_refused_at_once_and_its_value_kept_secret() {
    for (name, value) in [("X-Token", "sec\nret"), ("X-Token", "ret\u{6f22}"), ("X Token", "ret")] {
        let Err(error) = EventSource::builder("/").header(name, value).open() else { panic!("{name} was accepted") };
        assert_eq!(error, InvalidRequest::Header(name.into()));
        assert!(error.to_string().contains(name) && !error.to_string().contains("ret"), "{error}");
    }
}
