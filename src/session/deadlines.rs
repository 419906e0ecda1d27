//! What is done when a deadline has passed, and which silence is watched.

use super::absence::Absence;
use super::clock::Millis;
use super::failure::Reason;
use super::timers::Timer;
use super::{PULSE, Session, State, VERDICT_GRACE};

impl Session {
    pub(super) fn wakeup(&mut self, now: Millis) {
        while let Some(timer) = self.timers.take_expired(now) {
            match timer {
                Timer::Reconnect => self.wait_is_over(now),
                Timer::Provider => self.provider_timed_out(now),
                Timer::Probe => self.probed(now, self.attempt, false),
                Timer::Connect => self.attempt_failed(now, Reason::ConnectTimeout, 0),
                Timer::Heartbeat => self.timers.set(Timer::HeartbeatVerdict, now + VERDICT_GRACE),
                Timer::HeartbeatVerdict => {
                    self.liveness.timed_out();
                    self.attempt_failed(now, Reason::HeartbeatTimeout, 0);
                }
                Timer::Hidden => self.away(now, Absence::HIDDEN),
                Timer::Pulse => self.pulse(now),
            }
        }
    }

    /// An attempt without a network is a waste, but the browser's opinion is a hint: it lengthens a wait once.
    fn wait_is_over(&mut self, now: Millis) {
        if self.offline && !self.lengthened {
            self.lengthened = true;
            self.timers.set(Timer::Reconnect, now + self.config.retry.max_delay);
        } else {
            self.connect(now);
        }
    }

    fn provider_timed_out(&mut self, now: Millis) {
        if matches!(self.state, State::Refreshing { .. }) {
            self.credentials_refreshed(now, self.attempt, None);
        } else {
            self.attempt_failed(now, Reason::Headers, 0);
        }
    }

    pub(super) fn watch_heartbeat(&mut self) {
        self.timers.stop(Timer::HeartbeatVerdict);
        match self.liveness.deadline() {
            Some(deadline) => self.timers.set(Timer::Heartbeat, deadline),
            // A rhythm that was lost judges nothing.
            None => self.timers.stop(Timer::Heartbeat),
        }
    }

    /// A worker is not told when Chromium freezes its page, but its stream, if it was being read then, says nothing
    /// any more, not even that it ended. So a worker's session watches whether time stood still for it.
    pub(super) fn watch_pulse(&mut self, now: Millis, pause: Millis) {
        if !self.config.is_told_of_freezes {
            self.pulse_at = now + pause;
            self.timers.set(Timer::Pulse, self.pulse_at);
        }
    }

    fn pulse(&mut self, now: Millis) {
        if self.stood_still {
            // As if the page had been away: no failure, and no wait.
            self.away(now, Absence::NONE);
            self.back(now, Absence::NONE);
        } else {
            self.stood_still = now - self.pulse_at >= STANDSTILL;
            self.watch_pulse(now, if self.stood_still { VERDICT_GRACE } else { PULSE });
        }
    }

    /// A stream that is not being read survives a freeze.
    pub(super) fn reading_stopped(&mut self) {
        self.liveness.stop_listening();
        self.watch_heartbeat();
        self.timers.stop(Timer::Pulse);
    }

    pub(super) fn reading_resumed(&mut self, now: Millis) {
        self.liveness.resume_listening(now);
        if self.state == State::Open {
            self.watch_heartbeat();
            self.watch_pulse(now, PULSE);
        }
    }
}

/// A pulse that is so much late means that the world stood still.
const STANDSTILL: Millis = Millis::from_secs(2);
