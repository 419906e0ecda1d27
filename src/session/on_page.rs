//! The page's lifecycle events, and the browser's network events.

use super::Session;
use super::clock::Millis;
use super::output::{AttemptCause, Output};
use super::state::State;
use super::suspension::Suspension;
use super::timers::Timer;

impl Session {
    pub(super) fn hidden(&mut self, now: Millis) {
        match self.config.hidden_grace {
            Some(Millis::ZERO) => self.hidden_for_long(now),
            Some(grace) => self.timers.set(Timer::Hidden, now + grace),
            None => {}
        }
    }

    pub(super) fn hidden_for_long(&mut self, now: Millis) {
        if self.is_replaceable() || !self.state.has_request() {
            self.suspend(now, Suspension::HIDDEN);
        }
    }

    /// Only this event ends `HIDDEN`: a page may resume after a freeze and still be hidden.
    pub(super) fn visible(&mut self, now: Millis) {
        self.timers.stop(Timer::Hidden);
        self.resume(now, Suspension::HIDDEN | Suspension::SHOWN_AGAIN);
    }

    /// The page must not be connected any more. A running wait continues; if it ends meanwhile, the attempt starts when the
    /// page resumes.
    pub(super) fn suspend(&mut self, now: Millis, suspension: Suspension) {
        self.suspension |= suspension;
        self.timers.stop(Timer::Grace);
        if self.state.is_attempt() {
            self.give_up(now);
        }
    }

    pub(super) fn give_up(&mut self, now: Millis) {
        let state = self.state;
        self.drop_connection();
        self.state = State::Suspended { gave_up: state.has_request() };
        if let State::Open { .. } = state {
            self.retry.ended(now);
            self.put(Output::Pause);
        }
    }

    /// The page may be connected again. It reconnects at once and without an error event, but by the rules for a failure.
    pub(super) fn resume(&mut self, now: Millis, over: Suspension) {
        let was_away = self.suspension != Suspension::NONE;
        self.suspension = self.suspension.without(over);
        if !self.suspension.contains(Suspension::LEAVING) {
            self.timers.stop(Timer::Leaving);
        }
        if self.suspension != Suspension::NONE {
            return;
        }
        if was_away {
            self.renew_grace(now);
        }
        if matches!(self.state, State::Suspended { gave_up: true }) {
            self.decide_return(now);
        } else if matches!(self.state, State::Suspended { gave_up: false }) {
            if self.attempt > 0 {
                self.cause = AttemptCause::Return;
            }
            self.connect(now);
        }
    }

    /// Replaces a connection that is silent after time stood still.
    pub(super) fn renew(&mut self, now: Millis) {
        self.give_up(now);
        self.cause = AttemptCause::Return;
        self.connect(now);
    }

    // --- A page that is being left ------------------------------------------------------------------------------

    /// Firefox ends a page's connections as soon as the user leaves it, maybe seconds before the page goes, so this is no
    /// failure. If the page stays, as after a click on a download, the source reconnects. Returns whether this applies.
    pub(super) fn suspend_while_leaving(&mut self, now: Millis) -> bool {
        // Only for the first loss: a page that stays is to be notified of the others.
        let is_leaving = self.leaving.take().is_some_and(|since| now - since < LEAVING);
        if is_leaving {
            self.suspend(now, Suspension::LEAVING);
            self.timers.set(Timer::Leaving, now + STAY);
        }
        is_leaving
    }

    // --- The network --------------------------------------------------------------------------------------------

    pub(super) fn offline(&mut self) {
        self.offline = true;
        if let State::Waiting(wait) = &mut self.state {
            wait.was_offline = true;
        }
    }

    pub(super) fn online(&mut self, now: Millis) {
        self.offline = false;
        if let State::Waiting(wait) = self.state
            && wait.was_offline
        {
            let soon = now.max(wait.not_before) + self.retry.spread(ONLINE_SPREAD);
            self.timers.set(Timer::Reconnect, self.timers.get(Timer::Reconnect).min(soon));
        }
    }
}

/// The attempts that `online` starts are spread over this span.
const ONLINE_SPREAD: Millis = Millis(250);
/// A connection that is lost within this span after the user seemed to leave the page may have been closed for that reason.
/// The browser's question whether to leave takes time.
const LEAVING: Millis = Millis::from_secs(30);
/// A page that still exists this long after it lost its connection stays.
const STAY: Millis = Millis::from_secs(3);
