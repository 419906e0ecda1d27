//! Decodes the options of a source into the session's [`Config`]. TypeScript has converted and validated them already.

use alloc::string::String;

use super::codes::codes;
use crate::session::{Config, DEFAULT_MAX_BUFFER_SIZE, FollowRedirects, Heartbeat, Millis, Reconnect, RetryConfig};

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
pub(crate) fn config(numbers: &[[u8; 8]], initial_last_event_id: String) -> Config {
    let (numbers, statuses) = numbers.split_first_chunk().unwrap_or((&[[0; 8]; Number::Seed as usize + 1], &[]));
    let number = |which: Number| numbers.get(which as usize).map_or(f64::NAN, |bytes| f64::from_le_bytes(*bytes));
    let given = |which| Some(number(which)).filter(|number| !number.is_nan());
    let is_true = |which| number(which) > 0.0;
    // `as` saturates, which is intended.
    let span = |number: f64| Millis(number as u64);
    let limited = |which| given(which).filter(|number| number.is_finite());
    let default = RetryConfig::default();
    Config {
        retry: RetryConfig {
            initial_delay: given(Number::InitialDelay).map_or(default.initial_delay, span),
            max_delay: given(Number::MaxDelay).map_or(default.max_delay, span),
            factor: given(Number::Factor).unwrap_or(default.factor),
            jitter_ratio: given(Number::JitterRatio),
            reset_after: given(Number::ResetAfter).map_or(default.reset_after, span),
            max_retries: given(Number::MaxRetries).map(|number| number as u32),
        },
        reconnect: match number(Number::Reconnect) as u32 {
            0 => Reconnect::Always,
            1 => Reconnect::OnError,
            _ => Reconnect::Never,
        },
        heartbeat: limited(Number::HeartbeatTimeout).map_or(Heartbeat::Off, |number| {
            if number < 0.0 { Heartbeat::Auto } else { Heartbeat::Fixed(span(number)) }
        }),
        connect_timeout: limited(Number::ConnectTimeout).map(span),
        hidden_grace: given(Number::HiddenGrace).map(span),
        max_buffer_size: given(Number::MaxBufferSize).map_or(DEFAULT_MAX_BUFFER_SIZE, |number| number as usize),
        refreshes_credentials: is_true(Number::RefreshesCredentials),
        asks_should_retry: is_true(Number::AsksShouldRetry),
        idempotent: is_true(Number::Idempotent),
        probes_cors: is_true(Number::ProbesCors),
        looks_for_redirects: is_true(Number::LooksForRedirects),
        reads_error_body: is_true(Number::ReadsErrorBody),
        follows_redirects: if is_true(Number::FollowsRedirects) {
            FollowRedirects::Always
        } else {
            FollowRedirects::UnlessCustomHeaders
        },
        freezes_are_announced: is_true(Number::FreezesAreAnnounced),
        reopenable: is_true(Number::Reopenable),
        grace_period: given(Number::GracePeriod).filter(|number| *number > 0.0).map(span),
        hears_comments: is_true(Number::HearsComments),
        seed: number(Number::Seed).to_bits(),
        hands_over: true,
        initial_last_event_id,
        unauthorized_statuses: statuses.iter().map(|bytes| f64::from_le_bytes(*bytes) as u16).collect(),
    }
}

#[cfg(test)]
pub(super) const CODES: &[(&str, u32)] = Number::CODES;
