//! Situations of users, one scenario each. The simulation found most of them at random, in sessions that closed where the
//! browser's own EventSource reconnects, or that broke another rule.

use eventsource_wasm::session::{Config, Heartbeat, Millis, Next, Reason, Reconnect};

use super::scenario::{Attempt, Happening, Refresh, Response, Resumption, Scenario, Server};
use super::story::Story;
use super::weather::Weather;
use super::world::{self, Outcome};

const SECOND: u64 = 1_000;
const YEAR: i64 = 365 * 24 * 3_600_000;

#[test]
fn a_stream_of_another_origin_survives_backends_that_reset() {
    for one_in in 2..9 {
        let outcome =
            run(Scenario { weather: vec![(1_000, Weather::Flaky(one_in)), (60_000, FAIR)], ..cross_origin() });
        assert!(reasons(&outcome).all(|reason| reason == Reason::Network), "{outcome:?}");
    }
}

#[test]
fn a_stream_that_worked_is_not_blocked_when_its_server_restarts() {
    let weather = vec![(1_000, Weather::Down), (9_000, FAIR)];
    let outcome = run(Scenario { weather, suspects_blocking: true, ..plain() });
    assert!(reasons(&outcome).all(|reason| reason == Reason::Network), "{outcome:?}");
}

#[test]
fn a_first_answer_that_is_lost_is_not_judged_by_the_second_one() {
    for scenario in [cross_origin(), plain()] {
        let first = Attempt {
            response: (Some(20), Response::Reset),
            again: (Some(20), Response::Status(503)),
            ..Attempt::well()
        };
        let outcome = run(Scenario { attempts: vec![first], ..scenario });
        assert_eq!(reasons(&outcome).collect::<Vec<_>>(), [Reason::Network]);
    }
}

#[test]
fn a_server_that_restarts_when_the_page_opens_is_there_at_once() {
    let lost = Attempt { response: (Some(20), Response::Reset), ..Attempt::well() };
    let outcome = run(Scenario { attempts: vec![lost], ..cross_origin() });
    assert!(outcome.failures.is_empty(), "{outcome:?}");
}

#[test]
fn a_redirect_survives_the_deployment_of_its_target() {
    for gateway_at in (11_000..20_000).step_by(500) {
        let weather =
            vec![(10_000, Weather::TargetDown), (gateway_at, Weather::TargetGateway), (gateway_at + 8_000, FAIR)];
        let outcome = run(redirected(Scenario { weather, ..plain() }));
        assert!(reasons(&outcome).all(|reason| reason == Reason::Network), "{outcome:?}");
    }
}

#[test]
fn a_server_without_cors_headers_is_told_after_two_more_requests() {
    let outcome = run(Scenario { weather: vec![(0, Weather::WithoutCors), (9_000, FAIR)], ..cross_origin() });
    assert_eq!((last(&outcome), outcome.requests), (Some((Reason::Cors, Next::Fatal)), 3));
}

#[test]
fn a_session_that_expires_is_told_as_a_redirect() {
    let outcome = run(Scenario { weather: vec![(1_000, Weather::Login), (99_000, FAIR)], ..plain() });
    assert_eq!(last(&outcome), Some((Reason::Redirect, Next::Fatal)));
    let outcome = run(Scenario { weather: vec![(0, Weather::Login), (99_000, FAIR)], ..plain() });
    assert_eq!(last(&outcome), Some((Reason::Redirect, Next::Fatal)));
}

#[test]
fn a_probe_that_hangs_or_is_answered_by_another_host_closes_nothing() {
    for probe in [(None, false), (Some(20), true), (Some(31_000), true)] {
        let lost = Attempt { response: (Some(20), Response::Reset), probe, ..Attempt::well() };
        run(Scenario { weather: vec![(0, Weather::Down), (600, FAIR)], attempts: vec![lost; 3], ..cross_origin() });
    }
}

#[test]
fn a_worker_that_computes_for_ten_seconds_keeps_its_stream() {
    let published = vec![100, 14_000, 14_500];
    let busy = vec![(3_000, Happening::Busy(10 * SECOND))];
    let server = Server { published, ..plain().server };
    let outcome = run(Scenario { config: worker(), server, happenings: busy, ..plain() });
    assert_eq!((outcome.failures.len(), outcome.requests), (0, 1));
}

