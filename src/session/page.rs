//! The page's life, and the network as the browser sees it.

use super::absence::Absence;
use super::clock::Millis;
use super::failure::{Next, Reason};
use super::output::{Output, Why};
use super::timers::Timer;
use super::{Session, State};

impl Session {
    pub(super) fn hidden(&mut self, now: Millis) {
        if let Some(grace) = self.config.hidden_grace
            && !self.may_have_had_effect(Reason::Network)
        {
            if grace == Millis::ZERO {
                self.away(now, Absence::HIDDEN);
            } else {
                self.timers.set(Timer::Hidden, now + grace);
            }
        }
    }

    /// Only this ends the time of hiding: a page may run again after a freeze and still be hidden.
    pub(super) fn visible(&mut self, now: Millis) {
        self.timers.stop(Timer::Hidden);
        self.back(now, Absence::HIDDEN | Absence::LEFT | Absence::FROZEN);
    }

    /// The page may not be connected any more. A wait goes on; if it ends while the page is away, the attempt is made
    /// on return.
    pub(super) fn away(&mut self, now: Millis, absence: Absence) {
        self.absence |= absence;
        self.in_doubt |= matches!(self.state, State::Requesting | State::Probing | State::Open)
            && self.may_have_had_effect(Reason::Network);
        match self.state {
            State::Preparing | State::Requesting | State::Probing | State::Refreshing { .. } => {
                self.drop_connection();
                self.state = State::Suspended;
            }
            State::Open => {
                self.drop_connection();
                self.state = State::Suspended;
                self.retry.ended(now);
                self.outputs.push_back(Output::Pause);
            }
            State::Idle | State::Deciding { .. } | State::Waiting | State::Suspended | State::Closed => {}
        }
    }

    /// The page may be connected again: at once, without delay and without an error event, unless that would repeat a
    /// request that must not be repeated.
    pub(super) fn back(&mut self, now: Millis, over: Absence) {
        self.absence = self.absence.without(over);
        if self.absence == Absence::NONE {
            if self.state == State::Suspended && self.in_doubt {
                self.settle(now, Reason::Network, 0, Next::NotRepeatable);
            } else if self.state == State::Suspended {
                if self.attempt > 0 {
                    self.why = Why::Return;
                }
                self.connect(now);
            }
        }
    }

    pub(super) fn offline(&mut self) {
        self.offline = true;
        self.offline_in_wait |= self.state == State::Waiting;
    }

    pub(super) fn online(&mut self, now: Millis) {
        self.offline = false;
        if self.state == State::Waiting && self.offline_in_wait {
            let soon = now + self.retry.spread(ONLINE_SPREAD);
            self.timers.set(Timer::Reconnect, self.timers.get(Timer::Reconnect).min(soon));
        }
    }
}

/// The attempts that `online` sets off are spread over this span.
const ONLINE_SPREAD: Millis = Millis(250);
