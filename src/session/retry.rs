//! The time of the next attempt: reconnection time, back-off, jitter, budget.
//!
//! Three independent bounds:
//! 1. A wait is never shorter than the reconnection time (HTML standard, "reestablish the connection"); jitter only adds.
//! 2. The wait grows exponentially with attempts in a row that bring no event. A delivered event, or a connection that stays
//!    open for `reset_after`, resets it: an event proves that the server works, a mere status 200 does not.
//! 3. A budget bounds every attempt, whatever its cause: a burst of 20, then one per second. So `retry: 0` works for a
//!    server that ends each stream after an event, and no server can cause a tight loop.

use super::clock::Millis;
use super::config::RetryConfig;

/// Computes the waits of one session.
#[derive(Debug)]
pub(super) struct Retry {
    config: RetryConfig,
    reconnection_time: Millis,
    /// The reconnection time is the server's.
    is_set_by_server: bool,
    retries: u32,
    opened_at: Option<Millis>,
    budget: Budget,
    random: fastrand::Rng,
}

impl Retry {
    pub(super) fn new(config: RetryConfig, seed: u64) -> Self {
        Self {
            reconnection_time: config.initial_delay,
            is_set_by_server: false,
            config,
            retries: 0,
            opened_at: None,
            budget: Budget::default(),
            random: fastrand::Rng::with_seed(seed),
        }
    }

    /// Sets the reconnection time from the server's `retry` field.
    pub(super) const fn set_reconnection_time(&mut self, time: Millis) {
        self.reconnection_time = time;
        self.is_set_by_server = true;
    }

    /// The wait that the server has requested by its last response or in its stream.
    pub(super) fn requested_wait(&self, retry_after: Millis) -> Millis {
        let by_stream = if self.is_set_by_server { self.reconnection_time } else { Millis::ZERO };
        by_stream.max(retry_after.min(MAX_REQUESTED_WAIT))
    }

    pub(super) fn attempt_started(&mut self, now: Millis) {
        self.opened_at = None;
        self.budget.spend(now);
    }

    pub(super) const fn opened(&mut self, now: Millis) {
        self.opened_at = Some(now);
    }

    pub(super) const fn event_delivered(&mut self) {
        self.retries = 0;
    }

    /// The connection ended, by a failure or because of the page.
    pub(super) fn ended(&mut self, now: Millis) {
        if self.opened_at.take().is_some_and(|opened| now - opened >= self.config.reset_after) {
            self.retries = 0;
        }
    }

    /// The earliest time at which the budget allows another attempt.
    pub(super) fn earliest_attempt(&self) -> Millis {
        self.budget.earliest()
    }

    /// The wait before the next attempt, at least what the server has requested; `None` when no retries are left.
    pub(super) fn next_wait(&mut self, now: Millis, requested: Millis) -> Option<Millis> {
        self.ended(now);
        if self.config.max_retries.is_some_and(|limit| self.retries >= limit) {
            return None;
        }
        let jitter_ratio =
            self.config.jitter_ratio.unwrap_or(if self.retries == 0 { FIRST_JITTER } else { LATER_JITTER });
        let wait = self.back_off().max(requested.min(MAX_REQUESTED_WAIT));
        self.retries = self.retries.saturating_add(1);
        let jitter = wait.scaled(jitter_ratio * self.random.f64());
        Some((wait + jitter).max(self.budget.earliest() - now))
    }

    /// A short random wait, so that clients that get the same event do not all act at the same time.
    pub(super) fn spread(&mut self, most: Millis) -> Millis {
        most.scaled(self.random.f64())
    }

    fn back_off(&self) -> Millis {
        if self.retries == 0 {
            return self.reconnection_time;
        }
        let grown = self.reconnection_time.max(SMALLEST_BASE).scaled(power(self.config.factor, self.retries));
        grown.min(self.config.max_delay).max(self.reconnection_time)
    }
}

/// By squaring; `f64::powi` needs the standard library.
fn power(mut base: f64, mut exponent: u32) -> f64 {
    let mut power = 1.0;
    while exponent > 0 {
        if exponent & 1 == 1 {
            power *= base;
        }
        base *= base;
        exponent >>= 1;
    }
    power
}

/// The first wait stays close to the reconnection time, as pages expect from the standard's class.
const FIRST_JITTER: f64 = 0.1;
/// After a failed retry, full jitter avoids a thundering herd: `docs/storm.md`.
const LATER_JITTER: f64 = 1.0;

/// A server may request a wait of up to a day; a longer one is a mistake.
const MAX_REQUESTED_WAIT: Millis = Millis::from_secs(24 * 60 * 60);

/// The smallest base of exponential growth, because a reconnection time of zero would not grow.
const SMALLEST_BASE: Millis = Millis(125);

/// A token bucket, stored as the time at which it is full again.
#[derive(Debug, Default)]
struct Budget {
    full_at: Millis,
}

impl Budget {
    const BURST: u64 = 20;
    const REFILL: Millis = Millis(1000);

    fn spend(&mut self, now: Millis) {
        self.full_at = self.full_at.max(now) + Self::REFILL;
    }

