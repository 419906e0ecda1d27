//! Silent connections.

use super::*;

#[test]
fn a_response_that_does_not_come_in_time_is_retried() {
    let mut story = Story::new(Config { connect_timeout: Some(Millis(500)), ..Config::default() });
    story.tell(Input::Start);
    assert_eq!(story.time_out_after(500), ["abort", "fail ConnectTimeout 0 retry in 3000"]);
}

#[test]
fn any_byte_is_a_sign_of_life_and_silence_is_death() {
    let mut story = Story::open(Config { heartbeat: Heartbeat::Fixed(Millis(500)), ..Config::default() });
    story.now = story.now + Millis(400);
    assert!(story.bytes(1, ":").is_empty());
    assert_eq!(story.time_out_after(500), ["abort", "fail HeartbeatTimeout 0 retry in 3000"]);
}

#[test]
fn bytes_that_waited_while_the_page_was_throttled_count_before_the_verdict() {
    let mut story = Story::open(Config { heartbeat: Heartbeat::Fixed(Millis(500)), ..Config::default() });
    story.now = story.now + Millis(60_000);
    assert!(story.tell(Input::Wakeup).is_empty());
    assert_eq!(story.bytes(1, "data: x\n\n"), ["dispatch x@"]);
    assert_eq!(story.wait(), Some(500), "the verdict is off");
}

#[test]
fn a_caller_that_takes_its_time_is_not_a_silent_server() {
    let mut story = Story::open(Config { heartbeat: Heartbeat::Fixed(Millis(500)), ..Config::default() });
    assert_eq!(story.bytes(1, "data: x\n\n"), ["dispatch x@"]);
    story.tell(Input::ReadingStopped);
    assert_eq!(story.wait(), None);
    story.now = story.now + Millis(60_000);
    story.tell(Input::ReadingResumed);
    assert_eq!(story.time_out_after(500), ["abort", "fail HeartbeatTimeout 0 retry in 3000"]);
}

#[test]
fn after_sleep_liveness_is_judged_at_once() {
    let mut story = Story::open(Config { heartbeat: Heartbeat::Fixed(Millis(30_000)), ..Config::default() });
    story.now = story.now + Millis::from_secs(8 * 3600);
    assert!(story.tell(Input::Wakeup).is_empty());
    assert_eq!(story.wake_after(100), ["abort", "fail HeartbeatTimeout 0 retry in 3000"]);
}

#[test]
fn a_rhythm_that_was_lost_judges_nothing() {
    let mut story = Story::open(Config { heartbeat: Heartbeat::Auto, ..Config::default() });
    for gap in [5000, 5000, 5000, 12_000] {
        story.now = story.now + Millis(gap);
        story.bytes(1, ":\n");
    }
    assert_eq!(story.wait(), None, "the deadline of the old rhythm, 13.5 s after the last beat but one, is off");
}

#[test]
fn a_response_that_queued_up_while_the_page_was_busy_comes_in_time() {
    let mut story = Story::started(Config { connect_timeout: Some(Millis(500)), ..Config::default() });
    story.pass(10_000);
    assert!(story.tell(Input::Wakeup).is_empty());
    assert_eq!(story.respond(1, STREAM), ["announce"]);
}

#[test]
fn silence_that_nobody_listened_to_does_not_end_a_request_that_cannot_be_repeated() {
    for config in [post(), Config { reconnect: Reconnect::Never, ..Config::default() }] {
        let mut story = Story::open(Config { heartbeat: Heartbeat::Fixed(Millis(500)), ..config });
        story.pass(60_000);
        assert!(story.tell(Input::Wakeup).is_empty());
        assert!(story.time_out_after(500).iter().any(|told| told.starts_with("fail HeartbeatTimeout")));
    }
}

// --- A worker without freeze events -----------------------------------------------------------------------------

#[test]
fn a_worker_for_which_time_stood_still_takes_a_new_connection_without_an_error() {
    let mut story = Story::open(worker());
    story.bytes(1, "id: 1\ndata: a\n\n");
    assert!(story.wake_after(5000).is_empty(), "a check in time says nothing");
    stand_still(&mut story);
    assert_eq!(story.wake_after(4000), ["abort", "pause", "fetch 2 from 1"]);
    assert_eq!(story.wait(), None, "without a connection nothing is checked");
}

#[test]
fn a_worker_that_was_only_busy_keeps_a_connection_that_goes_on() {
    let mut story = Story::open(worker());
    stand_still(&mut story);
    story.pass(3900);
    story.bytes(1, ":\n");
    assert!(story.wake_after(5000).is_empty());
    assert!(story.wake_after(5000).is_empty());
}

#[test]
fn a_worker_with_one_long_task_after_another_hears_what_queued_up_in_between() {
    let mut story = Story::open(worker());
    for _ in 0..5 {
        stand_still(&mut story);
    }
    story.bytes(1, ":\n");
    assert_eq!(story.wait(), Some(5000));
}

#[test]
fn a_worker_whose_stream_was_not_being_read_keeps_it() {
    let mut story = Story::open(worker());
    story.tell(Input::ReadingStopped);
    assert_eq!(story.wait(), None);
    story.pass(60_000);
    story.tell(Input::ReadingResumed);
    assert!(story.wake_after(5000).is_empty());
}

#[test]
fn a_worker_keeps_a_connection_that_nothing_could_replace() {
    for config in [Config { idempotent: false, ..worker() }, Config { reconnect: Reconnect::Never, ..worker() }] {
        let mut story = Story::open(config);
        stand_still(&mut story);
        assert!(story.wake_after(4000).is_empty());
        assert_eq!(story.bytes(1, "data: late\n\n"), ["dispatch late@"]);
    }
}

#[test]
fn a_worker_asks_before_it_gives_up_a_connection_that_may_be_healthy() {
    let asked = || {
        let mut story = Story::open(Config { asks_should_retry: true, ..worker() });
        stand_still(&mut story);
        assert_eq!(story.wake_after(4000), ["should retry Network 0"]);
        story
    };
    let mut story = asked();
    assert!(story.tell(Input::RetryDecided { attempt: 1, retry: Some(false) }).is_empty());
    assert_eq!(story.bytes(1, "data: late\n\n"), ["dispatch late@"]);
    assert_eq!(asked().tell(Input::RetryDecided { attempt: 1, retry: None }), ["abort", "pause", "fetch 2"]);
    let mut story = asked();
    story.bytes(1, ":\n");
    assert!(story.tell(Input::RetryDecided { attempt: 1, retry: Some(true) }).is_empty(), "a byte has answered");
}

/// Runs a check a minute late.
fn stand_still(story: &mut Story) {
    story.pass(60_000);
    assert!(story.tell(Input::Wakeup).is_empty(), "what queued up meanwhile is heard first");
}
