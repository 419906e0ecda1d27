//! The retry policy, implemented a second time: the waits, and the number of attempts.

use eventsource_wasm::session::{Millis, RetryConfig};

/// The waits that one session may use.
pub(crate) struct Policy<'s> {
    config: &'s RetryConfig,
    reconnection_time: u64,
    /// The reconnection time is the server's.
    is_asked_for: bool,
    /// Retries in a row since a connection last succeeded.
    fruitless: u32,
    /// The used part of the budget in ms: each attempt uses 1000, and time restores them.
    used: u64,
    used_at: u64,
}

const ATTEMPTS_AT_ONCE: u64 = 20;
const REFILL: u64 = 1_000;
const LONGEST_ASKED: u64 = 24 * 3_600_000;

impl<'s> Policy<'s> {
    pub(crate) fn new(config: &'s RetryConfig) -> Self {
        Self {
            config,
            reconnection_time: config.initial_delay.0,
            is_asked_for: false,
            fruitless: 0,
            used: 0,
            used_at: 0,
        }
    }

    pub(crate) fn server_says(&mut self, reconnection_time: u64) {
        self.reconnection_time = reconnection_time;
        self.is_asked_for = true;
    }

    pub(crate) fn reconnection_time(&self) -> u64 {
        self.reconnection_time
    }

    /// Returns the wait that the server has requested.
    pub(crate) fn asked_for(&self, retry_after: Millis) -> Millis {
        let by_stream = if self.is_asked_for { self.reconnection_time } else { 0 };
        Millis(by_stream.max(retry_after.0.min(LONGEST_ASKED)))
    }

    /// The connection succeeded: it brought an event, or stayed open long enough.
    pub(crate) fn was_of_use(&mut self) {
        self.fruitless = 0;
    }

    pub(crate) fn is_stable(&self, open_for: Millis) -> bool {
        open_for >= self.config.reset_after
    }

    pub(crate) fn is_used_up(&self) -> bool {
        self.config.max_retries.is_some_and(|limit| self.fruitless >= limit)
    }

    /// Records a retry after `wait`; the error says why the wait is wrong.
    pub(crate) fn retry(&mut self, now: Millis, wait: Millis, asked: Millis) -> Result<(), String> {
        let time = self.reconnection_time;
        let back_off = if self.fruitless == 0 {
            time as f64
        } else {
            let grown = time.max(125) as f64 * self.config.factor.powf(f64::from(self.fruitless));
            grown.min(self.config.max_delay.0 as f64).max(time as f64)
        };
        let asked_for = back_off.max(asked.0.min(LONGEST_ASKED) as f64);
        let jitter_ratio = self.config.jitter_ratio.unwrap_or(if self.fruitless == 0 { 0.1 } else { 1.0 });
        let allowed = (self.next_allowed(now) - now).0 as f64;
        let (shortest, longest) = (asked_for.max(allowed), (asked_for * (1.0 + jitter_ratio)).max(allowed));
        self.fruitless += 1;
        let rounding = 1.0 + shortest * 1e-9;
        if (wait.0 as f64) < shortest - rounding || wait.0 as f64 > longest + rounding {
            return Err(format!("a wait of {} ms, where the policy wants {shortest} to {longest}", wait.0));
        }
        Ok(())
    }

    /// Returns the earliest time for another attempt, whatever its cause.
    pub(crate) fn next_allowed(&self, now: Millis) -> Millis {
        let used = self.used.saturating_sub(now.0 - self.used_at);
        Millis(now.0 + (used + REFILL).saturating_sub(ATTEMPTS_AT_ONCE * REFILL))
    }

    /// Records an attempt; the error says that there are too many.
    pub(crate) fn attempt(&mut self, now: Millis) -> Result<(), String> {
        self.used = self.used.saturating_sub(now.0 - self.used_at) + REFILL;
        self.used_at = now.0;
        if self.used > ATTEMPTS_AT_ONCE * REFILL {
            return Err("more attempts than the budget has".into());
        }
        Ok(())
    }
}
