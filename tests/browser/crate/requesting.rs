//! What is sent: headers, cookies, bodies; and where redirects may take them.

use alloc::rc::Rc;
use core::cell::{Cell, RefCell};
use core::time::Duration;

use eventsource_wasm::{
    EventSource, FollowRedirects, Heartbeat, InvalidRequest, Next, Priority, Reason, Reconnect, RetryConfig,
};
use js_sys::Reflect;
use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{ReferrerPolicy, RequestCredentials, RequestMode};

use super::util::{Scene, beat, event, failure, hold, last_failure, quick, send};

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
async fn an_application_sends_the_requests_itself_and_sees_what_fetch_would_be_told() {
    let scene = Scene::of(json!([{ "body": [{ "event": { "id": "7", "data": "x" } }] }, hold(json!([]))])).await;
    let seen = Rc::new(RefCell::new(Vec::new()));
    let notes = Rc::clone(&seen);
    let own = async move |url: String, init: web_sys::RequestInit| {
        let members = ["mode", "referrerPolicy", "priority", "cache"];
        let told = members.map(|name| Reflect::get(&init, &name.into()).unwrap().as_string().unwrap_or_default());
        notes.borrow_mut().push(told.join(" "));
        send(&url, &init).await
    };
    let builder = scene.source().referrer_policy(ReferrerPolicy::NoReferrer).priority(Priority::Low);
    let mut source = builder.last_event_id_query_parameter_name("from").fetch(own).open().unwrap();
    event(&mut source).await;
    let log = scene.log("requests:2").await;
    assert!(log.requests[1].url.ends_with("?from=7"), "{}", log.requests[1].url);
    assert!(log.requests.iter().all(|request| request.header("referer").is_none()));
    assert_eq!(*seen.borrow(), ["cors no-referrer low no-store"; 2]);
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn an_application_whose_own_fetch_fails_hears_why_and_comes_back() {
    let scene = Scene::of(json!([hold(json!([{ "event": { "data": "x" } }]))])).await;
    let asked = Cell::new(0);
    let own = async move |url: String, init: web_sys::RequestInit| {
        asked.set(asked.get() + 1);
        if asked.get() == 1 { Err(JsValue::from_str("the bridge is not up yet")) } else { send(&url, &init).await }
    };
    let mut source = scene.source().fetch(own).open().unwrap();
    let error = failure(&mut source).await;
    assert_eq!((error.reason(), error.cause()), (Reason::Network, Some("the bridge is not up yet")));
    event(&mut source).await;
    assert!(scene.end(source).await.probes.is_empty(), "whatever the application's fetch does, nobody looks behind it");
}

#[wasm_bindgen_test]
async fn an_api_says_in_its_own_words_what_is_wrong() {
    let said = r#"{"error":"the stream „depärtures“ is not yours"}"#;
    let refusal =
        json!({ "status": 403, "headers": { "content-type": "application/json" }, "body": [{ "write": said }] });
    let scene = Scene::of(json!([refusal, refusal])).await;
    let heard = Rc::new(RefCell::new(None));
    let note = Rc::clone(&heard);
    let decide = move |error: &eventsource_wasm::Error| {
        note.replace(error.body().map(str::to_owned));
        None
    };
    let mut source = scene.source().read_error_body(true).should_retry(decide).open().unwrap();
    assert_eq!(last_failure(&mut source).await.body(), Some(said));
    assert_eq!(heard.borrow().as_deref(), Some(said), "who decides whether to retry has read it");
    let mut unasked = scene.open();
    assert_eq!(last_failure(&mut unasked).await.body(), None);
    scene.end((source, unasked)).await;
}

#[wasm_bindgen_test]
async fn a_refusal_that_never_ends_is_read_as_far_as_it_may_be_and_let_go() {
    let flood = json!({ "write": "depärture, ".repeat(1000), "times": 6 });
    let scene = Scene::of(json!([{ "status": 500, "body": [flood, { "hold": true }] }])).await;
    let mut source = scene.source().read_error_body(true).open().unwrap();
    let error = last_failure(&mut source).await;
    let read = error.body().unwrap();
    assert!(read.starts_with("depärture, ") && (65_535..=65_536).contains(&read.len()), "{} bytes", read.len());
    assert!(!read.contains('\u{fffd}'), "a character that is cut in two is left out");
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn a_chat_goes_on_with_a_body_that_says_how_far_it_came() {
    let scene = Scene::of(json!([
        { "body": [{ "event": { "id": "1", "data": "half" } }] },
        hold(json!([{ "event": { "data": "of it" } }])),
    ]))
    .await;
    let so_far = Rc::new(RefCell::new(String::new()));
    let read = Rc::clone(&so_far);
    let body = async move || Ok::<_, &str>(format!(r#"{{"so_far":"{}"}}"#, read.borrow()));
    let mut source = scene.source().method("POST").body_fn(body).open().unwrap();
    so_far.replace(event(&mut source).await.data().into());
    failure(&mut source).await;
    event(&mut source).await;
    let log = scene.end(source).await;
    let lengths: Vec<_> = log.requests.iter().map(|request| request.header("content-length")).collect();
    assert_eq!(lengths, [Some("13"), Some("17")]);
}

#[wasm_bindgen_test]
async fn an_option_that_makes_no_sense_is_named_with_its_value_at_once() {
    let builder = || EventSource::builder("/x");
    let retry = |change: fn(RetryConfig) -> RetryConfig| builder().retry(change(RetryConfig::new()));
    let elsewhere = EventSource::builder("http://127.0.0.1:9/x");
    for (builder, said) in [
        (builder().mode(RequestMode::NoCors), "mode: expected Cors or SameOrigin, got NoCors"),
        (elsewhere.mode(RequestMode::SameOrigin), "mode: expected Cors for the URL of another origin, got SameOrigin"),
        (builder().last_event_id_query_parameter_name(""), "last_event_id_query_parameter_name: expected a name"),
        (builder().initial_last_event_id("a\nb"), r#"initial_last_event_id: expected no line break, got "a\nb""#),
        (retry(|retry| retry.factor(f64::NAN)), "retry.factor: expected a number, at least 1, got NaN"),
        (retry(|retry| retry.jitter_ratio(2.0)), "retry.jitter_ratio: expected a number from 0 to 1"),
        (builder().heartbeat(Heartbeat::Fixed(Duration::ZERO)), "heartbeat: expected more than zero"),
        (builder().connect_timeout(Duration::ZERO), "connect_timeout: expected more than zero"),
        (builder().max_buffer_size(0), "max_buffer_size: expected bytes from 1 to 2^30, got 0"),
        (builder().unauthorized_statuses([401, 42]), "unauthorized_statuses: expected statuses from 100 to 599"),
    ] {
        let error = builder.open().map(drop).unwrap_err();
        assert!(error.to_string().starts_with(said), "{error}");
    }
}

#[wasm_bindgen]
extern "C" {
    type Document;

    #[wasm_bindgen(thread_local_v2, js_name = document)]
    static DOCUMENT: Option<Document>;

    #[wasm_bindgen(method, js_name = createElement)]
    fn create_element(this: &Document, name: &str) -> Base;

    #[wasm_bindgen(method, getter)]
    fn head(this: &Document) -> Base;

    type Base;

    #[wasm_bindgen(method, setter)]
    fn set_href(this: &Base, href: &str);

    #[wasm_bindgen(method)]
    fn append(this: &Base, child: &Base);

    #[wasm_bindgen(method)]
    fn remove(this: &Base);
}

#[wasm_bindgen_test]
async fn a_page_that_was_opened_with_a_password_connects_by_relative_urls() {
    let scene = Scene::of(json!([hold(json!([{ "event": { "data": "x" } }]))])).await;
    // A worker has no such address: it is given the URL of its script without them.
    let Some(base) = DOCUMENT.with(|document| {
        let document = document.as_ref()?;
        let base = document.create_element("base");
        base.set_href(&scene.url.replace("http://", "http://user:secret@"));
        document.head().append(&base);
        Some(base)
    }) else {
        scene.end(()).await;
        return;
    };
    let (_, path) = scene.url.split_once("/s/").unwrap();
    let relative = EventSource::new(&format!("/s/{path}"));
    let absolute = EventSource::new("http://somebody:else@127.0.0.1/");
    base.remove();
    let mut source = relative.unwrap();
    assert!(absolute.is_err(), "those of its own are refused as ever");
    assert_eq!(source.url(), scene.url);
    event(&mut source).await;
    scene.end(source).await;
}
