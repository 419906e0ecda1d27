//! The page is hidden, frozen or left, and shown again.

use super::*;

#[test]
fn a_frozen_page_lets_go_and_returns_at_once_without_an_error() {
    let mut story = Story::open(Config::default());
    story.bytes(1, "id: 3\ndata: a\n\n");
    assert_eq!(story.tell(Input::Freeze), ["abort", "pause"]);
    assert_eq!(story.session.next_wakeup(), None);
    assert_eq!(story.tell(Input::Resume), ["fetch 2 from 3"]);
}

#[test]
fn a_return_from_the_back_forward_cache_is_one_reconnect_though_two_events_tell_of_it() {
    let mut story = Story::open(Config::default());
    assert_eq!(story.tell(Input::PageHide), ["abort", "pause"]);
    assert!(story.tell(Input::Freeze).is_empty());
    assert!(story.tell(Input::Resume).is_empty());
    assert_eq!(story.tell(Input::PageShow), ["fetch 2"]);
}

#[test]
fn a_page_that_freezes_in_the_middle_of_an_attempt_makes_it_anew() {
    let mut story = Story::preparing(Config { ..Config::default() });
    story.tell(Input::Start);
    assert_eq!(story.tell(Input::Freeze), ["abort"]);
    assert!(story.tell(Input::Prepared { attempt: 1, custom_headers: false }).is_empty());
    assert_eq!(story.tell(Input::Resume), ["prepare 2 Return"]);
}

#[test]
fn a_wait_survives_a_freeze_and_ends_on_return_if_its_time_has_come() {
    let mut story = Story::open(Config::default());
    story.tell(Input::End { attempt: 1 });
    assert!(story.tell(Input::Freeze).is_empty());
    assert!(story.wake_after(3000).is_empty(), "no attempt while frozen");
    assert_eq!(story.tell(Input::Resume), ["fetch 2"]);

    let mut story = Story::open(Config::default());
    story.tell(Input::End { attempt: 1 });
    story.tell(Input::Freeze);
    assert!(story.tell(Input::Resume).is_empty(), "a return does not shorten a wait");
    assert_eq!(story.wake_after(3000), ["fetch 2"]);
}

#[test]
fn a_hidden_page_keeps_its_connection_unless_told_otherwise() {
    assert!(Story::open(Config::default()).tell(Input::Hidden).is_empty());

    let mut story = Story::open(Config { hidden_grace: Some(Millis(5000)), ..Config::default() });
    assert!(story.tell(Input::Hidden).is_empty());
    assert_eq!(story.wake_after(5000), ["abort", "pause"]);
    assert_eq!(story.tell(Input::Visible), ["fetch 2"]);

    assert!(story.tell(Input::Hidden).is_empty());
    assert!(story.tell(Input::Visible).is_empty());
    assert_eq!(story.wait(), None, "shown again in time");
}

#[test]
fn a_page_that_runs_again_and_is_still_hidden_lets_go_in_time() {
    for (away, back) in [(Input::Freeze, Input::Resume), (Input::PageHide, Input::PageShow)] {
        let mut story = Story::open(Config { hidden_grace: Some(Millis(5000)), ..Config::default() });
        story.tell(Input::Hidden);
        story.tell(away);
        assert_eq!(story.tell(back), ["fetch 2"]);
        assert_eq!(story.wake_after(5000), ["abort"]);
        assert_eq!(story.tell(Input::Visible), ["fetch 3"]);
    }
}

#[test]
fn a_connection_that_was_of_use_counts_though_the_page_went_away() {
    type Use = fn(&mut Story);
    let uses: [Use; 2] =
        [|story| drop(story.bytes(2, "data: a\n\n")), |story| story.now = story.now + Millis::from_secs(3600)];
    for of_use in uses {
        let retry = RetryConfig { max_retries: Some(1), ..RetryConfig::default() };
        let mut story = Story::new(Config { retry, ..Config::default() });
        story.tell(Input::Start);
        story.lose(1);
        story.wake_after(3000);
        story.respond(2, STREAM);
        of_use(&mut story);
        story.tell(Input::Freeze);
        story.tell(Input::Resume);
        let told = story.lose(3);
        assert_eq!(told, ["abort", "fail Network 0 retry in 3000"]);
    }
}

#[test]
fn a_page_that_starts_hidden_connects_when_it_is_shown() {
    let mut story = Story::before_start(Config { hidden_grace: Some(Millis::ZERO), ..Config::default() });
    story.tell(Input::Hidden);
    assert!(story.tell(Input::Start).is_empty());
    assert_eq!(story.tell(Input::Visible), ["fetch 1"]);
}

#[test]
fn the_first_attempt_of_a_page_that_started_hidden_is_the_first_one() {
    let mut story = Story::before_start(Config { hidden_grace: Some(Millis::ZERO), ..Config::default() });
    story.prepares = true;
    story.tell(Input::Hidden);
    story.tell(Input::Start);
    assert_eq!(story.tell(Input::Visible), ["prepare 1 First"]);
}

#[test]
fn a_hidden_post_that_could_not_be_resumed_is_left_alone() {
    let config = Config { hidden_grace: Some(Millis::ZERO), idempotent: false, ..Config::default() };
    assert!(Story::open(config).tell(Input::Hidden).is_empty());
}