    fn earliest(&self) -> Millis {
        self.full_at - Millis(Self::REFILL.0 * (Self::BURST - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn retry(config: RetryConfig) -> Retry {
        Retry::new(config, 7)
    }

    fn steady() -> RetryConfig {
        RetryConfig { jitter_ratio: Some(0.0), ..RetryConfig::default() }
    }

    fn waits(retry: &mut Retry, count: usize) -> Vec<u64> {
        (0..count).filter_map(|_| retry.next_wait(Millis::ZERO, Millis::ZERO)).map(|wait| wait.0).collect()
    }

    #[test]
    fn the_reconnection_time_is_three_seconds_until_the_server_says_otherwise() {
        let mut retry = retry(steady());
        assert_eq!(retry.next_wait(Millis::ZERO, Millis::ZERO), Some(Millis(3000)));
        let mut retry = Retry::new(steady(), 7);
        retry.set_reconnection_time(Millis(10));
        assert_eq!(retry.next_wait(Millis::ZERO, Millis::ZERO), Some(Millis(10)));
    }

    #[test]
    fn fruitless_attempts_back_off_to_the_maximum() {
        assert_eq!(waits(&mut retry(steady()), 6), [3000, 6000, 12_000, 24_000, 30_000, 30_000]);
    }

    #[test]
    fn retry_zero_grows_too() {
        let mut retry = retry(steady());
        retry.set_reconnection_time(Millis::ZERO);
        assert_eq!(waits(&mut retry, 5), [0, 250, 500, 1000, 2000]);
    }

    #[test]
    fn jitter_only_adds() {
        let mut retry = retry(RetryConfig { jitter_ratio: Some(0.5), factor: 1.0, ..RetryConfig::default() });
        let waits = waits(&mut retry, 200);
        assert!(waits.iter().all(|wait| (3000..=4500).contains(wait)));
        assert!(waits.iter().max() > Some(&4300), "jitter is spread over its whole range");
        assert!(waits.iter().min() < Some(&3200), "jitter is spread over its whole range");
    }

    #[test]
    fn a_reconnection_time_beyond_every_timer_saturates() {
        let mut retry = retry(RetryConfig::default());
        retry.set_reconnection_time(Millis(u64::MAX));
        assert_eq!(waits(&mut retry, 3), [u64::MAX; 3]);
    }

    #[test]
    fn a_reconnection_time_above_the_maximum_still_holds() {
        let mut retry = retry(steady());
        retry.set_reconnection_time(Millis(60_000));
        assert_eq!(waits(&mut retry, 3), [60_000; 3]);
    }

    #[test]
    fn a_delivered_event_starts_the_back_off_anew() {
        let mut retry = retry(steady());
        waits(&mut retry, 4);
        retry.attempt_started(Millis::ZERO);
        retry.opened(Millis::ZERO);
        retry.event_delivered();
        assert_eq!(retry.next_wait(Millis(1), Millis::ZERO), Some(Millis(3000)));
    }

    #[test]
    fn a_mere_200_does_not_reset_but_a_stable_connection_does() {
        let mut retry = retry(steady());
        waits(&mut retry, 2);
        retry.attempt_started(Millis::ZERO);
        retry.opened(Millis::ZERO);
        assert_eq!(retry.next_wait(Millis(9_999), Millis::ZERO), Some(Millis(12_000)));
        retry.attempt_started(Millis(20_000));
        retry.opened(Millis(20_000));
        assert_eq!(retry.next_wait(Millis(30_000), Millis::ZERO), Some(Millis(3000)));
    }

    #[test]
    fn fruitless_attempts_scatter_without_being_told() {
        let mut retry = retry(RetryConfig { factor: 1.0, ..RetryConfig::default() });
        assert!(waits(&mut retry, 1)[0] <= 3600);
        let later = waits(&mut retry, 200);
        assert!(later.iter().all(|wait| (3000..=6000).contains(wait)));
        assert!(later.iter().max() > Some(&5700), "jitter is spread over its whole range");
    }

    #[test]
    fn what_the_server_asks_for_is_a_minimum_with_jitter_on_top_and_a_day_at_most() {
        let mut retry = retry(RetryConfig { jitter_ratio: Some(0.5), ..RetryConfig::default() });
        let minute = Millis::from_secs(60);
        for _ in 0..50 {
            let wait = retry.next_wait(Millis::ZERO, minute).expect("no limit on retries");
            assert!(wait >= minute && wait <= Millis::from_secs(90), "{wait:?}");
        }
        let wait = Retry::new(steady(), 7).next_wait(Millis::ZERO, Millis(u64::MAX));
        assert_eq!(wait, Some(Millis::from_secs(24 * 60 * 60)));
        let short = Retry::new(steady(), 7).next_wait(Millis::ZERO, Millis(1));
        assert_eq!(short, Some(Millis(3000)), "the back-off is the longer one");
    }

    #[test]
    fn only_the_server_can_ask_to_wait() {
        let mut retry = retry(steady());
        assert_eq!(retry.requested_wait(Millis::ZERO), Millis::ZERO, "the default is asked for by nobody");
        assert_eq!(retry.requested_wait(Millis(u64::MAX)), Millis::from_secs(24 * 60 * 60));
        retry.set_reconnection_time(Millis(500));
        assert_eq!([Millis(20), Millis(800)].map(|time| retry.requested_wait(time)), [Millis(500), Millis(800)]);
    }

    #[test]
    fn retries_run_out() {
        let mut retry = retry(RetryConfig { max_retries: Some(2), ..steady() });
        assert_eq!(waits(&mut retry, 9).len(), 2);
        let mut never = Retry::new(RetryConfig { max_retries: Some(0), ..steady() }, 7);
        assert_eq!(never.next_wait(Millis::ZERO, Millis::ZERO), None);
    }

    #[test]
    fn no_server_makes_a_tight_loop_even_with_an_event_each_time() {
        let mut retry = retry(steady());
        retry.set_reconnection_time(Millis::ZERO);
        let (mut now, mut attempts) = (Millis::ZERO, 0);
        while now < Millis::from_secs(60) {
            retry.attempt_started(now);
            retry.opened(now);
            retry.event_delivered();
            attempts += 1;
            now = now + Millis(1);
            now = now + retry.next_wait(now, Millis::ZERO).expect("no limit on retries");
        }
        assert!((60..=81).contains(&attempts), "{attempts} attempts in a minute");
    }
}
