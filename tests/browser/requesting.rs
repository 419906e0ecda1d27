//! What is sent: headers, fresh tokens, cookies; and where redirects may take them.

use alloc::rc::Rc;
use core::cell::{Cell, RefCell};

use eventsource_wasm::session::{FollowRedirects, Next, Reason, Reconnect};
use eventsource_wasm::{EventSource, InvalidRequest, is_transient};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::RequestCredentials;

use super::util::{Scene, beat, event, failure, hold, last_failure, quick, sleep};

#[wasm_bindgen_test]
async fn a_request_is_that_of_the_standard() {
    let scene = Scene::of(json!([hold(json!([{ "event": { "data": "x" } }]))])).await;
    let mut source = scene.open();
    event(&mut source).await;
    let log = scene.end(source).await;
    let request = &log.requests[0];
    assert_eq!(request.method, "GET");
    assert_eq!(request.header("accept"), Some("text/event-stream"));
    assert_eq!(request.header("cache-control"), Some("no-cache"));
    assert_eq!(request.last_event_id, None);
    assert!(log.preflights.is_empty(), "a simple request needs no permission");
}

#[wasm_bindgen_test]
async fn headers_reach_the_server_at_each_attempt() {
    let scene = Scene::of(json!([{ "body": [] }, hold(json!([]))])).await;
    let builder = scene.source().header("X-Tenant", "7").header("Authorization", "Bearer t").header("x-tenant", "8");
    let source = builder.open().unwrap();
    let log = scene.log("requests:2").await;
    for request in &log.requests {
        assert_eq!(request.header("x-tenant"), Some("7, 8"));
        assert_eq!(request.header("authorization"), Some("Bearer t"));
        assert_eq!(request.header("accept"), Some("text/event-stream"));
    }
    scene.end(source).await;
}

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
async fn cookies_go_to_another_origin_only_with_credentials() {
    let cookie = json!({ "set-cookie": "seat=12A; Path=/" });
    let scene = Scene::of(json!([
        { "headers": cookie, "body": [{ "event": { "data": "x" } }] },
        { "body": [{ "event": { "data": "x" } }] },
        { "body": [{ "event": { "data": "x" } }] },
        { "body": [{ "event": { "data": "x" } }] },
    ]))
    .await;
    for with_credentials in [true, false, true] {
        let builder = scene.source().with_credentials(with_credentials).reconnect(Reconnect::Never);
        event(&mut builder.open().unwrap()).await;
    }
    let as_fetch_has_it = scene.source().credentials(RequestCredentials::Include).reconnect(Reconnect::Never);
    event(&mut as_fetch_has_it.open().unwrap()).await;
    let log = scene.end(()).await;
    let sent: Vec<_> = log.requests.iter().map(|request| request.header("cookie")).collect();
    assert_eq!(sent, [None, None, Some("seat=12A"), Some("seat=12A")]);
}

#[wasm_bindgen_test]
async fn a_redirect_does_not_carry_a_header_of_the_applications_elsewhere() {
    let scene = Scene::of(json!([{ "redirect": "{second}/s/{id}" }, hold(json!([]))])).await;
    let mut source = scene.source().header("X-Tenant", "7").open().unwrap();
    let error = last_failure(&mut source).await;
    assert_eq!((error.reason(), error.next()), (Reason::Redirect, Next::Fatal));
    assert!(error.to_string().contains("redirected"), "{error}");
    assert_eq!(scene.end(source).await.requests.len(), 1);
}

#[wasm_bindgen_test]
async fn a_redirect_is_followed_with_nothing_but_authorization_which_stays_behind() {
    let scene =
        Scene::of(json!([{ "redirect": "{second}/s/{id}" }, beat(json!([{ "event": { "data": "x" } }]))])).await;
    let mut source = scene.source().header("Authorization", "Bearer t").open().unwrap();
    event(&mut source).await;
    let log = scene.end(source).await;
    assert_eq!(log.requests[0].header("authorization"), Some("Bearer t"));
    assert_eq!(log.requests[1].header("authorization"), None);
}

#[wasm_bindgen_test]
async fn a_redirect_is_followed_with_any_header_if_the_application_says_so() {
    let scene =
        Scene::of(json!([{ "redirect": "{second}/s/{id}" }, beat(json!([{ "event": { "data": "x" } }]))])).await;
    let builder = scene.source().header("X-Tenant", "7").follow_redirects(FollowRedirects::Always);
    let mut source = builder.open().unwrap();
    event(&mut source).await;
    assert_eq!(scene.end(source).await.requests[1].header("x-tenant"), Some("7"));
}

#[wasm_bindgen_test]
async fn an_answer_of_a_language_model_is_asked_for_by_post_and_not_paid_twice() {
    let scene = Scene::of(json!([hold(json!([{ "write": "data: half\n\ndata: of" }]))])).await;
    let prompt = r#"{"prompt":"héllo"}"#;
    let builder = scene.source().method("POST").body(prompt).header("Content-Type", "application/json");
    let mut source = builder.open().unwrap();
    assert_eq!(event(&mut source).await.data(), "half");
    scene.cut("fin").await;
    let error = last_failure(&mut source).await;
    assert_eq!((error.reason(), error.next()), (Reason::Network, Next::NotRepeatable));
    let log = scene.end(source).await;
    let [request] = &log.requests[..] else { panic!("it was asked once: {log:?}") };
    assert_eq!(request.method, "POST");
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("content-length"), Some(prompt.len().to_string().as_str()));
}

#[wasm_bindgen_test]
async fn the_last_event_id_goes_into_the_query_where_headers_would_need_a_preflight() {
    let scene = Scene::of(
        json!([{ "body": [{ "write": "id: é 1\ndata: x\n\n" }] }, hold(json!([{ "event": { "data": "y" } }]))]),
    )
    .await;
    let address = format!("{}?a=+x&fr%6Fm=7&b=%C3%A9#fragment", scene.second_url);
    let builder = EventSource::builder(&address).retry(quick());
    let mut source = builder.last_event_id_query_parameter_name("from").open().unwrap();
    event(&mut source).await;
    failure(&mut source).await;
    event(&mut source).await;
    let log = scene.end(source).await;
    let query = |index: usize| log.requests[index].url.split_once('?').map(|(_, query)| query);
    assert_eq!(query(0), Some("a=+x&fr%6Fm=7&b=%C3%A9"), "untouched while there is no id");
    assert_eq!(query(1), Some("a=+x&b=%C3%A9&from=%C3%A9%201"));
    assert_eq!(log.requests[1].last_event_id, None);
    assert!(log.preflights.is_empty());
}

#[wasm_bindgen_test]
async fn a_method_that_browsers_do_not_send_is_refused_at_once() {
    for builder in [EventSource::builder("/x").method("TRACE"), EventSource::builder("/x").body("a GET has none")] {
        let error = builder.open().map(drop).unwrap_err();
        assert!(matches!(&error, InvalidRequest::Method(_)), "{error}");
    }
}

#[wasm_bindgen_test]
async fn a_server_that_says_403_for_an_expired_token_can_be_lived_with() {
    let scene = Scene::of(json!([{ "status": 403 }, hold(json!([{ "event": { "data": "x" } }]))])).await;
    let builder = scene.source().unauthorized_statuses([401, 403]).on_unauthorized(async |error| error.status() == 403);
    let mut source = builder.open().unwrap();
    event(&mut source).await;
    scene.end(source).await;
}
