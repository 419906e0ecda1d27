//! Headers and credentials.

use super::*;

#[test]
fn headers_are_asked_before_each_attempt() {
    let mut story = Story::preparing(Config { ..Config::default() });
    assert_eq!(story.tell(Input::Start), ["prepare 1 First"]);
    assert_eq!(story.tell(Input::Prepared { attempt: 1, custom_headers: false }), ["fetch 1"]);
    story.respond(1, STREAM);
    story.tell(Input::End { attempt: 1 });
    assert_eq!(story.wake_after(3000), ["prepare 2 Retry"]);
    assert_eq!(story.tell(Input::Prepared { attempt: 2, custom_headers: false }), ["fetch 2"]);
}

#[test]
fn headers_that_fail_or_never_come_are_retried() {
    let mut story = Story::preparing(Config { ..Config::default() });
    story.tell(Input::Start);
    assert_eq!(story.tell(Input::PreparationFailed { attempt: 1 }), ["abort", "fail Headers 0 retry in 3000"]);
    assert_eq!(story.wake_after(3000), ["prepare 2 Retry"]);
    assert_eq!(story.time_out_after(30_000), ["abort", "fail Headers 0 retry in 6000"]);
}

#[test]
fn custom_headers_do_not_follow_a_redirect_unless_asked_to() {
    let mut story = Story::preparing(Config { ..Config::default() });
    story.tell(Input::Start);
    assert_eq!(story.tell(Input::Prepared { attempt: 1, custom_headers: true }), ["fetch 1 no redirects"]);
    let redirect = ResponseHead { redirect: true, ..ResponseHead::default() };
    assert_eq!(story.respond(1, redirect), ["abort", "fail Redirect 0 Fatal"]);

    let config = Config { follows_redirects: FollowRedirects::Always, ..Config::default() };
    let mut story = Story::preparing(config);
    story.tell(Input::Start);
    assert_eq!(story.tell(Input::Prepared { attempt: 1, custom_headers: true }), ["fetch 1"]);
}

#[test]
fn refused_credentials_are_refreshed_once_and_the_request_is_repeated_at_once() {
    let mut story = refused();
    let told = story.tell(Input::CredentialsRefreshed { attempt: 1, renewed: Some(true) });
    assert_eq!(told, ["prepare 2 Unauthorized"]);
    story.tell(Input::Prepared { attempt: 2, custom_headers: false });
    assert_eq!(story.respond(2, status(401)), ["abort", "fail Unauthorized 401 Fatal"]);
    story.assert_closed();
}

#[test]
fn a_refusal_of_credentials_that_were_refreshed_meanwhile_asks_nobody_and_the_next_one_does() {
    let mut story = refused();
    let told = story.tell(Input::CredentialsOutdated { attempt: 1 });
    assert_eq!(told, ["prepare 2 Unauthorized"]);
    story.tell(Input::Prepared { attempt: 2, custom_headers: false });
    assert_eq!(story.respond(2, status(401)), ["abort", "refresh 2"]);
    story.tell(Input::CredentialsRefreshed { attempt: 2, renewed: Some(true) });
    story.tell(Input::Prepared { attempt: 3, custom_headers: false });
    assert_eq!(story.respond(3, status(401)), ["abort", "fail Unauthorized 401 Fatal"]);
}

#[test]
fn a_new_401_long_after_a_good_connection_may_be_refreshed_again() {
    let mut story = refused();
    story.tell(Input::CredentialsRefreshed { attempt: 1, renewed: Some(true) });
    story.tell(Input::Prepared { attempt: 2, custom_headers: false });
    story.respond(2, STREAM);
    story.tell(Input::End { attempt: 2 });
    story.wake_after(3000);
    story.tell(Input::Prepared { attempt: 3, custom_headers: false });
    assert_eq!(story.respond(3, status(401)), ["abort", "refresh 3"]);
}

#[test]
fn a_401_long_after_a_refresh_is_refreshed_again_though_nothing_was_accepted_meanwhile() {
    for lost in [true, false] {
        let mut story = refused_with(Config { asks_should_retry: true, ..Config::default() });
        story.tell(Input::CredentialsRefreshed { attempt: 1, renewed: Some(true) });
        story.tell(Input::Prepared { attempt: 2, custom_headers: false });
        assert_eq!(if lost { story.lose(2) } else { story.respond(2, status(503)) }.first().unwrap(), "abort");
        story.tell(Input::RetryDecided { attempt: 2, retry: Some(true) });
        story.wake_after(3000);
        story.tell(Input::Prepared { attempt: 3, custom_headers: false });
        assert_eq!(story.respond(3, status(401)), ["abort", "refresh 3"], "lost: {lost}");
    }
}

