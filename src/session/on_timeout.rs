//! Expired deadlines, and the timers of an open connection.

use super::Session;
use super::clock::Millis;
use super::failure::Reason;
use super::freeze::{Finding, FreezeWatch, STANDSTILL};
use super::state::{State, Wait};
use super::suspension::Suspension;
use super::timers::Timer;

impl Session {
    pub(super) fn wakeup(&mut self, now: Millis) {
        while let Some((timer, at)) = self.timers.take_expired(now) {
            match timer {
                Timer::Reconnect => self.wait_is_over(now),
                Timer::Deadline => self.deadline_passed(now, now - at),
                Timer::Verdict => self.timed_out(now),
                Timer::FreezeCheck => self.check_freeze(now),
                Timer::Grace => self.grace_is_over(now),
                Timer::Hidden => self.hidden_for_long(now),
                Timer::Leaving => self.resume(now, Suspension::LEAVING),
            }
        }
    }

    /// Sets the current state's only deadline.
    #[inline(never)]
    pub(super) fn set_deadline(&mut self, at: Millis) {
        self.timers.stop(Timer::Verdict);
        self.timers.set(Timer::Deadline, at);
    }

    #[inline(never)]
    pub(super) fn stop_deadline(&mut self) {
        self.timers.stop(Timer::Verdict);
        self.timers.stop(Timer::Deadline);
    }

    /// The page may have been busy, or the machine asleep, so queued data is processed before the deadline takes effect.
    fn deadline_passed(&mut self, now: Millis, late: Millis) {
        if let State::Repeating(request) = self.state {
            self.repeat(now, request);
        } else if let State::Open { .. } = self.state
            && late >= STANDSTILL
            && !self.is_replaceable()
        {
            // Nothing was read during that silence, so it proves nothing.
            self.liveness.resume_listening(now);
            self.watch_heartbeat();
        } else {
            self.timers.set(Timer::Verdict, now + VERDICT_DELAY);
        }
    }

    fn timed_out(&mut self, now: Millis) {
        match self.state {
            State::Preparing => self.attempt_failed(now, Reason::Headers, 0),
            State::Requesting(request) => {
                // The failure to report is the loss of the attempt's own request.
                let reason = if request.purpose.is_extra() { Reason::Network } else { Reason::ConnectTimeout };
                self.attempt_failed(now, reason, 0);
            }
            State::Probing(_) => self.probed(now, self.attempt, false),
            State::ReadingErrorBody { .. } => self.error_body_read(now, self.attempt),
            State::Refreshing { .. } => self.credentials_refreshed(now, self.attempt, None),
            State::Open { .. } => {
                self.liveness.timed_out();
                self.attempt_failed(now, Reason::HeartbeatTimeout, 0);
            }
            State::Idle
            | State::Repeating(_)
            | State::Deciding { .. }
            | State::Waiting(_)
            | State::Suspended { .. }
            | State::Failed
            | State::Closed => {}
        }
    }

    /// An attempt without a network is useless, but the browser's report is only a hint, so it lengthens a wait once.
    fn wait_is_over(&mut self, now: Millis) {
        if let State::Waiting(wait) = self.state
            && self.offline
            && !wait.lengthened
        {
            self.state = State::Waiting(Wait { lengthened: true, ..wait });
            self.timers.set(Timer::Reconnect, now + self.config.retry.max_delay);
        } else {
            self.connect(now);
        }
    }

    // --- Silence ------------------------------------------------------------------------------------------------

    pub(super) fn watch_heartbeat(&mut self) {
        match self.liveness.deadline() {
            Some(deadline) => self.set_deadline(deadline),
            // Without a learned interval there is no deadline.
            None => self.stop_deadline(),
        }
    }

    pub(super) fn watch_freezes(&mut self, now: Millis) {
        if !self.config.freezes_are_announced {
            let (freeze, at) = FreezeWatch::begin(now);
            self.state = State::Open { freeze };
            self.timers.set(Timer::FreezeCheck, at);
        }
    }

    fn check_freeze(&mut self, now: Millis) {
        let State::Open { freeze } = self.state else { return };
        match freeze.check(now) {
            None => {}
            Some(Finding::Watch(freeze, at)) => {
                self.state = State::Open { freeze };
                self.timers.set(Timer::FreezeCheck, at);
            }
            Some(Finding::Silent) if !self.is_replaceable() => self.watch_freezes(now),
            Some(Finding::Silent) if self.config.asks_should_retry => {
                self.state = State::Open { freeze: FreezeWatch::Asking };
                self.ask_should_retry(Reason::Network, 0);
            }
            Some(Finding::Silent) => self.renew(now),
        }
    }

    pub(super) fn reading_stopped(&mut self) {
        self.liveness.stop_listening();
        if let State::Open { .. } = self.state {
            self.stop_deadline();
            self.timers.stop(Timer::FreezeCheck);
            self.state = State::Open { freeze: FreezeWatch::Off };
        }
    }

    pub(super) fn reading_resumed(&mut self, now: Millis) {
        self.liveness.resume_listening(now);
        if let State::Open { .. } = self.state {
            self.watch_heartbeat();
            self.watch_freezes(now);
        }
    }
}

/// How long queued data may still arrive after a deadline.
const VERDICT_DELAY: Millis = Millis(100);
