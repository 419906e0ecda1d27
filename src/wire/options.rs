//! Decodes the options of a source into the session's [`Config`]. TypeScript has converted and validated them already.

use alloc::string::String;

use super::codes::codes;
use crate::session::{Config, FollowRedirects, Heartbeat, Millis, Reconnect};

codes! {
    /// The index of each number. The unauthorized statuses follow them.
    Number {
        InitialDelay = 0 "initialDelay",
        MaxDelay = 1 "maxDelay",
        Factor = 2 "factor",
        JitterRatio = 3 "jitterRatio",
        ResetAfter = 4 "resetAfter",
        MaxRetries = 5 "maxRetries",
        Reconnect = 6 "reconnect",
        HeartbeatTimeout = 7 "heartbeatTimeout",
        ConnectTimeout = 8 "connectTimeout",
        HiddenGrace = 9 "hiddenGrace",
        MaxBufferSize = 10 "maxBufferSize",
        RefreshesCredentials = 11 "refreshesCredentials",
        AsksShouldRetry = 12 "asksShouldRetry",
        Idempotent = 13 "idempotent",
        ProbesCors = 14 "probesCors",
        LooksForRedirects = 15 "looksForRedirects",
        ReadsErrorBody = 16 "readsErrorBody",
        FollowsRedirects = 17 "followsRedirects",
        FreezesAreAnnounced = 18 "freezesAreAnnounced",
        Reopenable = 19 "reopenable",
        GracePeriod = 20 "gracePeriod",
        HearsComments = 21 "hearsComments",
        Seed = 22 "seed",
    }
}

/// `numbers` are those of [`Number`], then the unauthorized statuses. NaN keeps the default.
pub(crate) fn config(numbers: impl Iterator<Item = f64>, initial_last_event_id: String) -> Config {
    let mut config = Config { initial_last_event_id, hands_over: true, ..Config::default() };
    config.unauthorized_statuses.clear();
    for (code, number) in (0..).zip(numbers) {
        if number.is_nan() {
            continue;
        }
        // `as` saturates, which is intended.
        let (whole, is_true) = (number as u64, number > 0.0);
        let span = Millis(whole);
        match Number::from_code(code) {
            Some(Number::InitialDelay) => config.retry.initial_delay = span,
            Some(Number::MaxDelay) => config.retry.max_delay = span,
            Some(Number::Factor) => config.retry.factor = number,
            Some(Number::JitterRatio) => config.retry.jitter_ratio = Some(number),
            Some(Number::ResetAfter) => config.retry.reset_after = span,
            Some(Number::MaxRetries) => config.retry.max_retries = Some(number as u32),
            Some(Number::Reconnect) => {
                config.reconnect = match whole {
                    0 => Reconnect::Always,
                    1 => Reconnect::OnError,
                    _ => Reconnect::Never,
                }
            }
            Some(Number::HeartbeatTimeout | Number::ConnectTimeout) if number.is_infinite() => {}
            Some(Number::HeartbeatTimeout) => {
                config.heartbeat = if number < 0.0 { Heartbeat::Auto } else { Heartbeat::Fixed(span) };
            }
            Some(Number::ConnectTimeout) => config.connect_timeout = Some(span),
            Some(Number::HiddenGrace) => config.hidden_grace = Some(span),
            Some(Number::MaxBufferSize) => config.max_buffer_size = number as usize,
            Some(Number::RefreshesCredentials) => config.refreshes_credentials = is_true,
            Some(Number::AsksShouldRetry) => config.asks_should_retry = is_true,
            Some(Number::Idempotent) => config.idempotent = is_true,
            Some(Number::ProbesCors) => config.probes_cors = is_true,
            Some(Number::LooksForRedirects) => config.looks_for_redirects = is_true,
            Some(Number::ReadsErrorBody) => config.reads_error_body = is_true,
            Some(Number::FollowsRedirects) => {
                if is_true {
                    config.follows_redirects = FollowRedirects::Always;
                }
            }
            Some(Number::FreezesAreAnnounced) => config.freezes_are_announced = is_true,
            Some(Number::Reopenable) => config.reopenable = is_true,
            Some(Number::GracePeriod) => config.grace_period = is_true.then_some(span),
            Some(Number::HearsComments) => config.hears_comments = is_true,
            Some(Number::Seed) => config.seed = number.to_bits(),
            None => config.unauthorized_statuses.push(number as u16),
        }
    }
    config
}

#[cfg(test)]
pub(super) const CODES: &[(&str, u32)] = Number::CODES;
