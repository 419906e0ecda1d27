//! The session's time: milliseconds on a clock that never goes back and includes sleep.

use core::ops::{Add, Sub};

/// A time or a duration in whole milliseconds. Arithmetic saturates, so no number from a server can overflow a timer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Millis(pub u64);

impl Millis {
    /// Zero.
    pub const ZERO: Self = Self(0);

    /// Converts whole seconds.
    #[must_use]
    pub const fn from_secs(seconds: u64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// Multiplies by a factor that is not negative; saturates.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        // `as` saturates and turns NaN into zero.
        Self((self.0 as f64 * factor) as u64)
    }
}

// Not inlined: there are many of both, and none is in a loop.
impl Add for Millis {
    type Output = Self;

    #[inline(never)]
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Millis {
    type Output = Self;

    #[inline(never)]
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

/// Combines a monotonic clock and a wall clock.
///
/// A monotonic clock may stand still while the machine sleeps, and a wall clock may be set back. Where the wall clock
/// advances by more than the monotonic clock and a tolerance, the difference is sleep and is added.
#[derive(Debug, Default)]
pub struct SleepAwareClock {
    last: Option<Reading>,
    slept: Millis,
}

#[derive(Clone, Copy, Debug)]
struct Reading {
    monotonic: Millis,
    wall: Millis,
}

/// Smaller differences are drift between the two clocks, not sleep.
const TOLERANCE: Millis = Millis(1000);

impl SleepAwareClock {
    /// The current time, from both clocks read at the same moment. It is never less than an earlier result.
    pub fn sample(&mut self, monotonic: Millis, wall: Millis) -> Millis {
        let last = self.last.unwrap_or(Reading { monotonic, wall });
        let monotonic = monotonic.max(last.monotonic);
        let unseen = (wall - last.wall) - (monotonic - last.monotonic);
        if unseen > TOLERANCE {
            self.slept = self.slept + unseen;
        }
        self.last = Some(Reading { monotonic, wall });
        monotonic + self.slept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleep_that_only_the_wall_clock_saw_counts() {
        let mut clock = SleepAwareClock::default();
        assert_eq!(clock.sample(Millis(5), Millis(1_000_000)), Millis(5));
        assert_eq!(clock.sample(Millis(15), Millis(4_600_010)), Millis(3_600_015));
        assert_eq!(clock.sample(Millis(25), Millis(4_600_020)), Millis(3_600_025));
    }

    #[test]
    fn a_wall_clock_set_back_changes_nothing() {
        let mut clock = SleepAwareClock::default();
        clock.sample(Millis(0), Millis(1_000_000));
        assert_eq!(clock.sample(Millis(10), Millis(5)), Millis(10));
        assert_eq!(clock.sample(Millis(20), Millis(15)), Millis(20));
    }

    #[test]
    fn drift_is_not_sleep() {
        let mut clock = SleepAwareClock::default();
        clock.sample(Millis(0), Millis(0));
        assert_eq!(clock.sample(Millis(100), Millis(1100)), Millis(100));
    }

    #[test]
    fn a_monotonic_clock_that_goes_back_is_held() {
        let mut clock = SleepAwareClock::default();
        clock.sample(Millis(100), Millis(100));
        assert_eq!(clock.sample(Millis(90), Millis(100)), Millis(100));
    }

    #[test]
    fn arithmetic_saturates() {
        assert_eq!(Millis(u64::MAX) + Millis(1), Millis(u64::MAX));
        assert_eq!(Millis(1) - Millis(2), Millis::ZERO);
        assert_eq!(Millis(u64::MAX).scaled(2.0), Millis(u64::MAX));
        assert_eq!(Millis(10).scaled(f64::NAN), Millis::ZERO);
    }
}
