//! Named deadlines. The world sees only the earliest one.

use super::clock::Millis;

/// What a deadline is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// The wait before the next attempt is over.
    Reconnect,
    /// The caller's `headers` or `onUnauthorized` took too long.
    Provider,
    /// The CORS probe took too long.
    Probe,
    /// The response's head took too long.
    Connect,
    /// Does time stand still?
    Pulse,
    /// The stream has been silent for too long.
    Heartbeat,
    /// The stream was silent for too long, and what had queued up meanwhile had its chance.
    HeartbeatVerdict,
    /// The page has been hidden for long enough.
    Hidden,
}

impl Timer {
    const ALL: [Self; 8] = [
        Self::Reconnect,
        Self::Provider,
        Self::Probe,
        Self::Connect,
        Self::Pulse,
        Self::Heartbeat,
        Self::HeartbeatVerdict,
        Self::Hidden,
    ];
}

/// The table of deadlines.
#[derive(Debug)]
pub(super) struct Timers([Millis; Timer::ALL.len()]);

/// The deadline of a timer that is not set: later than any.
const NEVER: Millis = Millis(u64::MAX);

impl Default for Timers {
    fn default() -> Self {
        Self([NEVER; Timer::ALL.len()])
    }
}

impl Timers {
    pub(super) fn set(&mut self, timer: Timer, at: Millis) {
        if let Some(slot) = self.0.get_mut(timer as usize) {
            *slot = at.min(NEVER - Millis(1));
        }
    }

    pub(super) fn stop(&mut self, timer: Timer) {
        if let Some(slot) = self.0.get_mut(timer as usize) {
            *slot = NEVER;
        }
    }

    pub(super) fn stop_all(&mut self) {
        *self = Self::default();
    }

    /// Those that end with the attempt.
    pub(super) fn stop_those_of_attempt(&mut self) {
        if let Some(slots) = self.0.get_mut(Timer::Provider as usize..Timer::Hidden as usize) {
            slots.fill(NEVER);
        }
    }

    /// When it is over; far away if it is not set.
    pub(super) fn get(&self, timer: Timer) -> Millis {
        self.0.get(timer as usize).copied().unwrap_or(NEVER)
    }

    /// Takes one timer whose deadline has passed.
    pub(super) fn take_expired(&mut self, now: Millis) -> Option<Timer> {
        let expired = Timer::ALL.into_iter().find(|timer| self.get(*timer) <= now)?;
        self.stop(expired);
        Some(expired)
    }

    /// The earliest deadline.
    pub(super) fn next(&self) -> Option<Millis> {
        self.0.iter().min().copied().filter(|at| *at != NEVER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_earliest_deadline_shows() {
        let mut timers = Timers::default();
        timers.set(Timer::Connect, Millis(20));
        timers.set(Timer::Reconnect, Millis(10));
        assert_eq!(timers.next(), Some(Millis(10)));
        timers.stop(Timer::Reconnect);
        assert_eq!(timers.next(), Some(Millis(20)));
    }

    #[test]
    fn each_expired_timer_is_taken_once() {
        let mut timers = Timers::default();
        timers.set(Timer::Probe, Millis(5));
        timers.set(Timer::Hidden, Millis(6));
        assert_eq!(timers.take_expired(Millis(4)), None);
        assert_eq!(timers.take_expired(Millis(6)), Some(Timer::Probe));
        assert_eq!(timers.take_expired(Millis(6)), Some(Timer::Hidden));
        assert_eq!(timers.take_expired(Millis(6)), None);
        assert_eq!(timers.next(), None);
    }
}
