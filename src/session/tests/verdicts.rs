//! The evidence on which a lost request counts as a refusal.

use super::*;

/// For a cross-origin URL.
fn other_origin() -> Config {
    Config { probes_cors: true, ..Config::default() }
}

/// For a same-origin URL.
fn own_origin() -> Config {
    Config { looks_for_redirects: true, ..Config::default() }
}

// --- Cross-Origin Resource Sharing ------------------------------------------------------------------------------

#[test]
fn a_first_request_that_fails_again_after_an_answered_probe_is_refused() {
    let mut story = Story::started(other_origin());
    assert_eq!(story.lose(1), ["probe 1"]);
    assert!(story.tell(Input::Probed { attempt: 1, reachable: true }).is_empty());
    assert_eq!(story.wake_after(500), ["fetch 1"], "not in the same moment");
    assert_eq!(story.lose(1), ["abort", "fail Cors 0 Fatal"]);
    story.assert_closed();
}

#[test]
fn a_server_that_was_just_restarted_does_not_refuse() {
    let mut story = probed(other_origin());
    assert_eq!(story.respond(1, STREAM), ["announce"]);
}

#[test]
fn a_first_request_is_lost_if_the_server_does_not_answer_the_probe_either() {
    let mut story = Story::started(other_origin());
    story.lose(1);
    let told = story.tell(Input::Probed { attempt: 1, reachable: false });
    assert_eq!(told, ["abort", "fail Network 0 retry in 3000"]);
    story.wake_after(3000);
    assert_eq!(story.lose(2), ["probe 2"], "nothing is known yet");
    assert_eq!(story.time_out_after(5000), ["abort", "fail Network 0 retry in 6000"], "a probe that hangs");
    assert!(story.tell(Input::Probed { attempt: 2, reachable: true }).is_empty(), "and is answered late");
}

#[test]
fn a_source_that_has_been_open_is_not_refused_by_cors() {
    let mut story = Story::open(other_origin());
    assert_eq!(story.lose(1), ["abort", "fail Network 0 retry in 3000"]);
    story.wake_after(3000);
    assert_eq!(story.lose(2), ["abort", "fail Network 0 retry in 6000"], "without a probe");
}

#[test]
fn a_request_that_cannot_be_repeated_is_not_probed() {
    let mut story = Story::started(Config { probes_cors: true, ..post() });
    assert_eq!(story.lose(1), ["abort", "fail Network 0 NotRepeatable"]);
}

#[test]
fn a_repeated_request_that_hangs_is_lost() {
    assert_eq!(probed(other_origin()).time_out_after(10_000), ["abort", "fail Network 0 retry in 3000"]);
    let config = Config { connect_timeout: Some(Millis(700)), ..other_origin() };
    assert_eq!(probed(config).time_out_after(700), ["abort", "fail Network 0 retry in 3000"]);
}

#[test]
fn a_refusal_of_the_repeated_request_is_not_one_of_the_source() {
    let busy = ResponseHead { retry_after: Some(Millis::from_secs(9)), ..status(503) };
    for (head, wait) in [(busy, 9000), (status(204), 3000), (status(401), 3000)] {
        let mut story = probed(Config { refreshes_credentials: true, ..other_origin() });
        let told = story.respond(1, head);
        assert_eq!(told, ["abort".to_owned(), format!("fail Network 0 retry in {wait}")]);
    }
}

#[test]
fn while_a_refusal_stands_it_is_not_probed_again() {
    let mut story = probed(Config { asks_should_retry: true, ..other_origin() });
    assert_eq!(story.lose(1), ["abort", "should retry Cors 0"]);
    story.tell(Input::RetryDecided { attempt: 1, retry: Some(true) });
    story.wake_after(3000);
    assert_eq!(story.lose(2), ["abort", "should retry Cors 0"]);
    story.tell(Input::RetryDecided { attempt: 2, retry: Some(true) });
    story.wake_after(6000);
    assert_eq!(story.respond(3, STREAM), ["announce"]);
}

/// A session whose first request was lost and is repeated after an answered probe.
fn probed(config: Config) -> Story {
    let mut story = Story::started(config);
    story.lose(1);
    story.tell(Input::Probed { attempt: 1, reachable: true });
    assert_eq!(story.wake_after(500), ["fetch 1"]);
    story
}

// --- Redirects --------------------------------------------------------------------------------------------------

#[test]
fn a_first_redirect_to_where_nobody_may_read_is_told_by_the_second_attempt() {
    let mut story = Story::started(own_origin());
    assert_eq!(story.lose(1), ["abort", "fail Network 0 retry in 3000"], "a lost network costs nothing more");
    assert_eq!(story.wake_after(3000), ["fetch 2 no redirects"]);
    assert_eq!(story.respond(2, REDIRECT), ["fetch 2"]);
    assert_eq!(story.lose(2), ["probe 2"]);
    story.tell(Input::Probed { attempt: 2, reachable: true });
    assert_eq!(story.wake_after(500), ["fetch 2"]);
    assert_eq!(story.lose(2), ["abort", "fail Redirect 0 Fatal"]);
}

