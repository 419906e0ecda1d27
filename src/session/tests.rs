//! Each transition, in virtual time.

use super::*;

/// A session, its clock, and its wishes in words.
struct Story {
    session: Session,
    now: Millis,
    /// Whether the test answers `Prepare` itself; otherwise it is answered at once and not mentioned.
    prepares: bool,
}

const STREAM: ResponseHead<'static> =
    ResponseHead { status: 200, content_type: Some("text/event-stream"), redirect: false, retry_after: None };

impl Story {
    /// A started session.
    fn new(config: Config) -> Self {
        let mut story = Self::before_start(config);
        story.now = Millis(1000);
        story
    }

    fn before_start(config: Config) -> Self {
        let retry = RetryConfig { jitter_ratio: Some(0.0), ..config.retry };
        Self { session: Session::new(Config { retry, ..config }), now: Millis::ZERO, prepares: false }
    }

    /// A session whose caller's headers are in the test's hands.
    fn preparing(config: Config) -> Self {
        Self { prepares: true, ..Self::new(config) }
    }

    /// A session whose first attempt is open.
    fn open(config: Config) -> Self {
        let mut story = Self::new(config);
        story.tell(Input::Start);
        assert_eq!(story.respond(1, STREAM), ["announce"]);
        story
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "every other wish is told as it is")]
    fn tell(&mut self, input: Input<'_>) -> Vec<String> {
        self.session.handle(self.now, input);
        let mut told = Vec::new();
        while let Some(output) = self.session.poll() {
            match output {
                Output::Prepare { attempt, .. } if !self.prepares => {
                    assert!(self.session.poll().is_none(), "nothing follows a question");
                    told.extend(self.tell(Input::Prepared { attempt, custom_headers: false }));
                }
                output => told.push(words(&output)),
            }
        }
        told
    }

    fn respond(&mut self, attempt: u32, head: ResponseHead<'_>) -> Vec<String> {
        self.tell(Input::Response { attempt, head })
    }

    fn bytes(&mut self, attempt: u32, text: &str) -> Vec<String> {
        self.tell(Input::Bytes { attempt, chunk: text.as_bytes() })
    }

    /// Goes to the next deadline, which must be this far away, and wakes the session.
    fn wake_after(&mut self, wait: u64) -> Vec<String> {
        assert_eq!(self.wait(), Some(wait));
        self.now = self.now + Millis(wait);
        self.tell(Input::Wakeup)
    }

    fn wait(&self) -> Option<u64> {
        self.session.next_wakeup().map(|at| (at - self.now).0)
    }

    fn assert_closed(&mut self) {
        assert_eq!(self.session.next_wakeup(), None, "a closed session has no timer");
        for input in [Input::Start, Input::Wakeup, Input::PageShow, Input::Online, Input::End { attempt: 1 }] {
            assert!(self.tell(input).is_empty(), "a closed session wishes nothing");
        }
    }
}

fn words(output: &Output) -> String {
    match output {
        Output::Prepare { attempt, why } => format!("prepare {attempt} {why:?}"),
        Output::Fetch { attempt, last_event_id, follow_redirects } => {
            let id = if last_event_id.is_empty() { String::new() } else { format!(" from {last_event_id}") };
            format!("fetch {attempt}{id}{}", if *follow_redirects { "" } else { " no redirects" })
        }
        Output::Abort => "abort".into(),
        Output::ProbeCors { attempt } => format!("probe {attempt}"),
        Output::RefreshCredentials(failure) => format!("refresh {}", failure.attempt),
        Output::AskShouldRetry(failure) => format!("should retry {:?} {}", failure.reason, failure.status),
        Output::Announce => "announce".into(),
        Output::Dispatch(batch) => {
            let events = batch.events().map(|event| format!("{}@{}", event.data, event.last_event_id));
            format!("dispatch {}", events.collect::<Vec<_>>().join(" "))
        }
        Output::Pause => "pause".into(),
        Output::Fail(failure) => {
            let next = match failure.next {
                Next::Retry(wait) => format!("retry in {}", wait.0),
                Next::Fatal | Next::GaveUp | Next::NotRepeatable => format!("{:?}", failure.next),
            };
            format!("fail {:?} {} {next}", failure.reason, failure.status)
        }
    }
}

