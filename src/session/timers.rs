//! Named deadlines. Only the earliest one is visible outside.

use super::clock::Millis;

/// The purpose of a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// The wait before the next attempt ends.
    Reconnect,
    /// The current state has taken too long.
    Deadline,
    /// It has taken too long, and queued data was processed meanwhile.
    Verdict,
    /// Checks whether time stood still.
    FreezeCheck,
    /// The time in which an error is not told is over.
    Grace,
    /// The page has been hidden for longer than `hidden_grace`.
    Hidden,
    /// A page that the user seemed to leave still exists.
    Leaving,
}

impl Timer {
    const ALL: [Self; 7] =
        [Self::Reconnect, Self::Deadline, Self::Verdict, Self::FreezeCheck, Self::Grace, Self::Hidden, Self::Leaving];
}

/// The table of deadlines.
#[derive(Debug)]
pub(super) struct Timers([Millis; Timer::ALL.len()]);

/// The deadline of a timer that is not set: later than any other.
const NEVER: Millis = Millis(u64::MAX);

impl Default for Timers {
    fn default() -> Self {
        Self([NEVER; Timer::ALL.len()])
    }
}

impl Timers {
    #[inline(never)]
    pub(super) fn set(&mut self, timer: Timer, at: Millis) {
        if let Some(slot) = self.0.get_mut(timer as usize) {
            *slot = at.min(NEVER - Millis(1));
        }
    }

    #[inline(never)]
    pub(super) fn stop(&mut self, timer: Timer) {
        if let Some(slot) = self.0.get_mut(timer as usize) {
            *slot = NEVER;
        }
    }

    pub(super) fn stop_all(&mut self) {
        *self = Self::default();
    }

    /// Stops the timers that belong to the attempt.
    pub(super) fn stop_those_of_attempt(&mut self) {
        for timer in [Timer::Deadline, Timer::Verdict, Timer::FreezeCheck] {
            self.stop(timer);
        }
    }

    /// The deadline; [`NEVER`] if the timer is not set.
    pub(super) fn get(&self, timer: Timer) -> Millis {
        self.0.get(timer as usize).copied().unwrap_or(NEVER)
    }

    /// Takes one timer whose deadline has passed, and returns the deadline.
    pub(super) fn take_expired(&mut self, now: Millis) -> Option<(Timer, Millis)> {
        let (timer, at) = Timer::ALL.into_iter().map(|timer| (timer, self.get(timer))).find(|(_, at)| *at <= now)?;
        self.stop(timer);
        Some((timer, at))
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
        timers.set(Timer::Deadline, Millis(20));
        timers.set(Timer::Reconnect, Millis(10));
        assert_eq!(timers.next(), Some(Millis(10)));
        timers.stop(Timer::Reconnect);
        assert_eq!(timers.next(), Some(Millis(20)));
    }

    #[test]
    fn each_expired_timer_is_taken_once() {
        let mut timers = Timers::default();
        timers.set(Timer::Verdict, Millis(5));
        timers.set(Timer::Hidden, Millis(6));
        assert_eq!(timers.take_expired(Millis(4)), None);
        assert_eq!(timers.take_expired(Millis(7)), Some((Timer::Verdict, Millis(5))));
        assert_eq!(timers.take_expired(Millis(7)), Some((Timer::Hidden, Millis(6))));
        assert_eq!(timers.take_expired(Millis(7)), None);
        assert_eq!(timers.next(), None);
    }
}
