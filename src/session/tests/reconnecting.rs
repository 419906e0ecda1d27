//! The caller wants a new connection.

use super::*;

#[test]
fn an_open_connection_is_replaced_without_an_error_and_from_where_it_was() {
    let mut story = Story::open(Config::default());
    story.bytes(1, "id: 7\ndata: x\n\n");
    assert_eq!(story.tell(Input::Reconnect), ["abort", "pause", "fetch 2 from 7"]);
}

#[test]
fn what_is_under_way_is_replaced() {
    let mut story = Story::started(Config::default());
    assert_eq!(story.tell(Input::Reconnect), ["abort", "fetch 2"]);
    assert!(story.respond(1, STREAM).is_empty(), "the first request is of no interest any more");
}

#[test]
fn a_wait_is_over_even_one_that_the_server_has_asked_for() {
    let mut story = Story::started(Config { asks_should_retry: true, ..Config::default() });
    story.respond(1, ResponseHead { retry_after: Some(Millis(600_000)), ..status(503) });
    story.tell(Input::RetryDecided { attempt: 1, retry: Some(true) });
    assert_eq!(story.tell(Input::Reconnect), ["fetch 2"]);
    assert_eq!(story.wait(), None, "the wait is over");
}

#[test]
fn the_back_off_begins_anew() {
    let mut story = Story::started(Config::default());
    story.lose(1);
    story.wake_after(3000);
    assert_eq!(story.lose(2), ["abort", "fail Network 0 retry in 6000"]);
    story.tell(Input::Reconnect);
    assert_eq!(story.lose(3), ["abort", "fail Network 0 retry in 3000"]);
}

#[test]
fn the_attempt_says_that_the_caller_wanted_it() {
    let mut story = Story::preparing(Config::default());
    story.tell(Input::Start);
    assert_eq!(story.tell(Input::Reconnect), ["abort", "prepare 2 Reconnect"]);
}

#[test]
fn a_session_that_is_about_to_start_just_starts() {
    let mut story = Story::new(Config::default());
    assert!(story.tell(Input::Reconnect).is_empty());
    assert_eq!(story.tell(Input::Start), ["fetch 1"]);
}

#[test]
fn a_page_that_is_away_is_waited_for() {
    let mut story = Story::open(Config::default());
    story.tell(Input::Freeze);
    assert!(story.tell(Input::Reconnect).is_empty());
    assert_eq!(story.tell(Input::Resume), ["fetch 2"]);
}

#[test]
fn the_budget_holds() {
    let mut story = Story::started(Config::default());
    for attempt in 2..=20 {
        assert_eq!(story.tell(Input::Reconnect), ["abort".to_owned(), format!("fetch {attempt}")]);
    }
    assert_eq!(story.tell(Input::Reconnect), ["abort"]);
    assert!(story.tell(Input::Reconnect).is_empty(), "an impatient caller");
    assert_eq!(story.wake_after(1000), ["fetch 21"]);
}

#[test]
fn a_post_is_repeated_for_the_caller_asks_for_it() {
    let mut story = Story::open(post());
    assert_eq!(story.tell(Input::Reconnect), ["abort", "pause", "fetch 2"]);
}

#[test]
fn a_final_failure_is_the_end() {
    let mut story = Story::started(Config::default());
    assert_eq!(story.respond(1, status(403)), ["abort", "fail Http 403 Fatal"]);
    assert!(story.tell(Input::Reconnect).is_empty());
    story.assert_closed();
}

#[test]
fn a_final_failure_is_not_the_end_if_the_caller_says_so() {
    let mut story = Story::started(reopenable());
    assert_eq!(story.respond(1, status(403)), ["abort", "fail Http 403 Fatal"]);
    story.assert_closed();
    assert_eq!(story.tell(Input::Reconnect), ["pause", "fetch 2"]);
    assert_eq!(story.respond(2, STREAM), ["announce"]);
}

#[test]
fn a_caller_who_opens_again_after_each_failure_is_held_up_by_the_budget() {
    let mut story = Story::started(reopenable());
    for attempt in 1..20 {
        story.respond(attempt, status(403));
        story.tell(Input::Reconnect);
    }
    story.respond(20, status(403));
    assert_eq!(story.tell(Input::Reconnect), ["pause"]);
    assert_eq!(story.wake_after(1000), ["fetch 21"]);
}

#[test]
fn a_session_that_failed_knows_what_became_of_the_page() {
    let mut story = Story::started(Config { hidden_grace: Some(Millis(5000)), ..reopenable() });
    story.tell(Input::Hidden);
    story.respond(1, status(403));
    assert_eq!(story.tell(Input::Reconnect), ["pause", "fetch 2"]);
    story.respond(2, STREAM);
    assert_eq!(story.wake_after(5000), ["abort", "pause"]);
}

#[test]
fn a_refusal_that_was_found_is_looked_for_again() {
    let mut story = Story::started(Config { probes_cors: true, ..reopenable() });
    story.lose(1);
    story.tell(Input::Probed { attempt: 1, reachable: true });
    story.wake_after(500);
    assert_eq!(story.lose(1), ["abort", "fail Cors 0 Fatal"]);
    story.tell(Input::Reconnect);
    assert_eq!(story.lose(2), ["probe 2"]);
}

#[test]
fn a_session_that_failed_can_be_closed() {
    let mut story = Story::started(reopenable());
    story.respond(1, status(403));
    story.tell(Input::Close);
    assert!(story.tell(Input::Reconnect).is_empty());
}

fn reopenable() -> Config {
    Config { reopenable: true, ..Config::default() }
}
