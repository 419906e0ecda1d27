//! Reconnection: whether and when.

use super::*;

#[test]
fn the_caller_may_decide_each_failure() {
    let config = Config { asks_should_retry: true, ..Config::default() };
    let mut story = Story::new(config);
    story.tell(Input::Start);
    assert_eq!(story.respond(1, status(503)), ["abort", "should retry Http 503"]);
    let told = story.tell(Input::RetryDecided { attempt: 1, retry: Some(true) });
    assert_eq!(told, ["fail Http 503 retry in 3000"]);
    story.wake_after(3000);
    story.respond(2, status(503));
    assert_eq!(story.tell(Input::RetryDecided { attempt: 2, retry: Some(false) }), ["fail Http 503 Fatal"]);
    story.assert_closed();
}

#[test]
fn no_decision_leaves_it_to_the_standard() {
    let config = Config { asks_should_retry: true, ..Config::default() };
    let mut story = Story::new(config);
    story.tell(Input::Start);
    story.respond(1, status(503));
    assert_eq!(story.tell(Input::RetryDecided { attempt: 1, retry: None }), ["fail Http 503 Fatal"]);
}

#[test]
fn giving_up_is_said_once() {
    let retry = RetryConfig { max_retries: Some(1), ..RetryConfig::default() };
    let mut story = Story::new(Config { retry, ..Config::default() });
    story.tell(Input::Start);
    story.lose(1);
    story.wake_after(3000);
    assert_eq!(story.lose(2), ["abort", "fail Network 0 GaveUp"]);
    story.assert_closed();
}

#[test]
fn on_error_takes_a_clean_end_for_the_end() {
    let mut story = Story::open(Config { reconnect: Reconnect::OnError, ..Config::default() });
    assert_eq!(story.tell(Input::End { attempt: 1 }), ["abort", "fail End 0 Fatal"]);
    let mut story = Story::open(Config { reconnect: Reconnect::OnError, ..Config::default() });
    assert_eq!(story.lose(1), ["abort", "fail Network 0 retry in 3000"]);
    let mut story = Story::open(Config { reconnect: Reconnect::Never, ..Config::default() });
    assert_eq!(story.lose(1), ["abort", "fail Network 0 Fatal"]);
}

#[test]
fn a_post_is_repeated_only_if_it_can_be_resumed() {
    let post = Config { idempotent: false, ..Config::default() };
    let mut story = Story::open(post.clone());
    assert_eq!(story.lose(1), ["abort", "fail Network 0 NotRepeatable"]);
    let mut story = Story::open(post);
    story.bytes(1, "id: 1\ndata: a\n\n");
    assert_eq!(story.lose(1), ["abort", "fail Network 0 retry in 3000"]);
}

#[test]
fn retry_after_is_a_minimum_for_the_next_attempt_only() {
    let config = Config { asks_should_retry: true, ..Config::default() };
    let mut story = Story::new(config);
    story.tell(Input::Start);
    let busy = ResponseHead { retry_after: Some(Millis::from_secs(60)), ..status(503) };
    story.respond(1, busy);
    assert_eq!(story.tell(Input::RetryDecided { attempt: 1, retry: Some(true) }), ["fail Http 503 retry in 60000"]);
    story.wake_after(60_000);
    story.lose(2);
    let told = story.tell(Input::RetryDecided { attempt: 2, retry: None });
    assert_eq!(told, ["fail Network 0 retry in 6000"]);
}

#[test]
fn offline_lengthens_a_wait_once_and_online_ends_it() {
    let mut story = Story::open(Config::default());
    story.tell(Input::Offline);
    story.lose(1);
    assert!(story.wake_after(3000).is_empty(), "no attempt without a network");
    assert_eq!(story.wake_after(30_000), ["fetch 2"], "but the browser's opinion is only a hint");

    let mut story = Story::open(Config::default());
    story.lose(1);
    story.tell(Input::Offline);
    assert!(story.tell(Input::Online).is_empty());
    let soon = story.wait().expect("a wait");
    assert!(soon <= 250, "{soon} ms");
    assert_eq!(story.wake_after(soon), ["fetch 2"]);
}

#[test]
fn online_does_not_shorten_a_wait_that_was_never_offline() {
    let mut story = Story::open(Config::default());
    story.lose(1);
    story.tell(Input::Online);
    assert_eq!(story.wait(), Some(3000));
}

#[test]
fn the_network_that_comes_back_does_not_shorten_what_the_server_asked_for() {
    let flicker = |story: &mut Story| {
        story.tell(Input::Offline);
        story.tell(Input::Online);
        story.wait().unwrap()
    };
    let mut story = Story::started(Config { asks_should_retry: true, ..Config::default() });
    story.respond(1, ResponseHead { retry_after: Some(Millis::from_secs(120)), ..status(429) });
    assert_eq!(story.tell(Input::RetryDecided { attempt: 1, retry: Some(true) }), ["fail Http 429 retry in 120000"]);
    story.pass(50_000);
    assert_eq!(flicker(&mut story), 70_000);

    let mut story = Story::open(Config::default());
    story.bytes(1, "retry: 8000\n");
    story.lose(1);
    assert_eq!(flicker(&mut story), 8000);
    story.wake_after(8000);
    story.lose(2);
    assert_eq!(story.wait(), Some(16_000));
    assert!((8000..=8250).contains(&flicker(&mut story)), "what is longer is ours to shorten");
}

#[test]
fn a_tab_that_takes_over_a_shared_stream_asks_the_rules_and_not_the_server() {
    let mut get = Story::preparing(Config::default());
    assert_eq!(get.tell(Input::TakeOver), ["prepare 1 Return"]);

    let mut post = Story::preparing(Config { idempotent: false, ..Config::default() });
    assert_eq!(post.tell(Input::TakeOver), ["fail Network 0 NotRepeatable"]);
    post.assert_closed();

    let resumes = Config { idempotent: false, initial_last_event_id: "7".into(), ..Config::default() };
    assert_eq!(Story::preparing(resumes).tell(Input::TakeOver), ["prepare 1 Return"]);

    let never = Config { reconnect: Reconnect::Never, ..Config::default() };
    assert_eq!(Story::preparing(never).tell(Input::TakeOver), ["fail Network 0 Fatal"]);

    let mut asks = Story::preparing(Config { asks_should_retry: true, ..Config::default() });
    asks.tell(Input::TakeOver);
    assert_eq!(asks.tell(Input::RetryDecided { attempt: 0, retry: Some(false) }), ["fail Network 0 Fatal"]);
}
