//! A function of the application's lets a JavaScript exception through: the source goes on, and somebody is told.

use alloc::rc::Rc;
use alloc::sync::Arc;
use alloc::task::Wake;
use core::cell::{Cell, RefCell};
use core::task::{Context, Poll, Waker};

use eventsource_wasm::{Builder, Error, EventSource, ReadyState, Reason, Response};
use futures_util::Stream;
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::util::hostile::throw_through;
use super::util::{Scene, event, failure, hold, last_failure, sleep, uncaught};

fn endless() -> Value {
    hold(json!([{ "event": { "data": "x" } }]))
}

/// Throws the first time that it is called.
fn throws_once(count: &Cell<u32>) {
    count.set(count.get() + 1);
    if count.get() == 1 {
        throw_through("a mistake");
    }
}

/// The first attempt fails for this reason, with the words of the exception; the second one works.
async fn is_told(with: impl FnOnce(Builder) -> Builder, reason: Reason) {
    let scene = Scene::of(json!([endless()])).await;
    let mut source = with(scene.source()).open().unwrap();
    let error = failure(&mut source).await;
    assert_eq!((error.reason(), error.cause(), error.will_retry()), (reason, Some("a mistake"), true));
    assert_eq!(event(&mut source).await.data(), "x");
    assert_eq!(scene.end(source).await.requests.len(), 1, "an attempt that was not prepared sends nothing");
}

#[wasm_bindgen_test]
async fn the_function_for_headers() {
    let count = Cell::new(0);
    let headers = async move || {
        throws_once(&count);
        Ok::<_, &str>([("Authorization", "Bearer t")])
    };
    is_told(|builder| builder.headers_fn(headers), Reason::Headers).await;
}

#[wasm_bindgen_test]
async fn the_function_for_headers_after_it_has_waited() {
    let count = Cell::new(0);
    let headers = async move || {
        let kept = String::from("dropped once");
        sleep(5).await;
        drop(kept);
        throws_once(&count);
        Ok::<_, &str>([("Authorization", "Bearer t")])
    };
    is_told(|builder| builder.headers_fn(headers), Reason::Headers).await;
}

#[wasm_bindgen_test]
async fn the_function_for_the_body() {
    let count = Cell::new(0);
    let body = async move || {
        throws_once(&count);
        Ok::<_, &str>("{}")
    };
    is_told(|builder| builder.method("POST").body_fn(body), Reason::Headers).await;
}

#[wasm_bindgen_test]
async fn the_function_for_the_request() {
    let count = Cell::new(0);
    let fetch = async move |url: String, init| -> Result<Response, _> {
        throws_once(&count);
        super::util::send(&url, &init).await
    };
    is_told(|builder| builder.fetch(fetch), Reason::Network).await;
}

#[wasm_bindgen_test]
async fn the_function_that_refreshes_a_token() {
    let scene = Scene::of(json!([{ "status": 401 }, { "status": 401 }, endless()])).await;
    let count = Cell::new(0);
    let refresh = async move |_| {
        throws_once(&count);
        true
    };
    let mut source = scene.source().on_unauthorized(refresh).open().unwrap();
    let error = failure(&mut source).await;
    assert_eq!((error.reason(), error.cause(), error.will_retry()), (Reason::Unauthorized, Some("a mistake"), true));
    assert_eq!(event(&mut source).await.data(), "x");
    scene.end(source).await;
}

/// What was reported as an uncaught error, of which all are this mistake.
async fn reported() -> usize {
    sleep(0).await;
    let uncaught = uncaught::taken();
    assert!(uncaught.iter().all(|one| one.starts_with("error:") && one.contains("a mistake")), "{uncaught:?}");
    uncaught.len()
}

