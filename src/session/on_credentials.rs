//! Refused responses: their bodies, and the refresh of credentials.

use super::Session;
use super::clock::Millis;
use super::failure::{Failure, Next, Reason};
use super::on_attempt::PROVIDER_TIMEOUT;
use super::output::{AttemptCause, Output};
use super::state::State;

impl Session {
    pub(super) fn refused(&mut self, now: Millis, reason: Reason, status: u16) {
        if self.config.reads_error_body && reason != Reason::Redirect {
            self.state = State::ReadingErrorBody { reason, status };
            self.set_deadline(now + ERROR_BODY_TIMEOUT);
            self.put(Output::ReadErrorBody { attempt: self.attempt });
        } else {
            self.conclude_refusal(now, reason, status);
        }
    }

    /// The body was read, up to its limit or its end.
    pub(super) fn error_body_read(&mut self, now: Millis, attempt: u32) {
        if let State::ReadingErrorBody { reason, status } = self.state
            && self.is_current(attempt)
        {
            self.conclude_refusal(now, reason, status);
        }
    }

    fn conclude_refusal(&mut self, now: Millis, reason: Reason, status: u16) {
        // A refusal is final for an attempt with refreshed credentials. Any other attempt may have outdated ones.
        let is_refreshed = self.cause == AttemptCause::Unauthorized && self.refreshed;
        if reason == Reason::Unauthorized && self.config.refreshes_credentials && !is_refreshed {
            self.refresh_credentials(now, status);
        } else {
            self.attempt_failed(now, reason, status);
        }
    }

    fn refresh_credentials(&mut self, now: Millis, status: u16) {
        self.drop_connection();
        self.state = State::Refreshing { status };
        self.set_deadline(now + PROVIDER_TIMEOUT);
        self.put(Output::RefreshCredentials(Failure {
            reason: Reason::Unauthorized,
            status,
            attempt: self.attempt,
            next: Next::Retry(Millis::ZERO),
        }));
    }

    pub(super) fn credentials_refreshed(&mut self, now: Millis, attempt: u32, renewed: Option<bool>) {
        let State::Refreshing { status } = self.state else { return };
        if !self.is_current(attempt) {
            return;
        }
        match renewed {
            Some(true) => self.try_new_credentials(now, true),
            Some(false) => self.attempt_failed(now, Reason::Unauthorized, status),
            None => {
                self.drop_connection();
                self.reconnect(now, Reason::Unauthorized, status, false);
            }
        }
    }

    /// Newer credentials than the refused ones exist already.
    pub(super) fn credentials_outdated(&mut self, now: Millis, attempt: u32) {
        if let State::Refreshing { .. } = self.state
            && self.is_current(attempt)
        {
            self.try_new_credentials(now, false);
        }
    }

    fn try_new_credentials(&mut self, now: Millis, refreshed: bool) {
        self.stop_deadline();
        self.cause = AttemptCause::Unauthorized;
        self.refreshed = refreshed;
        self.connect(now);
    }
}

/// How long to read the body of a refused response.
const ERROR_BODY_TIMEOUT: Millis = Millis::from_secs(5);