#[test]
fn a_page_that_freezes_while_credentials_are_refreshed_asks_for_them_anew() {
    let mut story = refused();
    assert_eq!(story.tell(Input::Freeze), ["abort"]);
    assert!(story.tell(Input::CredentialsRefreshed { attempt: 1, renewed: Some(false) }).is_empty());
    assert_eq!(story.tell(Input::Resume), ["prepare 2 Return"]);
    story.tell(Input::Prepared { attempt: 2, custom_headers: false });
    assert_eq!(story.respond(2, status(401)), ["abort", "refresh 2"]);
}

#[test]
fn a_refresh_that_says_no_is_final_and_one_that_fails_or_hangs_is_retried() {
    let told = refused().tell(Input::CredentialsRefreshed { attempt: 1, renewed: Some(false) });
    assert_eq!(told, ["abort", "fail Unauthorized 401 Fatal"]);
    let told = refused().tell(Input::CredentialsRefreshed { attempt: 1, renewed: None });
    assert_eq!(told, ["abort", "fail Unauthorized 401 retry in 3000"]);
    assert_eq!(refused().time_out_after(30_000), ["abort", "fail Unauthorized 401 retry in 3000"]);
}

fn refused() -> Story {
    refused_with(Config::default())
}

fn refused_with(config: Config) -> Story {
    let mut story = Story::preparing(Config { refreshes_credentials: true, ..config });
    lead_to_request(&mut story);
    assert_eq!(story.respond(1, status(401)), ["abort", "refresh 1"]);
    story
}

#[test]
fn a_403_refreshes_the_credentials_if_it_is_said_to() {
    let unauthorized_statuses = vec![401, 403];
    let config = Config { refreshes_credentials: true, unauthorized_statuses, ..Config::default() };
    let mut story = Story::new(config);
    story.tell(Input::Start);
    assert_eq!(story.respond(1, status(403)), ["abort", "refresh 1"]);
    let told = story.tell(Input::CredentialsRefreshed { attempt: 1, renewed: Some(false) });
    assert_eq!(told, ["abort", "fail Unauthorized 403 Fatal"]);
}

// --- The body of a refusal ---------------------------------------------------------------------------------------

#[test]
fn the_body_of_a_refusal_is_read_before_it_is_told() {
    let config = Config { reads_error_body: true, connect_timeout: Some(Millis(300)), ..Config::default() };
    let mut story = Story::started(config.clone());
    assert_eq!(story.respond(1, status(503)), ["read error body 1"]);
    assert_eq!(story.tell(Input::ErrorBodyRead { attempt: 1 }), ["abort", "fail Http 503 Fatal"]);

    let mut story = Story::started(config.clone());
    story.respond(1, status(503));
    assert_eq!(story.time_out_after(5000), ["abort", "fail Http 503 Fatal"], "a body without end");

    for input in [Input::End { attempt: 1 }, Input::NetworkError { attempt: 1, blocked: false }] {
        let mut story = Story::started(config.clone());
        story.respond(1, status(503));
        assert_eq!(story.tell(input), ["abort", "fail Http 503 Fatal"], "as much as there is");
    }
}

#[test]
fn what_opens_the_stream_has_no_body_of_a_refusal() {
    let mut story = Story::started(Config { reads_error_body: true, ..Config::default() });
    let head = ResponseHead { content_type: Some("text/event-stream, */*"), ..STREAM };
    assert_eq!(story.respond(1, head), ["announce"]);
}

#[test]
fn a_refusal_with_a_body_refreshes_the_credentials() {
    let mut story = Story::started(Config { reads_error_body: true, refreshes_credentials: true, ..Config::default() });
    story.respond(1, status(401));
    assert_eq!(story.tell(Input::ErrorBodyRead { attempt: 1 }), ["abort", "refresh 1"]);
}

#[test]
fn a_page_that_freezes_while_a_body_is_read_asks_again() {
    let mut story = Story::started(Config { reads_error_body: true, ..Config::default() });
    story.respond(1, status(503));
    assert_eq!(story.tell(Input::Freeze), ["abort"]);
    assert_eq!(story.tell(Input::Resume), ["fetch 2"]);
}
