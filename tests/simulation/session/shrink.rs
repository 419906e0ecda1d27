//! Reduces a failing scenario to a minimal one that still fails.

use eventsource_wasm::session::Config;

use super::scenario::{Attempt, Scenario};
use super::weather::Weather;

/// Tries all simplifications repeatedly, and keeps those with which it still fails.
pub(crate) fn shrink(mut scenario: Scenario, fails: impl Fn(&Scenario) -> bool) -> Scenario {
    loop {
        let smaller = simplifications(&scenario).into_iter().find(|candidate| fails(candidate));
        let Some(smaller) = smaller else { return scenario };
        scenario = smaller;
    }
}

/// The scenarios with one simplification each, the largest savings first.
fn simplifications(scenario: &Scenario) -> Vec<Scenario> {
    let mut found = Vec::new();
    let mut with = |change: &dyn Fn(&mut Scenario)| {
        let mut simpler = scenario.clone();
        change(&mut simpler);
        if format!("{simpler:?}") != format!("{scenario:?}") {
            found.push(simpler);
        }
    };
    with(&|it| it.attempts.truncate(it.attempts.len() / 2));
    with(&|it| it.happenings.truncate(it.happenings.len() / 2));
    with(&|it| it.weather.truncate(it.weather.len() / 2));
    with(&|it| it.server.published.truncate(it.server.published.len() / 2));
    for index in 0..scenario.happenings.len() {
        with(&|it| _ = it.happenings.remove(index));
    }
    for index in 0..scenario.weather.len() {
        with(&|it| _ = it.weather.remove(index));
        with(&|it| it.weather[index].1 = Weather::Fair);
    }
    for index in 0..scenario.server.published.len() {
        with(&|it| _ = it.server.published.remove(index));
    }
    with(&|it| it.attempts.truncate(it.attempts.len().saturating_sub(1)));
    let well = Attempt::well();
    for index in 0..scenario.attempts.len() {
        with(&|it| it.attempts[index] = well.clone());
        with(&|it| it.attempts[index].preparation = well.preparation);
        with(&|it| it.attempts[index].response = well.response);
        with(&|it| it.attempts[index].stream = well.stream.clone());
        with(&|it| it.attempts[index].stream.cut = None);
        with(&|it| it.attempts[index].stream.lifetime = None);
        with(&|it| it.attempts[index].stream.retry = None);
        with(&|it| it.attempts[index].stream.bulk = 0);
        with(&|it| it.attempts[index].stream.chunk = well.stream.chunk);
        with(&|it| it.attempts[index].stream.drip = 0);
        with(&|it| it.attempts[index].probe = well.probe);
        with(&|it| it.attempts[index].refresh = well.refresh);
        with(&|it| it.attempts[index].again = well.again);
        with(&|it| it.attempts[index].should_retry = None);
        with(&|it| it.attempts[index].retry_after = None);
        with(&|it| it.attempts[index].error_body = well.error_body);
    }
    with(&|it| it.late_answers = false);
    with(&|it| it.closes_in_callback = None);
    with(&|it| it.lateness.clear());
    with(&|it| it.server.line_end = "\n");
    with(&|it| it.server.beat = None);
    with(&|it| it.server.redirects = false);
    with(&|it| it.suspects_blocking = false);
    with(&|it| it.takes_over = false);
    let plain = Config::default();
    with(&|it| it.config = plain.clone());
    with(&|it| it.config.retry = plain.retry.clone());
    with(&|it| it.config.retry.initial_delay = plain.retry.initial_delay);
    with(&|it| it.config.retry.max_delay = plain.retry.max_delay);
    with(&|it| it.config.retry.factor = plain.retry.factor);
    with(&|it| it.config.retry.jitter_ratio = plain.retry.jitter_ratio);
    with(&|it| it.config.retry.reset_after = plain.retry.reset_after);
    with(&|it| it.config.retry.max_retries = None);
    with(&|it| it.config.reconnect = plain.reconnect);
    with(&|it| it.config.refreshes_credentials = false);
    with(&|it| it.config.reopenable = false);
    with(&|it| it.config.asks_should_retry = false);
    with(&|it| it.config.idempotent = true);
    with(&|it| it.config.probes_cors = false);
    with(&|it| it.config.looks_for_redirects = false);
    with(&|it| it.config.reads_error_body = false);
    with(&|it| it.config.freezes_are_announced = true);
    with(&|it| it.config.follows_redirects = plain.follows_redirects);
    with(&|it| it.config.heartbeat = plain.heartbeat);
    with(&|it| it.config.grace_period = None);
    with(&|it| it.config.connect_timeout = None);
    with(&|it| it.config.hidden_grace = None);
    with(&|it| it.config.initial_last_event_id.clear());
    with(&|it| it.config.max_buffer_size = plain.max_buffer_size);
    with(&|it| it.config.seed = 0);
    found
}