fn status(status: u16) -> ResponseHead<'static> {
    ResponseHead { status, ..STREAM }
}

// --- The standard's EventSource ---------------------------------------------------------------------------------

#[test]
fn a_stream_opens_brings_events_ends_and_comes_back_with_the_last_event_id() {
    let mut story = Story::new(Config::default());
    assert_eq!(story.tell(Input::Start), ["fetch 1"]);
    assert_eq!(story.wait(), None, "no engine limits the wait for a response, and neither do we unasked");
    assert_eq!(story.respond(1, STREAM), ["announce"]);
    assert_eq!(story.bytes(1, "id: 7\ndata: a\n\ndata: b\n\n"), ["dispatch a@7 b@7"]);
    assert_eq!(story.tell(Input::End { attempt: 1 }), ["abort", "fail End 0 retry in 3000"]);
    assert_eq!(story.wake_after(3000), ["fetch 2 from 7"]);
    assert_eq!(story.respond(2, STREAM), ["announce"]);
    assert_eq!(story.bytes(2, "data: c\n\n"), ["dispatch c@7"]);
}

#[test]
fn an_unfinished_event_is_lost_with_its_id_when_the_stream_breaks() {
    let mut story = Story::open(Config::default());
    assert!(story.bytes(1, "id: 1\ndata: half").is_empty());
    assert_eq!(
        story.tell(Input::NetworkError { attempt: 1, blocked: false }),
        ["abort", "fail Network 0 retry in 3000"]
    );
    assert_eq!(story.wake_after(3000), ["fetch 2"]);
    story.respond(2, STREAM);
    assert_eq!(story.bytes(2, "data: whole\n\n"), ["dispatch whole@"]);
}

#[test]
fn the_servers_retry_sets_the_wait_even_without_an_event() {
    let mut story = Story::open(Config::default());
    assert!(story.bytes(1, "retry: 40\n").is_empty());
    assert_eq!(story.tell(Input::End { attempt: 1 }), ["abort", "fail End 0 retry in 40"]);
}

#[test]
fn a_refused_response_closes_for_good_and_frees_its_body() {
    let wrong_type = ResponseHead { content_type: Some("text/html"), ..STREAM };
    for (head, told) in [
        (status(204), "fail NoContent 204 Fatal"),
        (status(401), "fail Unauthorized 401 Fatal"),
        (status(503), "fail Http 503 Fatal"),
        (wrong_type, "fail ContentType 200 Fatal"),
    ] {
        let mut story = Story::new(Config::default());
        story.tell(Input::Start);
        assert_eq!(story.respond(1, head), ["abort", told]);
        story.assert_closed();
    }
}

#[test]
fn a_lost_network_is_retried_with_growing_waits() {
    let mut story = Story::new(Config::default());
    story.tell(Input::Start);
    for (attempt, wait) in [(1, 3000), (2, 6000), (3, 12_000), (4, 24_000), (5, 30_000), (6, 30_000)] {
        let told = story.tell(Input::NetworkError { attempt, blocked: false });
        assert_eq!(told, ["abort".into(), format!("fail Network 0 retry in {wait}")]);
        assert_eq!(story.wake_after(wait), [format!("fetch {}", attempt + 1)]);
    }
}

#[test]
fn a_cross_origin_failure_is_a_refusal_if_the_server_can_be_reached_and_fails_again() {
    let mut story = Story::new(Config { probes_cors: true, ..Config::default() });
    story.tell(Input::Start);
    assert_eq!(story.tell(Input::NetworkError { attempt: 1, blocked: false }), ["probe 1"]);
    assert_eq!(story.tell(Input::Probed { attempt: 1, reachable: true }), ["fetch 1"]);
    let told = story.tell(Input::NetworkError { attempt: 1, blocked: false });
    assert_eq!(told, ["abort", "fail Cors 0 Fatal"]);
    story.assert_closed();
}

