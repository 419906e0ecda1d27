//! After a failure: whether to come back, and when; and the credentials, which may be what failed.

use super::clock::Millis;
use super::config::Reconnect;
use super::failure::{Failure, Next, Reason};
use super::output::{Output, Why};
use super::timers::Timer;
use super::{PROVIDER_PATIENCE, Session, State};

impl Session {
    pub(super) fn attempt_failed(&mut self, now: Millis, reason: Reason, status: u16) {
        self.drop_connection();
        if self.config.asks_should_retry {
            self.state = State::Deciding { reason, status };
            self.outputs.push_back(Output::AskShouldRetry(Failure {
                reason,
                status,
                attempt: self.attempt,
                next: Next::Fatal,
            }));
        } else {
            self.fail_by_default(now, reason, status);
        }
    }

    /// As the standard has it, if nobody decides otherwise.
    fn fail_by_default(&mut self, now: Millis, reason: Reason, status: u16) {
        if !reason.is_retryable() {
            self.settle(now, reason, status, Next::Fatal);
        } else if self.may_have_had_effect(reason) {
            self.settle(now, reason, status, Next::NotRepeatable);
        } else {
            self.come_back(now, reason, status);
        }
    }

    pub(super) fn retry_decided(&mut self, now: Millis, attempt: u32, retry: Option<bool>) {
        let State::Deciding { reason, status } = self.state else { return };
        if attempt != self.attempt {
            return;
        }
        match retry {
            None => self.fail_by_default(now, reason, status),
            Some(true) => self.come_back(now, reason, status),
            Some(false) => self.settle(now, reason, status, Next::Fatal),
        }
    }

    fn come_back(&mut self, now: Millis, reason: Reason, status: u16) {
        let next = match self.config.reconnect {
            Reconnect::Never => Next::Fatal,
            Reconnect::OnError if reason == Reason::End => Next::Fatal,
            Reconnect::OnError | Reconnect::Always => {
                self.retry.next_wait(now, self.asked_wait).map_or(Next::GaveUp, Next::Retry)
            }
        };
        self.settle(now, reason, status, next);
    }

    /// A request that is not idempotent and went out is repeated only when the stream can be resumed where it broke.
    pub(super) fn may_have_had_effect(&self, reason: Reason) -> bool {
        !self.config.idempotent && reason != Reason::Headers && self.parser.last_event_id().is_empty()
    }

    pub(super) fn settle(&mut self, now: Millis, reason: Reason, status: u16, next: Next) {
        match next {
            Next::Retry(wait) => {
                self.why = Why::Retry;
                self.wait_until(now + wait);
            }
            Next::Fatal | Next::GaveUp | Next::NotRepeatable => {
                self.state = State::Closed;
                self.timers.stop_all();
            }
        }
        self.outputs.push_back(Output::Fail(Failure { reason, status, attempt: self.attempt, next }));
    }

    pub(super) fn wait_until(&mut self, at: Millis) {
        self.state = State::Waiting;
        self.lengthened = false;
        self.offline_in_wait = self.offline;
        self.timers.set(Timer::Reconnect, at);
    }

    pub(super) fn refresh_credentials(&mut self, now: Millis, status: u16) {
        self.drop_connection();
        self.state = State::Refreshing { status };
        self.timers.set(Timer::Provider, now + PROVIDER_PATIENCE);
        self.outputs.push_back(Output::RefreshCredentials(Failure {
            reason: Reason::Unauthorized,
            status,
            attempt: self.attempt,
            next: Next::Retry(Millis::ZERO),
        }));
    }

    pub(super) fn credentials_refreshed(&mut self, now: Millis, attempt: u32, renewed: Option<bool>) {
        let State::Refreshing { status } = self.state else { return };
        if attempt != self.attempt {
            return;
        }
        self.timers.stop(Timer::Provider);
        match renewed {
            Some(true) => {
                self.refreshed = true;
                self.why = Why::Unauthorized;
                self.connect(now);
            }
            Some(false) => self.attempt_failed(now, Reason::Unauthorized, status),
            None => {
                self.drop_connection();
                self.come_back(now, Reason::Unauthorized, status);
            }
        }
    }
}
