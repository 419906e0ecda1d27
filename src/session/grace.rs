//! The grace period: an error that is over soon is not told.

use super::Session;
use super::clock::Millis;
use super::failure::{Failure, Next};
use super::output::Output;
use super::state::State;
use super::suspension::Suspension;
use super::timers::Timer;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Grace {
    /// Nothing is wrong, as far as anybody knows.
    #[default]
    Unused,
    /// This failure is the last of those that are kept back until the period is over.
    Withheld(Failure),
    /// It is known that something is wrong: further failures are told at once.
    Over,
}

impl Session {
    /// Tells a failure, or keeps it back. A final one is always told.
    pub(super) fn tell(&mut self, now: Millis, failure: Failure) {
        let has_grace = self.config.grace_period.is_some() && self.grace != Grace::Over;
        if has_grace && matches!(failure.next, Next::Retry(_)) {
            if self.grace == Grace::Unused {
                self.watch_grace(now);
            }
            self.grace = Grace::Withheld(failure);
            self.put(Output::Withhold(failure));
        } else {
            self.end_grace(Grace::Over);
            self.put(Output::Fail(failure));
        }
    }

    pub(super) fn end_grace(&mut self, grace: Grace) {
        self.timers.stop(Timer::Grace);
        self.grace = grace;
    }

    fn watch_grace(&mut self, now: Millis) {
        if let Some(period) = self.config.grace_period
            && self.suspension == Suspension::NONE
        {
            self.timers.set(Timer::Grace, now + period);
        }
    }

    /// A page that is back gets the whole period: while it was away nothing could be mended.
    pub(super) fn renew_grace(&mut self, now: Millis) {
        if let Grace::Withheld(_) = self.grace {
            self.watch_grace(now);
        }
    }

    /// The next attempt may be under way by now.
    pub(super) fn grace_is_over(&mut self, now: Millis) {
        if let Grace::Withheld(failure) = self.grace {
            let wait =
                if let State::Waiting(_) = self.state { self.timers.get(Timer::Reconnect) - now } else { Millis::ZERO };
            self.grace = Grace::Over;
            self.put(Output::Fail(Failure { next: Next::Retry(wait), ..failure }));
        }
    }
}