#[test]
fn a_cross_origin_server_that_was_just_restarted_is_no_refusal() {
    let mut story = Story::new(Config { probes_cors: true, ..Config::default() });
    story.tell(Input::Start);
    story.tell(Input::NetworkError { attempt: 1, blocked: false });
    story.tell(Input::Probed { attempt: 1, reachable: true });
    assert_eq!(story.respond(1, STREAM), ["announce"]);
    story.tell(Input::End { attempt: 1 });
    story.wake_after(3000);
    // The next attempt starts from nothing.
    assert_eq!(story.tell(Input::NetworkError { attempt: 2, blocked: false }), ["probe 2"]);
}

#[test]
fn a_post_that_cors_may_have_refused_is_not_sent_twice() {
    let mut story = Story::new(Config { probes_cors: true, idempotent: false, ..Config::default() });
    story.tell(Input::Start);
    story.tell(Input::NetworkError { attempt: 1, blocked: false });
    assert_eq!(story.tell(Input::Probed { attempt: 1, reachable: true }), ["abort", "fail Cors 0 Fatal"]);
}

#[test]
fn a_request_that_the_browser_blocks_is_futile() {
    let mut story = Story::new(Config { probes_cors: true, ..Config::default() });
    story.tell(Input::Start);
    let told = story.tell(Input::NetworkError { attempt: 1, blocked: true });
    assert_eq!(told, ["abort", "fail Blocked 0 Fatal"]);
    story.assert_closed();
}

#[test]
fn a_cross_origin_failure_is_retried_if_the_server_cannot_be_reached_or_does_not_answer() {
    let mut story = Story::new(Config { probes_cors: true, ..Config::default() });
    story.tell(Input::Start);
    story.tell(Input::NetworkError { attempt: 1, blocked: false });
    let told = story.tell(Input::Probed { attempt: 1, reachable: false });
    assert_eq!(told, ["abort", "fail Network 0 retry in 3000"]);
    story.wake_after(3000);
    story.tell(Input::NetworkError { attempt: 2, blocked: false });
    assert_eq!(story.wake_after(10_000), ["abort", "fail Network 0 retry in 6000"]);
}

#[test]
fn a_stream_that_breaks_after_it_opened_is_not_probed() {
    let mut story = Story::open(Config { probes_cors: true, ..Config::default() });
    assert_eq!(
        story.tell(Input::NetworkError { attempt: 1, blocked: false }),
        ["abort", "fail Network 0 retry in 3000"]
    );
}

#[test]
fn an_event_beyond_the_limit_fails_the_connection_but_not_the_events_before_it() {
    let mut story = Story::open(Config { max_buffer_size: 20, ..Config::default() });
    let told = story.bytes(1, &format!("data: ok\n\ndata: {}", "x".repeat(30)));
    assert_eq!(told, ["dispatch ok@", "abort", "fail TooLarge 0 retry in 3000"]);
}

// --- Late answers and close -------------------------------------------------------------------------------------

#[test]
fn answers_of_an_earlier_attempt_change_nothing() {
    let mut story = Story::open(Config::default());
    story.tell(Input::End { attempt: 1 });
    story.wake_after(3000);
    for late in [
        Input::Bytes { attempt: 1, chunk: b"data: x\n\n" },
        Input::End { attempt: 1 },
        Input::NetworkError { attempt: 1, blocked: false },
        Input::Response { attempt: 1, head: status(500) },
        Input::Prepared { attempt: 1, custom_headers: false },
        Input::PreparationFailed { attempt: 1 },
        Input::Probed { attempt: 1, reachable: true },
        Input::CredentialsRefreshed { attempt: 1, renewed: Some(true) },
        Input::RetryDecided { attempt: 1, retry: Some(false) },
    ] {
        assert!(story.tell(late).is_empty(), "{late:?}");
    }
    assert_eq!(story.respond(2, STREAM), ["announce"]);
}