#[test]
fn a_page_that_flips_between_frozen_and_running_meets_the_budget() {
    let mut story = Story::open(Config::default());
    let mut attempts = 1;
    for _ in 0..100 {
        story.tell(Input::Freeze);
        attempts += story.tell(Input::Resume).iter().filter(|told| told.starts_with("fetch")).count();
    }
    assert_eq!(attempts, 20);
    assert!(story.wake_after(1000).iter().any(|told| told.starts_with("fetch")), "and is not forgotten");
}

#[test]
fn a_hidden_stream_that_must_not_come_back_is_left_alone() {
    let config = Config { hidden_grace: Some(Millis(50)), reconnect: Reconnect::Never, ..Config::default() };
    let mut story = Story::open(config.clone());
    story.tell(Input::Hidden);
    assert!(story.wake_after(50).is_empty());
    assert_eq!(story.bytes(1, "data: x\n\n"), ["dispatch x@"]);

    let mut story = Story::before_start(Config { hidden_grace: Some(Millis::ZERO), ..config });
    story.tell(Input::Hidden);
    assert!(story.tell(Input::Start).is_empty(), "it has not begun");
    assert_eq!(story.tell(Input::Visible), ["fetch 1"]);
}

// --- Reconnecting follows the rules for a failure -----------------------------------------------------------------

#[test]
fn a_post_that_was_running_when_the_page_froze_is_not_sent_again_on_return() {
    let mut story = Story::open(post());
    assert_eq!(story.tell(Input::Freeze), ["abort", "pause"]);
    assert_eq!(story.tell(Input::Resume), ["fail Network 0 NotRepeatable"]);
    story.assert_closed();
}

#[test]
fn a_stream_that_must_not_come_back_does_not_come_back_on_return() {
    let config = Config { reconnect: Reconnect::Never, ..Config::default() };
    for lead in [Story::open, Story::started] {
        let mut story = lead(config.clone());
        story.tell(Input::Freeze);
        assert_eq!(story.tell(Input::Resume), ["fail Network 0 Fatal"]);
        story.assert_closed();
    }
    let mut story = Story::preparing(config);
    story.tell(Input::Start);
    story.tell(Input::Freeze);
    assert_eq!(story.tell(Input::Resume), ["prepare 2 Return"], "nothing was sent yet");
}

#[test]
fn a_stream_that_comes_back_after_errors_comes_back_on_return() {
    let mut story = Story::open(Config { reconnect: Reconnect::OnError, ..Config::default() });
    story.tell(Input::PageHide);
    assert_eq!(story.tell(Input::PageShow), ["fetch 2"]);
}

#[test]
fn the_caller_decides_whether_it_comes_back_on_return() {
    for (retry, told) in [(None, "fetch 2"), (Some(true), "fetch 2"), (Some(false), "fail Network 0 Fatal")] {
        let mut story = Story::open(Config { asks_should_retry: true, ..Config::default() });
        story.tell(Input::Freeze);
        assert_eq!(story.tell(Input::Resume), ["should retry Network 0"]);
        assert_eq!(story.tell(Input::RetryDecided { attempt: 1, retry }), [told]);
    }
}

// --- Quiet while leaving ----------------------------------------------------------------------------------------

#[test]
fn a_page_that_is_left_tells_no_error_when_its_connection_is_ended() {
    for lead in [Story::open, Story::started] {
        let mut story = lead(Config { probes_cors: true, ..Config::default() });
        story.tell(Input::Leaving);
        story.pass(20_000);
        let told = story.lose(1);
        assert!(told == ["abort", "pause"] || told == ["abort"], "{told:?}");
        story.tell(Input::PageHide);
        assert!(story.wake_after(3000).is_empty());
        assert_eq!(story.wait(), None);
    }
}

#[test]
fn a_page_that_stays_gets_its_connection_back() {
    let mut story = Story::open(Config::default());
    story.tell(Input::Leaving);
    assert_eq!(story.bytes(1, "data: a\n\n"), ["dispatch a@"], "nothing is over yet");
    assert_eq!(story.lose(1), ["abort", "pause"]);
    assert_eq!(story.wake_after(3000), ["fetch 2"]);
    assert_eq!(story.lose(2), ["abort", "fail Network 0 retry in 3000"], "the next loss is one");
}

#[test]
fn a_page_that_stays_is_told_what_cannot_come_back() {
    let mut story = Story::open(post());
    story.tell(Input::Leaving);
    assert_eq!(story.lose(1), ["abort", "pause"]);
    assert_eq!(story.wake_after(3000), ["fail Network 0 NotRepeatable"]);
}

#[test]
fn a_page_that_comes_back_from_the_cache_does_not_wait_to_see_whether_it_stays() {
    let mut story = Story::open(Config::default());
    story.tell(Input::Leaving);
    story.lose(1);
    story.tell(Input::PageHide);
    assert_eq!(story.tell(Input::PageShow), ["fetch 2"]);
    assert_eq!(story.wait(), None);
}

#[test]
fn a_loss_long_after_a_page_was_about_to_be_left_is_one() {
    let mut story = Story::open(Config::default());
    story.tell(Input::Leaving);
    story.pass(30_000);
    assert_eq!(story.lose(1), ["abort", "fail Network 0 retry in 3000"]);
}