#[wasm_bindgen_test]
async fn the_function_that_decides_leaves_it_to_the_standard() {
    let scene = Scene::of(json!([{ "body": [] }, { "status": 500 }])).await;
    let decide = |_: &Error| {
        throw_through("a mistake");
        true
    };
    let mut source = scene.source().should_retry(decide).open().unwrap();
    assert_eq!(failure(&mut source).await.reason(), Reason::End);
    assert_eq!(last_failure(&mut source).await.status(), 500);
    assert_eq!(reported().await, 2);
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn the_function_that_hears_of_the_ready_state() {
    let scene = Scene::of(json!([{ "body": [{ "event": { "data": "a" } }] }, endless()])).await;
    let heard = Rc::new(RefCell::new(Vec::new()));
    let notes = Rc::clone(&heard);
    let hear = move |state| {
        notes.borrow_mut().push(state);
        throw_through("a mistake");
    };
    let mut source = scene.source().on_ready_state(hear).open().unwrap();
    assert_eq!(event(&mut source).await.data(), "a");
    failure(&mut source).await;
    assert_eq!(event(&mut source).await.data(), "x");
    source.close();
    let states = [ReadyState::Open, ReadyState::Connecting, ReadyState::Open, ReadyState::Closed];
    assert_eq!(*heard.borrow(), states);
    assert_eq!(reported().await, 4);
    scene.end(source).await;
}

/// An executor of the application's own that fails.
struct ThrowingWaker;

impl Wake for ThrowingWaker {
    fn wake(self: Arc<Self>) {
        throw_through("a mistake");
    }
}

#[wasm_bindgen_test]
async fn whoever_waits_for_the_next_event() {
    let scene = Scene::of(json!([hold(json!([
        { "event": { "data": "x" } },
        { "waitFor": "more" },
        { "event": { "data": "y" } },
    ]))]))
    .await;
    let mut source = scene.open();
    let waker = Waker::from(Arc::new(ThrowingWaker));
    let polled = core::pin::Pin::new(&mut source).poll_next(&mut Context::from_waker(&waker));
    assert!(matches!(polled, Poll::Pending));
    scene.log("opened:1").await;
    sleep(100).await;
    assert_eq!(reported().await, 1);
    assert_eq!(event(&mut source).await.data(), "x");
    scene.signal("more").await;
    assert_eq!(event(&mut source).await.data(), "y");
    scene.end(source).await;
}

/// The values that a closed source held, whose own code runs then.
struct ThrowsWhenDropped(Rc<Cell<bool>>);

impl Drop for ThrowsWhenDropped {
    fn drop(&mut self) {
        self.0.set(true);
        throw_through("a mistake");
    }
}

#[wasm_bindgen_test]
async fn a_value_that_a_closed_source_lets_go_of() {
    let scene = Scene::of(json!([endless()])).await;
    let is_dropped = Rc::new(Cell::new(false));
    let held = ThrowsWhenDropped(Rc::clone(&is_dropped));
    let hear = move |_| {
        let _ = &held;
    };
    let mut source = scene.source().on_ready_state(hear).open().unwrap();
    event(&mut source).await;
    source.close();
    assert!(is_dropped.get());
    assert_eq!(source.ready_state(), ReadyState::Closed);
    assert_eq!(reported().await, 1);
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn a_thousand_exceptions_later_every_source_is_well() {
    let scene = Scene::play(json!({ "responses": [endless()], "repeat": true })).await;
    let mut bystander = scene.open();
    assert_eq!(event(&mut bystander).await.data(), "x");
    for _ in 0..250 {
        let headers = async || -> Result<[(String, String); 0], &str> {
            throw_through("a mistake");
            Ok([])
        };
        let mut source = EventSource::builder("/")
            .headers_fn(headers)
            .should_retry(|_| {
                throw_through("a mistake");
                false
            })
            .on_ready_state(|_| throw_through("a mistake"))
            .open()
            .unwrap();
        assert_eq!(failure(&mut source).await.reason(), Reason::Headers);
        source.close();
    }
    assert_eq!(reported().await, 500);
    let mut another = scene.open();
    assert_eq!(event(&mut another).await.data(), "x");
    scene.cut("end").await;
    for source in [&mut bystander, &mut another] {
        assert_eq!(failure(source).await.reason(), Reason::End);
        assert_eq!(event(source).await.data(), "x");
    }
    scene.end((bystander, another)).await;
}

#[wasm_bindgen_test]
async fn a_function_that_panics() {
    let count = Cell::new(0);
    let headers = async move || {
        count.set(count.get() + 1);
        assert!(count.get() > 1, "a mistake");
        Ok::<_, &str>([("Authorization", "Bearer t")])
    };
    let scene = Scene::of(json!([endless()])).await;
    let mut source = scene.source().headers_fn(headers).open().unwrap();
    let error = failure(&mut source).await;
    assert_eq!((error.reason(), error.will_retry()), (Reason::Headers, true));
    assert!(error.cause().is_some_and(|cause| cause.contains("unreachable")), "{error}");
    assert_eq!(event(&mut source).await.data(), "x");
    scene.end(source).await;
}
