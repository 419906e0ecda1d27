//! A source that is over leaves nothing behind: no listener, no timer, no function of the application's, no response.

use alloc::rc::{Rc, Weak};
use core::time::Duration;

use eventsource_wasm::{Builder, EventSource, Heartbeat, ReadyState, RequestInit, Response};
use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use super::util::hostile::{less, less_names, thrown, thrown_names, useless, useless_names};
use super::util::{
    Scene, collects, event, failure, hold, last_failure, left_after_collection, listeners_and_timers, send, sleep,
    watch, within,
};

fn endless() -> Value {
    hold(json!([{ "event": { "data": "x" } }]))
}

/// Something that all functions of a source refer to, and whether they are gone.
fn captured(builder: Builder) -> (Builder, Weak<()>) {
    let value = Rc::new(());
    let weak = Rc::downgrade(&value);
    let [one, two, three, four, five] = core::array::from_fn(|_| Rc::clone(&value));
    let builder = builder
        .headers_fn(async move || {
            let _ = &one;
            Ok::<_, &str>([("Authorization", "Bearer t")])
        })
        .on_unauthorized(async move |_| {
            let _ = &two;
            false
        })
        .should_retry(move |_| {
            let _ = &three;
            None
        })
        .on_ready_state(move |_| {
            let _ = &four;
        })
        .fetch(async move |url, init| {
            let _ = &five;
            let response = send(&url, &init).await?;
            watch(&response);
            watch(&init.into());
            Ok(response)
        });
    (builder, weak)
}