#[test]
fn a_post_whose_answer_is_slow_survives_a_worker_that_computes() {
    let server = Server { published: vec![100, 40_000], resumption: Resumption::GivesNone, ..plain().server };
    let config = Config { idempotent: false, ..worker() };
    let happenings = (1..4).map(|round| (round * 7_000, Happening::Busy(5 * SECOND))).collect();
    let outcome = run(Scenario { config, server, happenings, ..plain() });
    assert_eq!((outcome.failures.len(), outcome.requests), (0, 1));
}

#[test]
fn a_busy_page_hears_the_head_that_queued_up() {
    let config = Config { connect_timeout: Some(Millis(5_000)), ..Config::default() };
    let slow = Attempt { response: (Some(1_000), Response::Stream), ..Attempt::well() };
    let happenings = vec![(10, Happening::Busy(10 * SECOND))];
    let outcome = run(Scenario { config, attempts: vec![slow], happenings, ..plain() });
    assert!(outcome.failures.is_empty(), "{outcome:?}");
}

#[test]
fn a_clock_that_is_set_closes_nothing() {
    for by in [-YEAR, -60_000, 60_000, YEAR] {
        for idempotent in [true, false] {
            let heartbeat = Heartbeat::Fixed(Millis(20_000));
            let config = Config { idempotent, heartbeat, ..Config::default() };
            let server = Server { beat: Some(5_000), ..plain().server };
            let happenings = vec![(30_000, Happening::WallClock(by)), (90_000, Happening::StrayWakeup)];
            let outcome = run(Scenario { config, server, happenings, ..plain() });
            assert!(outcome.failures.iter().all(|failure| matches!(failure.next, Next::Retry(_))), "{outcome:?}");
        }
    }
}

#[test]
fn a_flickering_network_does_not_shorten_what_the_server_asked_for() {
    let config = Config { asks_should_retry: true, ..Config::default() };
    let busy = Attempt {
        response: (Some(20), Response::Status(429)),
        retry_after: Some(120 * SECOND),
        should_retry: Some(true),
        ..Attempt::well()
    };
    let flickers = |at| [(at, Happening::Offline), (at + 300, Happening::Online)];
    let happenings: Vec<_> = (1..30).flat_map(|round| flickers(round * 3 * SECOND)).collect();
    let outcome = run(Scenario { config, attempts: vec![busy], happenings, ..plain() });
    assert_eq!((outcome.failures.len(), outcome.requests), (1, 2));
}

#[test]
fn a_refusal_twenty_minutes_after_a_refresh_refreshes_again() {
    let config = Config { refreshes_credentials: true, asks_should_retry: true, ..Config::default() };
    let refused = Attempt { response: (Some(20), Response::Status(401)), ..Attempt::well() };
    let away = Attempt {
        response: (Some(20), Response::Status(503)),
        should_retry: Some(true),
        retry_after: Some(1_200 * SECOND),
        ..Attempt::well()
    };
    let attempts = vec![refused.clone(), away, refused];
    let outcome = run(Scenario { config, attempts, happenings: late(), ..plain() });
    assert_eq!(reasons(&outcome).collect::<Vec<_>>(), [Reason::Http]);
}

#[test]
fn a_refresh_that_hangs_is_given_up_and_asked_for_again() {
    let config = Config { refreshes_credentials: true, ..Config::default() };
    let refused = Attempt { response: (Some(20), Response::Status(401)), ..Attempt::well() };
    let hangs = Attempt { refresh: (None, Refresh::Fails), ..refused.clone() };
    let outcome = run(Scenario { config, attempts: vec![hangs, refused], happenings: late(), ..plain() });
    assert_eq!(reasons(&outcome).collect::<Vec<_>>(), [Reason::Unauthorized]);
}

