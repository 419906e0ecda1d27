//! The rules of the HTML standard.

use super::*;

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
    assert_eq!(story.lose(1), ["abort", "fail Network 0 retry in 3000"]);
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
        let told = story.lose(attempt);
        assert_eq!(told, ["abort".into(), format!("fail Network 0 retry in {wait}")]);
        assert_eq!(story.wake_after(wait), [format!("fetch {}", attempt + 1)]);
    }
}

#[test]
fn an_event_beyond_the_limit_fails_the_connection_but_not_the_events_before_it() {
    let mut story = Story::open(Config { max_buffer_size: 20, ..Config::default() });
    let told = story.bytes(1, &format!("data: ok\n\ndata: {}", "x".repeat(30)));
    assert_eq!(told, ["dispatch ok@", "abort", "fail TooLarge 0 retry in 3000"]);
}

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
        Input::ErrorBodyRead { attempt: 1 },
        Input::CredentialsRefreshed { attempt: 1, renewed: Some(true) },
        Input::RetryDecided { attempt: 1, retry: Some(false) },
    ] {
        assert!(story.tell(late).is_empty(), "{late:?}");
    }
    assert_eq!(story.respond(2, STREAM), ["announce"]);
}

#[test]
fn close_is_final_from_every_state() {
    let asking = Config { refreshes_credentials: true, probes_cors: true, reads_error_body: true, ..Config::default() };
    type Lead = fn(&mut Story);
    let leads: [(&str, Lead); 9] = [
        ("idle", |_| {}),
        ("preparing", |story| drop(story.tell(Input::Start))),
        ("requesting", lead_to_request),
        ("probing", |story| {
            lead_to_request(story);
            story.lose(1);
        }),
        ("repeating", |story| {
            lead_to_request(story);
            story.lose(1);
            story.tell(Input::Probed { attempt: 1, reachable: true });
        }),
        ("reading an error's body", |story| {
            lead_to_request(story);
            story.respond(1, status(401));
        }),
        ("refreshing", |story| {
            lead_to_request(story);
            story.respond(1, status(401));
            story.tell(Input::ErrorBodyRead { attempt: 1 });
        }),
        ("open", |story| {
            lead_to_request(story);
            story.respond(1, STREAM);
        }),
        ("waiting", |story| {
            lead_to_request(story);
            story.respond(1, STREAM);
            story.tell(Input::End { attempt: 1 });
        }),
    ];
    for (name, lead) in leads {
        let mut story = Story::preparing(asking.clone());
        lead(&mut story);
        assert_eq!(story.tell(Input::Close), ["abort"], "close while {name}");
        story.assert_closed();
    }
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

#[test]
fn at_the_end_of_time_nothing_loops() {
    let config = Config { heartbeat: Heartbeat::Fixed(Millis(500)), ..worker() };
    let mut story = Story::open(config);
    story.now = Millis(u64::MAX);
    story.tell(Input::Wakeup);
    story.tell(Input::End { attempt: 1 });
    story.tell(Input::Wakeup);
    story.tell(Input::Close);
    story.assert_closed();
}
