//! The end, from anywhere: the server sees it within a second, and nothing comes after it.

use alloc::rc::Rc;
use core::cell::{Cell, RefCell};

use eventsource_wasm::{EventSource, ReadyState};
use futures_channel::oneshot;
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

use super::util::{Scene, ends, event, failure, hold, not_to_be_kept, sleep, within};

fn head_that_never_comes() -> Value {
    json!({ "rawHead": "", "body": [{ "hold": true }] })
}

fn endless() -> Value {
    not_to_be_kept(hold(json!([{ "event": { "data": "x" } }, { "comment": "", "times": 3, "every": 20 }])))
}

/// Both ways to end a source: by name, and by letting go of it.
async fn ended_both_ways(responses: Value, until: &str) {
    for by_dropping in [false, true] {
        let scene = Scene::of(responses.clone()).await;
        let mut source = scene.open();
        scene.log(until).await;
        if by_dropping {
            drop(source);
        } else {
            source.close();
            assert_eq!(source.ready_state(), ReadyState::Closed);
            source.close();
            ends(&mut source).await;
        }
        let log = scene.log_within(1000, "open:0").await;
        assert!(log.requests.iter().all(|request| request.closed_at.is_some()));
        sleep(100).await;
        assert_eq!(scene.end(()).await.requests.len(), log.requests.len(), "nothing is sent after the end");
    }
}

#[wasm_bindgen_test]
async fn while_the_server_takes_its_time_to_answer() {
    ended_both_ways(json!([head_that_never_comes()]), "requests:1").await;
}

#[wasm_bindgen_test]
async fn while_the_stream_is_open() {
    ended_both_ways(json!([endless()]), "opened:1").await;
}

#[wasm_bindgen_test]
async fn while_it_waits_for_the_next_attempt() {
    ended_both_ways(json!([{ "body": [{ "write": "retry: 50\n\n" }] }, endless()]), "closed:1").await;
}

#[wasm_bindgen_test]
async fn before_the_first_request_could_even_leave() {
    let scene = Scene::of(json!([endless()])).await;
    let mut source = scene.open();
    source.close();
    ends(&mut source).await;
    sleep(100).await;
    let log = scene.end(source).await;
    assert!(log.requests.is_empty(), "a source closed in the task that made it sends nothing");
}

#[wasm_bindgen_test]
async fn while_the_application_gets_its_token() {
    for by_dropping in [false, true] {
        let scene = Scene::of(json!([endless()])).await;
        let headers = async || {
            sleep(50).await;
            Ok::<_, &str>([("Authorization", "Bearer t")])
        };
        let source = scene.source().headers_fn(headers).open().unwrap();
        sleep(10).await;
        if by_dropping {
            drop(source);
        } else {
            source.close();
        }
        sleep(150).await;
        assert_eq!(scene.end(()).await.requests.len(), 0);
    }
}

#[wasm_bindgen_test]
async fn between_two_events_of_one_chunk() {
    let scene = Scene::of(json!([hold(json!([{ "write": "data: a\n\ndata: b\n\n" }]))])).await;
    let mut source = scene.open();
    assert_eq!(event(&mut source).await.data(), "a");
    source.close();
    ends(&mut source).await;
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn with_events_that_nobody_has_taken() {
    let scene = Scene::of(json!([hold(json!([{ "write": "data: a\n\ndata: b\n\n" }]))])).await;
    let mut source = scene.open();
    scene.log("opened:1").await;
    sleep(100).await;
    source.close();
    ends(&mut source).await;
    scene.end(source).await;
}

/// A source that its own callback can reach.
fn shared_with_its_callback(scene: &Scene, act: impl Fn(&RefCell<Option<EventSource>>) + 'static) -> Rc<Cell<u32>> {
    let shared = Rc::new(RefCell::new(None));
    let calls = Rc::new(Cell::new(0));
    let (reached, count) = (Rc::clone(&shared), Rc::clone(&calls));
    let hear = move |_| {
        count.set(count.get() + 1);
        act(&reached);
    };
    shared.replace(Some(scene.source().on_ready_state(hear).open().unwrap()));
    calls
}

#[wasm_bindgen_test]
async fn by_a_callback_of_its_own() {
    let scene = Scene::of(json!([endless()])).await;
    let calls = shared_with_its_callback(&scene, |source| {
        if let Some(source) = source.borrow().as_ref() {
            source.close();
        }
    });
    scene.log("opened:1").await;
    scene.log_within(1000, "open:0").await;
    assert_eq!(calls.get(), 2, "open, closed");
    scene.end(()).await;
}

#[wasm_bindgen_test]
async fn dropped_by_a_callback_of_its_own() {
    let scene = Scene::of(json!([endless()])).await;
    let calls = shared_with_its_callback(&scene, |source| drop(source.take()));
    scene.log("opened:1").await;
    scene.log_within(1000, "open:0").await;
    assert_eq!(calls.get(), 1, "open");
    scene.end(()).await;
}

#[wasm_bindgen_test]
async fn while_a_task_of_its_own_waits_for_the_next_event() {
    let scene = Scene::of(json!([endless()])).await;
    let source = Rc::new(RefCell::new(scene.open()));
    let shared = Rc::clone(&source);
    // The task holds the source only while it polls, as a component that shares it does.
    let mut events = stream::poll_fn(move |context| shared.borrow_mut().poll_next_unpin(context));
    let (done, task) = oneshot::channel();
    spawn_local(async move {
        let mut count = 0;
        while let Some(item) = events.next().await {
            assert_eq!(item.unwrap().data(), "x");
            count += 1;
        }
        done.send(count).unwrap();
    });
    sleep(100).await;
    source.borrow().close();
    assert_eq!(within(1000, "the end of the task", task).await, Ok(1));
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn at_the_question_whether_to_come_back() {
    let scene = Scene::of(json!([{ "body": [] }, endless()])).await;
    let shared = Rc::new(RefCell::new(None::<EventSource>));
    let reached = Rc::clone(&shared);
    let decide = move |_: &eventsource_wasm::Error| {
        reached.take();
        true
    };
    shared.replace(Some(scene.source().should_retry(decide).open().unwrap()));
    scene.log("closed:1").await;
    sleep(150).await;
    assert!(shared.borrow().is_none());
    assert_eq!(scene.end(()).await.requests.len(), 1);
}

#[wasm_bindgen_test]
async fn one_source_ends_and_the_other_goes_on() {
    let scene = Scene::of(json!([
        endless(),
        hold(json!([{ "event": { "data": "x" } }, { "waitFor": "more" }, { "event": { "data": "y" } }])),
    ]))
    .await;
    let mut first = scene.open();
    event(&mut first).await;
    let mut second = scene.open();
    event(&mut second).await;
    drop(first);
    scene.log_within(1000, "open:1").await;
    scene.signal("more").await;
    assert_eq!(event(&mut second).await.data(), "y");
    scene.end(second).await;
}

#[wasm_bindgen_test]
async fn after_a_failure_that_was_not_taken() {
    let scene = Scene::of(json!([{ "status": 404 }])).await;
    let mut source = scene.open();
    scene.log("closed:1").await;
    sleep(100).await;
    source.close();
    ends(&mut source).await;
    scene.end(source).await;

    let scene = Scene::of(json!([{ "status": 404 }])).await;
    let mut source = scene.open();
    assert!(!failure(&mut source).await.will_retry());
    scene.end(source).await;
}