#[test]
fn credentials_that_another_source_refreshed_are_tried_before_anybody_is_asked() {
    let config = Config { refreshes_credentials: true, ..Config::default() };
    let refused = Attempt { response: (Some(20), Response::Status(401)), ..Attempt::well() };
    let outdated = Attempt { refresh: (None, Refresh::IsOutdated), ..refused.clone() };
    let attempts = vec![outdated.clone(), outdated, refused.clone()];
    let outcome = run(Scenario { config: config.clone(), attempts: attempts.clone(), happenings: late(), ..plain() });
    assert_eq!((outcome.failures.len(), outcome.requests), (0, 4), "the third refusal asks");
    let attempts = [attempts, vec![refused]].concat();
    let outcome = run(Scenario { config, attempts, happenings: late(), ..plain() });
    assert_eq!(last(&outcome), Some((Reason::Unauthorized, Next::Fatal)), "what was refreshed for it is refused");
}

#[test]
fn a_frozen_page_does_not_ask_twice_for_an_answer_that_is_wanted_once() {
    let config = Config { reconnect: Reconnect::Never, ..Config::default() };
    let happenings = vec![(700, Happening::Freeze), (1_000, Happening::Resume)];
    let outcome = run(Scenario { config, happenings, ..plain() });
    assert_eq!((last(&outcome), outcome.requests), (Some((Reason::Network, Next::Fatal)), 1));
}

#[test]
fn whoever_takes_over_does_not_ask_twice_for_an_answer_that_is_wanted_once() {
    let never = Config { reconnect: Reconnect::Never, ..Config::default() };
    let post = Config { idempotent: false, ..Config::default() };
    for (config, next) in [(never, Next::Fatal), (post, Next::NotRepeatable)] {
        let outcome = run(Scenario { config, takes_over: true, ..plain() });
        assert_eq!((last(&outcome), outcome.requests), (Some((Reason::Network, next)), 0));
    }
    assert_eq!(run(Scenario { takes_over: true, ..plain() }).requests, 1);
}

#[test]
fn a_link_that_is_a_download_is_no_error() {
    let happenings = vec![(700, Happening::Leaving(true)), (9_000, Happening::StrayWakeup)];
    let outcome = run(Scenario { happenings, ..plain() });
    assert_eq!((outcome.failures.len(), outcome.requests), (0, 2));
}

#[test]
fn the_words_of_an_api_are_read_before_its_refusal_is_told() {
    let config = Config { reads_error_body: true, connect_timeout: Some(Millis(500)), ..Config::default() };
    let endless = Attempt { response: (Some(20), Response::Status(400)), error_body: None, ..Attempt::well() };
    let outcome = run(Scenario { config, attempts: vec![endless], happenings: late(), ..plain() });
    assert_eq!(last(&outcome), Some((Reason::Http, Next::Fatal)));
}

// --- Scenes -------------------------------------------------------------------------------------------------------

const FAIR: Weather = Weather::Fair;

/// A stream of the page's own origin, which checks for redirects.
fn plain() -> Scenario {
    let plain = Scenario::plain();
    let config = Config { looks_for_redirects: true, ..Config::default() };
    Scenario { config, server: Server { published: vec![100, 200_000], ..plain.server }, ..plain }
}

fn cross_origin() -> Scenario {
    let config = Config { probes_cors: true, ..Config::default() };
    let plain = plain();
    Scenario { config, server: Server { is_cross_origin: true, ..plain.server }, ..plain }
}

fn redirected(scenario: Scenario) -> Scenario {
    Scenario { server: Server { redirects: true, ..scenario.server }, ..scenario }
}

fn worker() -> Config {
    Config { freezes_are_announced: false, ..Config::default() }
}

/// No event an hour later: until then the faults are not over.
fn late() -> Vec<(u64, Happening)> {
    vec![(3_600 * SECOND, Happening::StrayWakeup)]
}

fn run(scenario: Scenario) -> Outcome {
    let mut story = Story::kept();
    let outcome = world::run(&scenario, &mut story);
    outcome.unwrap_or_else(|fault| panic!("{fault}\n{scenario:#?}\n{}", story.lines.unwrap_or_default().join("\n")))
}

fn reasons(outcome: &Outcome) -> impl Iterator<Item = Reason> {
    outcome.failures.iter().map(|failure| failure.reason)
}

fn last(outcome: &Outcome) -> Option<(Reason, Next)> {
    outcome.failures.last().map(|failure| (failure.reason, failure.next))
}