/// Ends a source in one way, and looks at what is left of it.
async fn leaves_nothing(responses: Value, end: impl AsyncFn(EventSource) -> Option<EventSource>) {
    let scene = Scene::of(responses).await;
    let before = listeners_and_timers();
    let (builder, functions) = captured(scene.source().heartbeat(Heartbeat::Fixed(Duration::from_secs(60))));
    let source = builder.open().unwrap();
    assert!(listeners_and_timers().0 > before.0);
    let source = end(source).await;
    sleep(0).await;
    assert_eq!(listeners_and_timers(), before, "listeners and timers");
    assert_eq!(functions.strong_count(), 0, "functions of the application's");
    if collects() {
        assert_eq!(left_after_collection().await, 0.0, "responses and requests");
    }
    assert!(source.as_ref().is_none_or(|source| source.ready_state() == ReadyState::Closed));
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn once_it_is_closed() {
    leaves_nothing(json!([endless()]), async |mut source: EventSource| {
        event(&mut source).await;
        source.close();
        Some(source)
    })
    .await;
}

#[wasm_bindgen_test]
async fn once_it_is_dropped() {
    leaves_nothing(json!([endless()]), async |mut source: EventSource| {
        event(&mut source).await;
        None
    })
    .await;
}

#[wasm_bindgen_test]
async fn before_it_has_begun() {
    leaves_nothing(json!([]), async |source: EventSource| {
        source.close();
        Some(source)
    })
    .await;
}

#[wasm_bindgen_test]
async fn while_it_waits_for_the_next_attempt() {
    leaves_nothing(json!([{ "body": [{ "write": "retry: 60000\n\n" }] }]), async |mut source: EventSource| {
        failure(&mut source).await;
        source.close();
        Some(source)
    })
    .await;
}

#[wasm_bindgen_test]
async fn once_it_has_failed_for_good_and_before_that_is_taken() {
    let refusal = json!([{ "status": 404, "body": [{ "write": "no such stream" }, { "hold": true }] }]);
    leaves_nothing(refusal, async |source: EventSource| {
        let closed = async {
            while source.ready_state() != ReadyState::Closed {
                sleep(10).await;
            }
        };
        within(5000, "the end", closed).await;
        Some(source)
    })
    .await;
}

#[wasm_bindgen_test]
async fn once_its_last_failure_is_taken() {
    leaves_nothing(json!([{ "status": 204 }]), async |mut source: EventSource| {
        last_failure(&mut source).await;
        Some(source)
    })
    .await;
}

#[wasm_bindgen_test]
async fn once_its_own_callback_has_closed_it() {
    let scene = Scene::of(json!([endless()])).await;
    let before = listeners_and_timers();
    let value = Rc::new(());
    let functions = Rc::downgrade(&value);
    let shared = Rc::new(core::cell::RefCell::new(None::<EventSource>));
    let reached = Rc::clone(&shared);
    let hear = move |state| {
        let source = reached.borrow();
        if let Some(source) = source.as_ref().filter(|_| state == ReadyState::Open) {
            source.close();
        }
        // It is not released before it is through.
        assert_eq!(Rc::strong_count(&value), 1);
    };
    shared.replace(Some(scene.source().on_ready_state(hear).open().unwrap()));
    scene.log("opened:1").await;
    scene.log("open:0").await;
    assert_eq!(functions.strong_count(), 0);
    assert_eq!(listeners_and_timers(), before);
    scene.end(()).await;
}

#[wasm_bindgen_test]
async fn although_its_body_never_answers() {
    let before = listeners_and_timers();
    let value = Rc::new(());
    let functions = Rc::downgrade(&value);
    let fetch = async move |_: String, _: RequestInit| {
        let _ = &value;
        let response = less("no type, no url and no cancel").unchecked_into::<Response>();
        watch(&response);
        Ok(response)
    };
    let mut source = EventSource::builder("/").fetch(fetch).open().unwrap();
    event(&mut source).await;
    drop(source);
    assert_eq!((listeners_and_timers(), functions.strong_count()), (before, 0));
    if collects() {
        assert_eq!(left_after_collection().await, 0.0);
    }
}

/// JavaScript objects that the crate, or its bindings, hold.
fn held() -> u32 {
    wasm_bindgen::externref_heap_live_count()
}

/// Does this many times, twice: the first round makes what is made once only.
async fn holds_no_more_after(what: &str, act: impl AsyncFn()) {
    let mut before = 0;
    for _ in 0..2 {
        before = held();
        for _ in 0..200 {
            act().await;
        }
        sleep(0).await;
    }
    assert!(held() <= before, "{what}: {} objects held, {before} before", held());
}

#[wasm_bindgen_test]
async fn whatever_two_hundred_fetches_of_the_applications_answer() {
    for name in less_names() {
        let open_and_drop = async || {
            let answer = name.clone();
            let fetch = async move |_: String, _: RequestInit| Ok(less(&answer).unchecked_into());
            event(&mut EventSource::builder("/").fetch(fetch).open().unwrap()).await;
        };
        holds_no_more_after(&name, open_and_drop).await;
    }
    for name in useless_names() {
        let fail_and_drop = async || {
            let answer = name.clone();
            let fetch = async move |_: String, _: RequestInit| Ok(useless(&answer).unchecked_into());
            failure(&mut EventSource::builder("/").fetch(fetch).open().unwrap()).await;
        };
        holds_no_more_after(&name, fail_and_drop).await;
    }
    for name in thrown_names() {
        let fail_and_drop = async || {
            let what = name.clone();
            let fetch = async move |_: String, _: RequestInit| Err(thrown(&what));
            failure(&mut EventSource::builder("/").fetch(fetch).open().unwrap()).await;
        };
        holds_no_more_after(&name, fail_and_drop).await;
    }
}

#[wasm_bindgen_test]
async fn two_hundred_events_that_are_no_json() {
    let scene = Scene::of(json!([hold(json!([{ "event": { "data": "{" } }]))])).await;
    let mut source = scene.open();
    let event = event(&mut source).await;
    holds_no_more_after("events", async || assert!(event.json::<u32>().is_err())).await;
    scene.end(source).await;
}

#[wasm_bindgen_test]
async fn two_hundred_sources_that_could_not_be_opened() {
    holds_no_more_after("URLs", async || assert!(EventSource::new("http://[").is_err())).await;
    holds_no_more_after("methods", async || assert!(EventSource::builder("/").method("TRACE").open().is_err())).await;
}
