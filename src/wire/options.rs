//! The options of a source as the session's [`Config`]. TypeScript has converted and checked them already.

use alloc::string::String;

use crate::session::{Config, FollowRedirects, Heartbeat, Millis, Reconnect, RetryConfig};

/// The numbers before the statuses, by the names that `ts/core/wire.ts` gives them.
macro_rules! numbers {
    ($($field:ident $name:literal,)+) => {
        /// NaN leaves a default.
        #[derive(Clone, Copy)]
        struct Numbers {
            $($field: f64,)+
        }

        impl Numbers {
            /// The numbers in their order, and what follows them.
            fn split(all: &[f64]) -> (Self, &[f64]) {
                let mut rest = all.iter();
                let numbers = Self { $($field: rest.next().copied().unwrap_or(f64::NAN),)+ };
                (numbers, rest.as_slice())
            }

            #[cfg(test)]
            pub(super) const NAMES: &[&str] = &[$($name,)+];
        }
    };
}

numbers! {
    initial_delay "initialDelay",
    max_delay "maxDelay",
    factor "factor",
    jitter_ratio "jitterRatio",
    reset_after "resetAfter",
    max_retries "maxRetries",
    reconnect "reconnect",
    heartbeat_timeout "heartbeatTimeout",
    connect_timeout "connectTimeout",
    hidden_grace "hiddenGrace",
    max_buffer_size "maxBufferSize",
    refreshes_credentials "refreshesCredentials",
    asks_should_retry "asksShouldRetry",
    idempotent "idempotent",
    probes_cors "probesCors",
    looks_for_redirects "looksForRedirects",
    reads_error_body "readsErrorBody",
    follows_redirects "followsRedirects",
    told_of_freezes "toldOfFreezes",
    seed "seed",
}

/// `numbers` are those above, then the statuses that say "unauthorized".
pub(crate) fn config(numbers: &[f64], initial_last_event_id: String) -> Config {
    let default = Config::default();
    let (numbers, statuses) = Numbers::split(numbers);
    // `as` saturates and makes zero of NaN.
    let given = |number: f64| (!number.is_nan()).then_some(number);
    let millis = |number: f64| given(number).map(|number| Millis(number as u64));
    Config {
        retry: RetryConfig {
            initial_delay: millis(numbers.initial_delay).unwrap_or(default.retry.initial_delay),
            max_delay: millis(numbers.max_delay).unwrap_or(default.retry.max_delay),
            factor: given(numbers.factor).unwrap_or(default.retry.factor),
            jitter_ratio: given(numbers.jitter_ratio),
            reset_after: millis(numbers.reset_after).unwrap_or(default.retry.reset_after),
            max_retries: given(numbers.max_retries).map(|retries| retries as u32),
        },
        reconnect: match numbers.reconnect as u32 {
            0 => Reconnect::Always,
            1 => Reconnect::OnError,
            _ => Reconnect::Never,
        },
        refreshes_credentials: numbers.refreshes_credentials > 0.0,
        unauthorized_statuses: statuses.iter().map(|status| *status as u16).collect(),
        asks_should_retry: numbers.asks_should_retry > 0.0,
        idempotent: numbers.idempotent > 0.0,
        probes_cors: numbers.probes_cors > 0.0,
        looks_for_redirects: numbers.looks_for_redirects > 0.0,
        reads_error_body: numbers.reads_error_body > 0.0,
        follows_redirects: if numbers.follows_redirects > 0.0 {
            FollowRedirects::Always
        } else {
            FollowRedirects::UnlessCustomHeaders
        },
        heartbeat: match given(numbers.heartbeat_timeout) {
            None => Heartbeat::Off,
            Some(millis) if millis < 0.0 => Heartbeat::Auto,
            Some(span) => Heartbeat::Fixed(Millis(span as u64)),
        },
        connect_timeout: millis(numbers.connect_timeout),
        hidden_grace: millis(numbers.hidden_grace),
        max_buffer_size: given(numbers.max_buffer_size).map_or(default.max_buffer_size, |bytes| bytes as usize),
        initial_last_event_id,
        seed: numbers.seed.to_bits(),
        is_told_of_freezes: numbers.told_of_freezes > 0.0,
    }
}

#[cfg(test)]
pub(super) const NAMES: &[&str] = Numbers::NAMES;