#[test]
fn close_is_final_from_every_state() {
    let asking = Config { refreshes_credentials: true, probes_cors: true, ..Config::default() };
    type Lead = fn(&mut Story);
    let leads: [(&str, Lead, &[&str]); 7] = [
        ("idle", |_| {}, &["abort"]),
        ("preparing", |story| drop(story.tell(Input::Start)), &["abort"]),
        ("requesting", |story| lead_to_request(story), &["abort"]),
        (
            "probing",
            |story| {
                lead_to_request(story);
                story.tell(Input::NetworkError { attempt: 1, blocked: false });
            },
            &["abort"],
        ),
        (
            "refreshing",
            |story| {
                lead_to_request(story);
                story.respond(1, status(401));
            },
            &["abort"],
        ),
        (
            "open",
            |story| {
                lead_to_request(story);
                story.respond(1, STREAM);
            },
            &["abort"],
        ),
        (
            "waiting",
            |story| {
                lead_to_request(story);
                story.respond(1, STREAM);
                story.tell(Input::End { attempt: 1 });
            },
            &["abort"],
        ),
    ];
    for (name, lead, told) in leads {
        let mut story = Story::preparing(asking.clone());
        lead(&mut story);
        assert_eq!(story.tell(Input::Close), told, "close while {name}");
        story.assert_closed();
    }
}

fn lead_to_request(story: &mut Story) {
    story.tell(Input::Start);
    story.tell(Input::Prepared { attempt: 1, custom_headers: false });
}

// --- Headers and credentials ------------------------------------------------------------------------------------

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
    assert_eq!(story.wake_after(30_000), ["abort", "fail Headers 0 retry in 6000"]);
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
fn a_refresh_that_says_no_is_final_and_one_that_fails_or_hangs_is_retried() {
    let told = refused().tell(Input::CredentialsRefreshed { attempt: 1, renewed: Some(false) });
    assert_eq!(told, ["abort", "fail Unauthorized 401 Fatal"]);
    let told = refused().tell(Input::CredentialsRefreshed { attempt: 1, renewed: None });
    assert_eq!(told, ["abort", "fail Unauthorized 401 retry in 3000"]);
    assert_eq!(refused().wake_after(30_000), ["abort", "fail Unauthorized 401 retry in 3000"]);
}

fn refused() -> Story {
    let mut story = Story::preparing(Config { refreshes_credentials: true, ..Config::default() });
    lead_to_request(&mut story);
    assert_eq!(story.respond(1, status(401)), ["abort", "refresh 1"]);
    story
}

// --- Choices about coming back ----------------------------------------------------------------------------------

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
fn giving_up_is_said_once() {
    let retry = RetryConfig { max_retries: Some(1), ..RetryConfig::default() };
    let mut story = Story::new(Config { retry, ..Config::default() });
    story.tell(Input::Start);
    story.tell(Input::NetworkError { attempt: 1, blocked: false });
    story.wake_after(3000);
    assert_eq!(story.tell(Input::NetworkError { attempt: 2, blocked: false }), ["abort", "fail Network 0 GaveUp"]);
    story.assert_closed();
}

#[test]
fn on_error_takes_a_clean_end_for_the_end() {
    let mut story = Story::open(Config { reconnect: Reconnect::OnError, ..Config::default() });
    assert_eq!(story.tell(Input::End { attempt: 1 }), ["abort", "fail End 0 Fatal"]);
    let mut story = Story::open(Config { reconnect: Reconnect::OnError, ..Config::default() });
    assert_eq!(
        story.tell(Input::NetworkError { attempt: 1, blocked: false }),
        ["abort", "fail Network 0 retry in 3000"]
    );
    let mut story = Story::open(Config { reconnect: Reconnect::Never, ..Config::default() });
    assert_eq!(story.tell(Input::NetworkError { attempt: 1, blocked: false }), ["abort", "fail Network 0 Fatal"]);
}

