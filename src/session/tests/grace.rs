//! Errors that are over soon.

use super::*;

#[test]
fn an_error_that_is_over_in_time_is_not_told() {
    let mut story = Story::open(graceful(5000));
    assert_eq!(story.lose(1), ["abort", "withhold Network 0 retry in 3000"]);
    assert_eq!(story.wake_after(3000), ["fetch 2"]);
    assert_eq!(story.respond(2, STREAM), ["announce"]);
    assert_eq!(story.wait(), None, "nothing is left to be told");
}

#[test]
fn the_first_connection_has_the_same_grace() {
    let mut story = Story::started(graceful(5000));
    assert_eq!(story.lose(1), ["abort", "withhold Network 0 retry in 3000"]);
}

#[test]
fn an_error_that_outlives_the_period_is_told_with_what_is_left_of_its_wait() {
    let mut story = Story::open(graceful(1000));
    story.lose(1);
    assert_eq!(story.wake_after(1000), ["fail Network 0 retry in 2000"]);
    assert_eq!(story.wake_after(2000), ["fetch 2"]);
    assert_eq!(story.lose(2), ["abort", "fail Network 0 retry in 6000"], "what is known is told at once");
}

#[test]
fn the_last_error_is_told_also_while_the_next_attempt_is_under_way() {
    let mut story = Story::open(Config { asks_should_retry: true, ..graceful(10_000) });
    story.lose(1);
    story.tell(Input::RetryDecided { attempt: 1, retry: None });
    story.wake_after(3000);
    story.respond(2, status(503));
    let told = story.tell(Input::RetryDecided { attempt: 2, retry: Some(true) });
    assert_eq!(told, ["withhold Http 503 retry in 6000"]);
    assert_eq!(story.wake_after(6000), ["fetch 3"]);
    assert_eq!(story.wake_after(1000), ["fail Http 503 retry in 0"]);
}

#[test]
fn a_new_stream_has_a_new_period() {
    let mut story = Story::open(graceful(1000));
    story.lose(1);
    story.wake_after(1000);
    story.wake_after(2000);
    story.respond(2, STREAM);
    story.bytes(2, "data: x\n\n");
    assert_eq!(story.lose(2), ["abort", "withhold Network 0 retry in 3000"]);
}

#[test]
fn a_final_failure_is_told_at_once() {
    let mut story = Story::open(graceful(60_000));
    story.lose(1);
    story.wake_after(3000);
    assert_eq!(story.respond(2, status(403)), ["abort", "fail Http 403 Fatal"]);
    story.assert_closed();
}

#[test]
fn a_page_that_was_away_has_the_whole_period_when_it_is_back() {
    let mut story = Story::open(graceful(5000));
    story.lose(1);
    story.pass(10);
    story.tell(Input::Freeze);
    story.pass(3_600_000);
    assert!(story.tell(Input::Wakeup).is_empty(), "a page that is away has no connection and misses none");
    assert_eq!(story.tell(Input::Resume), ["fetch 2"]);
    assert_eq!(story.wake_after(5000), ["fail Network 0 retry in 0"]);
}

#[test]
fn a_page_that_was_not_away_has_no_more() {
    let mut story = Story::open(graceful(1000));
    story.lose(1);
    story.pass(900);
    story.tell(Input::Visible);
    assert_eq!(story.wake_after(100), ["fail Network 0 retry in 2000"]);
}

#[test]
fn nothing_is_told_after_close() {
    let mut story = Story::open(graceful(1000));
    story.lose(1);
    story.tell(Input::Close);
    story.assert_closed();
}

fn graceful(period: u64) -> Config {
    Config { grace_period: Some(Millis(period)), ..Config::default() }
}
