//! The course of an attempt: from the request that is made ready to the bytes that come.

use super::absence::Absence;
use super::clock::Millis;
use super::config::FollowRedirects;
use super::failure::Reason;
use super::output::Output;
use super::response::ResponseHead;
use super::timers::Timer;
use super::{PROVIDER_PATIENCE, PULSE, Session, State};
use crate::event_stream::Batch;

impl Session {
    pub(super) fn start(&mut self, now: Millis) {
        if self.state == State::Idle {
            self.connect(now);
        }
    }

    /// Begins an attempt, or waits until one is allowed.
    pub(super) fn connect(&mut self, now: Millis) {
        self.timers.stop(Timer::Reconnect);
        if self.absence != Absence::NONE {
            self.state = State::Suspended;
            return;
        }
        if self.retry.earliest_attempt() > now {
            self.wait_until(self.retry.earliest_attempt());
            return;
        }
        self.attempt = self.attempt.saturating_add(1);
        self.asked_wait = Millis::ZERO;
        self.retry.attempt_started(now);
        self.state = State::Preparing;
        self.timers.set(Timer::Provider, now + PROVIDER_PATIENCE);
        self.outputs.push_back(Output::Prepare { attempt: self.attempt, why: self.why });
    }

    pub(super) fn prepared(&mut self, now: Millis, attempt: u32, custom_headers: bool) {
        if self.is_at(attempt, State::Preparing) {
            self.timers.stop(Timer::Provider);
            self.server_answers = false;
            self.follows_redirects = match self.config.follows_redirects {
                FollowRedirects::Always => true,
                FollowRedirects::UnlessCustomHeaders => !custom_headers,
            };
            self.request(now);
        }
    }

    pub(super) fn preparation_failed(&mut self, now: Millis, attempt: u32) {
        if self.is_at(attempt, State::Preparing) {
            self.attempt_failed(now, Reason::Headers, 0);
        }
    }

    fn request(&mut self, now: Millis) {
        self.state = State::Requesting;
        if let Some(patience) = self.config.connect_timeout {
            self.timers.set(Timer::Connect, now + patience);
        }
        self.outputs.push_back(Output::Fetch {
            attempt: self.attempt,
            last_event_id: self.parser.last_event_id().into(),
            follow_redirects: self.follows_redirects,
        });
    }

    pub(super) fn response(&mut self, now: Millis, attempt: u32, head: ResponseHead<'_>) {
        if !self.is_at(attempt, State::Requesting) {
            return;
        }
        self.timers.stop(Timer::Connect);
        self.asked_wait = head.retry_after.unwrap_or_default();
        match head.refusal(&self.config.unauthorized_statuses) {
            None => self.announce(now),
            Some(Reason::Unauthorized) if self.config.refreshes_credentials && !self.refreshed => {
                self.refresh_credentials(now, head.status);
            }
            Some(reason) => self.attempt_failed(now, reason, head.status),
        }
    }

    fn announce(&mut self, now: Millis) {
        self.state = State::Open;
        self.refreshed = false;
        self.parser.restart();
        self.retry.opened(now);
        self.liveness.opened(now);
        self.watch_heartbeat();
        self.stood_still = false;
        self.watch_pulse(now, PULSE);
        self.outputs.push_back(Output::Announce);
    }

    pub(super) fn bytes(&mut self, now: Millis, attempt: u32, chunk: &[u8]) {
        if !self.is_at(attempt, State::Open) {
            return;
        }
        self.liveness.heard(now);
        self.watch_heartbeat();
        self.stood_still = false;
        let mut batch = Batch::new();
        let outcome = self.parser.push(chunk, &mut batch);
        if let Some(time) = batch.retry() {
            self.retry.set_reconnection_time(Millis(time));
        }
        if !batch.is_empty() {
            self.retry.event_delivered();
            self.outputs.push_back(Output::Dispatch(batch));
        }
        if outcome.is_err() {
            self.attempt_failed(now, Reason::TooLarge, 0);
        }
    }

    pub(super) fn end(&mut self, now: Millis, attempt: u32) {
        if self.is_at(attempt, State::Open) {
            self.attempt_failed(now, Reason::End, 0);
        }
    }

    pub(super) fn network_error(&mut self, now: Millis, attempt: u32, blocked: bool) {
        if self.is_at(attempt, State::Open) {
            self.attempt_failed(now, Reason::Network, 0);
        } else if self.is_at(attempt, State::Requesting) {
            if self.server_answers {
                self.attempt_failed(now, Reason::Cors, 0);
            } else if blocked {
                self.attempt_failed(now, Reason::Blocked, 0);
            } else if self.config.probes_cors {
                self.probe(now);
            } else {
                self.attempt_failed(now, Reason::Network, 0);
            }
        }
    }

    /// The standard lets a lost network be retried and a CORS refusal not; fetch gives both the same error.
    fn probe(&mut self, now: Millis) {
        self.state = State::Probing;
        self.timers.stop(Timer::Connect);
        self.timers.set(Timer::Probe, now + PROBE_PATIENCE);
        self.outputs.push_back(Output::ProbeCors { attempt: self.attempt });
    }

    /// A server that answers a request which needs no permission has refused ours, or was just restarted: the request
    /// that is made once more shows which, unless it must not be repeated.
    pub(super) fn probed(&mut self, now: Millis, attempt: u32, reachable: bool) {
        if self.is_at(attempt, State::Probing) {
            self.timers.stop(Timer::Probe);
            if !reachable {
                self.attempt_failed(now, Reason::Network, 0);
            } else if self.may_have_had_effect(Reason::Network) {
                self.attempt_failed(now, Reason::Cors, 0);
            } else {
                self.server_answers = true;
                self.request(now);
            }
        }
    }
}

/// How long the CORS probe may take: 10 s.
const PROBE_PATIENCE: Millis = Millis::from_secs(10);