#[test]
fn a_post_is_repeated_only_if_it_can_be_resumed() {
    let post = Config { idempotent: false, ..Config::default() };
    let mut story = Story::open(post.clone());
    assert_eq!(
        story.tell(Input::NetworkError { attempt: 1, blocked: false }),
        ["abort", "fail Network 0 NotRepeatable"]
    );
    let mut story = Story::open(post);
    story.bytes(1, "id: 1\ndata: a\n\n");
    assert_eq!(
        story.tell(Input::NetworkError { attempt: 1, blocked: false }),
        ["abort", "fail Network 0 retry in 3000"]
    );
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

// --- Silence ----------------------------------------------------------------------------------------------------

#[test]
fn a_response_that_does_not_come_in_time_is_retried() {
    let mut story = Story::new(Config { connect_timeout: Some(Millis(500)), ..Config::default() });
    story.tell(Input::Start);
    assert_eq!(story.wake_after(500), ["abort", "fail ConnectTimeout 0 retry in 3000"]);
}

#[test]
fn any_byte_is_a_sign_of_life_and_silence_is_death() {
    let mut story = Story::open(Config { heartbeat: Heartbeat::Fixed(Millis(500)), ..Config::default() });
    story.now = story.now + Millis(400);
    assert!(story.bytes(1, ":").is_empty());
    assert!(story.wake_after(500).is_empty(), "what queued up meanwhile has its chance");
    assert_eq!(story.wake_after(100), ["abort", "fail HeartbeatTimeout 0 retry in 3000"]);
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
    assert!(story.wake_after(500).is_empty());
    assert_eq!(story.wake_after(100), ["abort", "fail HeartbeatTimeout 0 retry in 3000"]);
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

// --- The page and the network -----------------------------------------------------------------------------------

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
        story.tell(Input::NetworkError { attempt: 1, blocked: false });
        story.wake_after(3000);
        story.respond(2, STREAM);
        of_use(&mut story);
        story.tell(Input::Freeze);
        story.tell(Input::Resume);
        let told = story.tell(Input::NetworkError { attempt: 3, blocked: false });
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
fn close_in_a_listener_drops_the_connection_that_was_about_to_be_dropped_and_may_be_said_twice() {
    for reconnect in [Reconnect::Always, Reconnect::Never] {
        let mut story = Story::open(Config { max_buffer_size: 20, reconnect, ..Config::default() });
        let chunk = b"data: a\n\ndata: 123456789012345678901234567890";
        story.session.handle(story.now, Input::Bytes { attempt: 1, chunk });
        assert!(matches!(story.session.poll(), Some(Output::Dispatch(_))));
        story.session.close();
        story.session.close();
        assert!(matches!(story.session.poll(), Some(Output::Abort)));
        assert!(story.session.poll().is_none());
        story.assert_closed();
    }
}

/// In a worker, which nobody tells of a freeze.
const WORKER: fn() -> Config = || Config { is_told_of_freezes: false, ..Config::default() };

#[test]
fn a_worker_for_which_time_stood_still_takes_a_new_connection_without_an_error() {
    let mut story = Story::open(WORKER());
    story.bytes(1, "id: 1\ndata: a\n\n");
    assert!(story.wake_after(5000).is_empty(), "a pulse in time says nothing");
    story.now = story.now + Millis(60_000);
    assert!(story.tell(Input::Wakeup).is_empty(), "what queued up meanwhile has its chance");
    assert_eq!(story.wake_after(100), ["abort", "pause", "fetch 2 from 1"]);
    assert_eq!(story.wait(), None, "without a connection there is no pulse");
}

#[test]
fn a_worker_that_was_only_busy_keeps_a_connection_that_goes_on() {
    let mut story = Story::open(WORKER());
    story.now = story.now + Millis(30_000);
    story.tell(Input::Wakeup);
    story.bytes(1, ":\n");
    assert!(story.wake_after(100).is_empty());
    assert!(story.wake_after(5000).is_empty());
}

#[test]
fn a_worker_whose_stream_was_not_being_read_keeps_it() {
    let mut story = Story::open(WORKER());
    story.tell(Input::ReadingStopped);
    assert_eq!(story.wait(), None);
    story.now = story.now + Millis(60_000);
    story.tell(Input::ReadingResumed);
    assert!(story.wake_after(5000).is_empty());
}

#[test]
fn a_post_of_a_worker_for_which_time_stood_still_is_not_sent_again() {
    let mut story = Story::open(Config { idempotent: false, ..WORKER() });
    story.now = story.now + Millis(60_000);
    story.tell(Input::Wakeup);
    assert_eq!(story.wake_after(100), ["abort", "pause", "fail Network 0 NotRepeatable"]);
    story.assert_closed();
}

#[test]
fn at_the_end_of_time_nothing_loops() {
    let config = Config { heartbeat: Heartbeat::Fixed(Millis(500)), ..WORKER() };
    let mut story = Story::open(config);
    story.now = Millis(u64::MAX);
    story.tell(Input::Wakeup);
    story.tell(Input::End { attempt: 1 });
    story.tell(Input::Wakeup);
    story.tell(Input::Close);
    story.assert_closed();
}

#[test]
fn a_hidden_post_that_could_not_be_resumed_is_left_alone() {
    let config = Config { hidden_grace: Some(Millis::ZERO), idempotent: false, ..Config::default() };
    assert!(Story::open(config).tell(Input::Hidden).is_empty());
}

#[test]
fn offline_lengthens_a_wait_once_and_online_ends_it() {
    let mut story = Story::open(Config::default());
    story.tell(Input::Offline);
    story.tell(Input::NetworkError { attempt: 1, blocked: false });
    assert!(story.wake_after(3000).is_empty(), "no attempt without a network");
    assert_eq!(story.wake_after(30_000), ["fetch 2"], "but the browser's opinion is only a hint");

    let mut story = Story::open(Config::default());
    story.tell(Input::NetworkError { attempt: 1, blocked: false });
    story.tell(Input::Offline);
    assert!(story.tell(Input::Online).is_empty());
    let soon = story.wait().expect("a wait");
    assert!(soon <= 250, "{soon} ms");
    assert_eq!(story.wake_after(soon), ["fetch 2"]);
}

#[test]
fn online_does_not_shorten_a_wait_that_was_never_offline() {
    let mut story = Story::open(Config::default());
    story.tell(Input::NetworkError { attempt: 1, blocked: false });
    story.tell(Input::Online);
    assert_eq!(story.wait(), Some(3000));
}

// --- What the server asks for ---------------------------------------------------------------------------------------

#[test]
fn retry_after_is_a_minimum_for_the_next_attempt_only() {
    let config = Config { asks_should_retry: true, ..Config::default() };
    let mut story = Story::new(config);
    story.tell(Input::Start);
    let busy = ResponseHead { retry_after: Some(Millis::from_secs(60)), ..status(503) };
    story.respond(1, busy);
    assert_eq!(story.tell(Input::RetryDecided { attempt: 1, retry: Some(true) }), ["fail Http 503 retry in 60000"]);
    story.wake_after(60_000);
    story.tell(Input::NetworkError { attempt: 2, blocked: false });
    let told = story.tell(Input::RetryDecided { attempt: 2, retry: None });
    assert_eq!(told, ["fail Network 0 retry in 6000"]);
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
fn a_403_refreshes_the_credentials_if_it_is_said_to() {
    let unauthorized_statuses = vec![401, 403];
    let config = Config { refreshes_credentials: true, unauthorized_statuses, ..Config::default() };
    let mut story = Story::new(config);
    story.tell(Input::Start);
    assert_eq!(story.respond(1, status(403)), ["abort", "refresh 1"]);
    let told = story.tell(Input::CredentialsRefreshed { attempt: 1, renewed: Some(false) });
    assert_eq!(told, ["abort", "fail Unauthorized 403 Fatal"]);
}

#[test]
fn a_post_that_was_running_when_the_page_froze_is_not_sent_again_on_return() {
    let mut story = Story::open(Config { idempotent: false, ..Config::default() });
    assert_eq!(story.tell(Input::Freeze), ["abort", "pause"]);
    assert_eq!(story.tell(Input::Resume), ["fail Network 0 NotRepeatable"]);
    story.assert_closed();
}