#[test]
fn a_look_that_the_server_answers_is_the_stream() {
    let mut story = Story::started(own_origin());
    story.lose(1);
    assert_eq!(story.wake_after(3000), ["fetch 2 no redirects"]);
    assert_eq!(story.respond(2, STREAM), ["announce"]);

    let mut story = Story::started(own_origin());
    story.lose(1);
    story.wake_after(3000);
    assert_eq!(story.respond(2, status(503)), ["abort", "fail Http 503 Fatal"]);
}

#[test]
fn after_an_open_stream_every_other_attempt_looks_for_a_redirect() {
    let mut story = Story::open(own_origin());
    story.tell(Input::End { attempt: 1 });
    assert_eq!(story.wake_after(3000), ["fetch 2"]);
    assert_eq!(story.lose(2), ["abort", "fail Network 0 retry in 6000"], "a lost network costs nothing more");
    assert_eq!(story.wake_after(6000), ["fetch 3 no redirects"]);
    assert_eq!(story.lose(3), ["abort", "fail Network 0 retry in 12000"]);
    assert_eq!(story.wake_after(12_000), ["fetch 4"]);
}

#[test]
fn a_session_that_expires_is_told_when_login_refuses_for_the_second_time() {
    let mut story = looking();
    assert_eq!(story.respond(3, REDIRECT), ["fetch 3"]);
    assert_eq!(story.lose(3), ["probe 3"]);
    story.tell(Input::Probed { attempt: 3, reachable: true });
    assert_eq!(story.wake_after(500), ["fetch 3"]);
    assert_eq!(story.lose(3), ["abort", "fail Redirect 0 Fatal"]);
}

#[test]
fn a_redirect_that_can_be_followed_is_followed() {
    let mut story = looking();
    story.respond(3, REDIRECT);
    assert_eq!(
        story.respond(3, status(503)),
        ["abort", "fail Network 0 retry in 12000"],
        "nobody else would have asked again yet"
    );
    let mut story = looking();
    story.respond(3, REDIRECT);
    assert_eq!(story.respond(3, ResponseHead { redirected: true, ..STREAM }), ["announce"]);
}

#[test]
fn a_redirect_whose_target_is_out_of_reach_is_a_lost_network() {
    let mut story = looking();
    story.respond(3, REDIRECT);
    story.lose(3);
    let told = story.tell(Input::Probed { attempt: 3, reachable: false });
    assert_eq!(told, ["abort", "fail Network 0 retry in 12000"]);
}

#[test]
fn a_stream_that_comes_through_a_redirect_is_lost_and_not_refused_there() {
    let mut story = Story::started(own_origin());
    story.respond(1, ResponseHead { redirected: true, ..STREAM });
    story.tell(Input::End { attempt: 1 });
    let mut wait = 3000;
    for attempt in 2..5 {
        assert_eq!(story.wake_after(wait), [format!("fetch {attempt}")]);
        wait = 3000 << (attempt - 1);
        assert_eq!(story.lose(attempt), ["abort".to_owned(), format!("fail Network 0 retry in {wait}")]);
    }
}

#[test]
fn headers_that_do_not_follow_a_redirect_are_not_looked_into() {
    let mut story = Story::preparing(own_origin());
    story.tell(Input::Start);
    story.tell(Input::Prepared { attempt: 1, custom_headers: true });
    assert_eq!(story.lose(1), ["abort", "fail Network 0 retry in 3000"]);
}

/// A session whose stream ended and whose second attempt was lost; the third one checks for a redirect.
fn looking() -> Story {
    let mut story = Story::open(own_origin());
    story.tell(Input::End { attempt: 1 });
    story.wake_after(3000);
    story.lose(2);
    assert_eq!(story.wake_after(6000), ["fetch 3 no redirects"]);
    story
}

// --- Requests that the browser blocks ---------------------------------------------------------------------------

#[test]
fn a_first_request_that_the_browser_blocks_is_final() {
    let mut story = Story::started(other_origin());
    let told = story.tell(Input::NetworkError { attempt: 1, blocked: true });
    assert_eq!(told, ["abort", "fail Blocked 0 Fatal"]);
    story.assert_closed();
}

#[test]
fn a_source_that_was_ever_answered_is_not_blocked() {
    let mut story = Story::open(Config::default());
    story.tell(Input::End { attempt: 1 });
    story.wake_after(3000);
    let told = story.tell(Input::NetworkError { attempt: 2, blocked: true });
    assert_eq!(told, ["abort", "fail Network 0 retry in 6000"]);

    let mut story = Story::started(Config { asks_should_retry: true, ..Config::default() });
    story.respond(1, status(503));
    story.tell(Input::RetryDecided { attempt: 1, retry: Some(true) });
    story.wake_after(3000);
    let told = story.tell(Input::NetworkError { attempt: 2, blocked: true });
    assert_eq!(told, ["abort", "should retry Network 0"]);
}
