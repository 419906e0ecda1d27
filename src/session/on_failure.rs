//! Failures: whether to retry, and when.

use super::Session;
use super::clock::Millis;
use super::config::Reconnect;
use super::failure::{Failure, Next, Reason};
use super::freeze::FreezeWatch;
use super::output::{AttemptCause, Output};
use super::state::{State, Wait};
use super::timers::Timer;

impl Session {
    pub(super) fn attempt_failed(&mut self, now: Millis, reason: Reason, status: u16) {
        self.drop_connection();
        self.decide(now, reason, status, false);
    }

    /// The connection was closed while the page could not have one. The rules for a failure decide whether it reconnects,
    /// without a wait and without an error event.
    pub(super) fn decide_return(&mut self, now: Millis) {
        self.decide(now, Reason::Network, 0, true);
    }

    fn decide(&mut self, now: Millis, reason: Reason, status: u16, returns: bool) {
        if self.config.asks_should_retry {
            self.state = State::Deciding { reason, status, returns };
            self.ask_should_retry(reason, status);
        } else {
            self.decide_by_default(now, reason, status, returns);
        }
    }

    pub(super) fn ask_should_retry(&mut self, reason: Reason, status: u16) {
        self.put(Output::AskShouldRetry(Failure { reason, status, attempt: self.attempt, next: Next::Fatal }));
    }

    /// Applies the HTML standard's rules, unless `shouldRetry` has decided.
    fn decide_by_default(&mut self, now: Millis, reason: Reason, status: u16, returns: bool) {
        if !reason.is_retryable() {
            self.settle(now, reason, status, Next::Fatal);
        } else if self.may_have_been_processed(reason) {
            self.settle(now, reason, status, Next::NotRepeatable);
        } else {
            self.reconnect(now, reason, status, returns);
        }
    }

    pub(super) fn retry_decided(&mut self, now: Millis, attempt: u32, retry: Option<bool>) {
        if !self.is_current(attempt) {
            return;
        }
        if let State::Deciding { reason, status, returns } = self.state {
            match retry {
                None => self.decide_by_default(now, reason, status, returns),
                Some(true) => self.reconnect(now, reason, status, returns),
                Some(false) => self.settle(now, reason, status, Next::Fatal),
            }
        } else if matches!(self.state, State::Open { freeze: FreezeWatch::Asking }) {
            if retry == Some(false) {
                // The stream may be healthy, and the source could not replace it.
                self.watch_freezes(now);
            } else {
                self.renew(now);
            }
        }
    }

    pub(super) fn reconnect(&mut self, now: Millis, reason: Reason, status: u16, returns: bool) {
        if !self.reconnects_after(reason) {
            self.settle(now, reason, status, Next::Fatal);
        } else if returns {
            self.cause = AttemptCause::Return;
            self.connect(now);
        } else {
            let next = self.retry.next_wait(now, self.retry_after).map_or(Next::GaveUp, Next::Retry);
            self.settle(now, reason, status, next);
        }
    }

    /// Whether the option `reconnect` allows it.
    fn reconnects_after(&self, reason: Reason) -> bool {
        match self.config.reconnect {
            Reconnect::Always => true,
            Reconnect::OnError => reason != Reason::End,
            Reconnect::Never => false,
        }
    }

    /// A request that was sent and is not idempotent is repeated only if the stream can resume where it broke.
    pub(super) fn may_have_been_processed(&self, reason: Reason) -> bool {
        !self.config.idempotent && reason != Reason::Headers && self.parser.last_event_id().is_empty()
    }

    /// Whether another connection can replace the current one. If not, suspicion alone does not close it.
    pub(super) fn is_replaceable(&self) -> bool {
        self.reconnects_after(Reason::Network) && !self.may_have_been_processed(Reason::Network)
    }

    pub(super) fn settle(&mut self, now: Millis, reason: Reason, status: u16, next: Next) {
        match next {
            Next::Retry(wait) => {
                self.cause = AttemptCause::Retry;
                self.wait_until(now + wait, now + self.retry.requested_wait(self.retry_after));
            }
            // The state of the page, and its timers, stay.
            Next::Fatal | Next::GaveUp | Next::NotRepeatable if self.config.reopenable => self.state = State::Failed,
            Next::Fatal | Next::GaveUp | Next::NotRepeatable => {
                self.state = State::Closed;
                self.timers.stop_all();
            }
        }
        self.tell(now, Failure { reason, status, attempt: self.attempt, next });
    }

    pub(super) fn wait_until(&mut self, at: Millis, not_before: Millis) {
        self.state = State::Waiting(Wait { not_before, was_offline: self.offline, lengthened: false });
        self.timers.set(Timer::Reconnect, at);
    }
}
