//! The face's options, already converted and checked there, as the session's [`Config`]: numbers in the order of
//! `ts/options.ts`.

use alloc::string::String;

use crate::browser::seed;
use crate::session::{Config, FollowRedirects, Heartbeat, Millis, Reconnect, RetryConfig};

/// NaN leaves a default. More numbers than these are the statuses that say "unauthorized".
const COUNT: usize = 12;

pub(super) fn config(numbers: &[f64], initial_last_event_id: String) -> Config {
    let default = Config::default();
    let Some((first, statuses)) = numbers.split_first_chunk::<COUNT>() else { return default };
    let &[
        initial_delay,
        max_delay,
        factor,
        jitter_ratio,
        reset_after,
        max_retries,
        reconnect,
        heartbeat,
        connect_timeout,
        hidden_grace,
        max_buffer_size,
        flags,
    ] = first;
    // `as` saturates and makes zero of NaN.
    let given = |number: f64| (!number.is_nan()).then_some(number);
    let millis = |number: f64| given(number).map(|number| Millis(number as u64));
    let is = |flag: Flag| flags as u32 & flag as u32 != 0;
    Config {
        retry: RetryConfig {
            initial_delay: millis(initial_delay).unwrap_or(default.retry.initial_delay),
            max_delay: millis(max_delay).unwrap_or(default.retry.max_delay),
            factor: given(factor).unwrap_or(default.retry.factor),
            jitter_ratio: given(jitter_ratio),
            reset_after: millis(reset_after).unwrap_or(default.retry.reset_after),
            max_retries: given(max_retries).map(|retries| retries as u32),
        },
        reconnect: match reconnect as u32 {
            0 => Reconnect::Always,
            1 => Reconnect::OnError,
            _ => Reconnect::Never,
        },
        refreshes_credentials: is(Flag::RefreshesCredentials),
        unauthorized_statuses: statuses.iter().map(|status| *status as u16).collect(),
        asks_should_retry: is(Flag::AsksShouldRetry),
        idempotent: !is(Flag::NotIdempotent),
        probes_cors: is(Flag::ProbesCors),
        follows_redirects: if is(Flag::FollowsRedirects) {
            FollowRedirects::Always
        } else {
            FollowRedirects::UnlessCustomHeaders
        },
        heartbeat: match given(heartbeat) {
            None => Heartbeat::Off,
            Some(millis) if millis < 0.0 => Heartbeat::Auto,
            Some(span) => Heartbeat::Fixed(Millis(span as u64)),
        },
        connect_timeout: millis(connect_timeout),
        hidden_grace: millis(hidden_grace),
        max_buffer_size: given(max_buffer_size).map_or(default.max_buffer_size, |bytes| bytes as usize),
        initial_last_event_id,
        seed: seed(),
        is_told_of_freezes: default.is_told_of_freezes,
    }
}

/// What is on or off.
#[derive(Clone, Copy)]
enum Flag {
    RefreshesCredentials = 1,
    AsksShouldRetry = 2,
    NotIdempotent = 4,
    ProbesCors = 8,
    FollowsRedirects = 16,
}
