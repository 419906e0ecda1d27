//! The course of an attempt, from preparing its request to receiving its bytes.

use super::Session;
use super::clock::Millis;
use super::config::FollowRedirects;
use super::evidence::{Inquiry, Step};
use super::failure::Reason;
use super::freeze::FreezeWatch;
use super::grace::Grace;
use super::output::{AttemptCause, Output};
use super::response::ResponseHead;
use super::state::{Purpose, Request, State};
use super::suspension::Suspension;
use super::timers::Timer;
use crate::event_stream::{Batch, Comments};

/// The data of an unfinished event moves to the driver once it has this many bytes.
const HANDED_OVER: usize = 1 << 18;

impl Session {
    pub(super) fn start(&mut self, now: Millis) {
        if matches!(self.state, State::Idle) {
            self.connect(now);
        }
    }

    pub(super) fn take_over(&mut self, now: Millis) {
        if matches!(self.state, State::Idle) {
            self.decide_return(now);
        }
    }

    /// Starts an attempt, or waits until one is allowed.
    pub(super) fn connect(&mut self, now: Millis) {
        self.timers.stop(Timer::Reconnect);
        if self.suspension != Suspension::NONE {
            self.state = State::Suspended { gave_up: false };
            return;
        }
        let earliest = self.retry.earliest_attempt();
        if earliest > now {
            self.wait_until(earliest, Millis::ZERO);
            return;
        }
        self.attempt = self.attempt.saturating_add(1);
        self.retry_after = Millis::ZERO;
        self.retry.attempt_started(now);
        self.state = State::Preparing;
        self.set_deadline(now + PROVIDER_TIMEOUT);
        self.put(Output::Prepare { attempt: self.attempt, cause: self.cause });
    }

    /// The caller wants an attempt now: that ends every wait, also one that the server has asked for, and starts the back-off
    /// anew. The budget still holds, and a page that is away is waited for.
    pub(super) fn connect_anew(&mut self, now: Millis) {
        if matches!(self.state, State::Idle) {
            // The first attempt is about to begin.
            return;
        }
        if matches!(self.state, State::Failed) {
            self.put(Output::Pause);
        } else if self.state.is_attempt() {
            self.give_up(now);
        }
        self.retry.begin_anew();
        self.evidence.forget_refusal();
        self.cause = AttemptCause::Reconnect;
        self.connect(now);
    }

    pub(super) fn prepared(&mut self, now: Millis, attempt: u32, custom_headers: bool) {
        if self.is_current(attempt) && matches!(self.state, State::Preparing) {
            let may_follow = match self.config.follows_redirects {
                FollowRedirects::Always => true,
                FollowRedirects::UnlessCustomHeaders => !custom_headers,
            };
            let purpose = self.evidence.first_purpose(self.inquiry(may_follow));
            self.request(now, Request { purpose, may_follow });
        }
    }

    pub(super) fn preparation_failed(&mut self, now: Millis, attempt: u32) {
        if self.is_current(attempt) && matches!(self.state, State::Preparing) {
            self.attempt_failed(now, Reason::Headers, 0);
        }
    }

    pub(super) fn request(&mut self, now: Millis, request: Request) {
        self.state = State::Requesting(request);
        let limit = if request.purpose.is_extra() {
            Some(self.config.connect_timeout.map_or(REPEAT_TIMEOUT, |limit| limit.min(REPEAT_TIMEOUT)))
        } else {
            self.config.connect_timeout
        };
        match limit {
            Some(limit) => self.set_deadline(now + limit),
            None => self.stop_deadline(),
        }
        self.put(Output::Fetch {
            attempt: self.attempt,
            last_event_id: self.parser.last_event_id().into(),
            follow_redirects: request.may_follow && request.purpose != Purpose::DetectRedirect,
        });
    }

    pub(super) fn response(&mut self, now: Millis, attempt: u32, head: ResponseHead<'_>) {
        let State::Requesting(request) = self.state else { return };
        if !self.is_current(attempt) {
            return;
        }
        self.stop_deadline();
        if request.purpose == Purpose::DetectRedirect && head.redirect {
            self.request(now, Request { purpose: Purpose::Follow, ..request });
        } else {
            self.answered(now, request.purpose, head);
        }
    }

    fn answered(&mut self, now: Millis, purpose: Purpose, head: ResponseHead<'_>) {
        self.evidence.answered();
        self.retry_after = head.retry_after.unwrap_or_default();
        match head.refusal(&self.config.unauthorized_statuses) {
            None => self.announce(now, head.redirected),
            Some(reason) if purpose.may_be_refused() => self.refused(now, reason, head.status),
            Some(_) => self.attempt_failed(now, Reason::Network, 0),
        }
    }

    fn announce(&mut self, now: Millis, redirected: bool) {
        self.evidence.opened(redirected);
        self.end_grace(Grace::Unused);
        self.parser.restart();
        self.retry.opened(now);
        self.liveness.opened(now);
        self.state = State::Open { freeze: FreezeWatch::Off };
        self.watch_heartbeat();
        self.watch_freezes(now);
        self.put(Output::Announce);
    }

    pub(super) fn bytes(&mut self, now: Millis, attempt: u32, chunk: &[u8]) {
        let State::Open { freeze } = self.state else { return };
        if !self.is_current(attempt) {
            return;
        }
        self.liveness.received(now);
        self.watch_heartbeat();
        if freeze.is_alarmed() {
            self.watch_freezes(now);
        }
        let mut batch = Batch::with_notes(Comments::new(self.config.hears_comments));
        let outcome = self.parser.push(chunk, &mut batch);
        if let Some(time) = batch.retry() {
            self.retry.set_reconnection_time(Millis(time));
        }
        if self.config.hands_over {
            self.parser.hand_over(HANDED_OVER, &mut batch);
        }
        if !batch.is_empty() {
            self.retry.event_delivered();
        }
        if !batch.is_empty() || !batch.text().is_empty() || !batch.notes().text().is_empty() {
            self.put(Output::Dispatch(batch));
        }
        if outcome.is_err() {
            self.attempt_failed(now, Reason::TooLarge, 0);
        }
    }

    pub(super) fn end(&mut self, now: Millis, attempt: u32) {
        if let State::Open { .. } = self.state
            && self.is_current(attempt)
        {
            self.attempt_failed(now, Reason::End, 0);
        } else {
            self.error_body_read(now, attempt);
        }
    }

    pub(super) fn network_error(&mut self, now: Millis, attempt: u32, blocked: bool) {
        if !self.is_current(attempt) {
            return;
        }
        if let State::Open { .. } = self.state {
            self.lost(now);
        } else if let State::Requesting(request) = self.state {
            self.request_lost(now, request, blocked);
        } else {
            self.error_body_read(now, attempt);
        }
    }

    fn request_lost(&mut self, now: Millis, request: Request, blocked: bool) {
        if self.suspend_while_leaving(now) {
            return;
        }
        match self.evidence.after_loss(request.purpose, blocked, self.inquiry(request.may_follow)) {
            Step::Fail(reason) => self.attempt_failed(now, reason, 0),
            Step::Probe => self.probe(now, request),
        }
    }

    /// The check that is allowed when a request is lost. Each kind takes another request.
    fn inquiry(&self, may_follow: bool) -> Inquiry {
        if self.may_have_been_processed(Reason::Network) {
            Inquiry::None
        } else if self.config.probes_cors {
            Inquiry::Cors
        } else if self.config.looks_for_redirects && may_follow {
            Inquiry::Redirect
        } else {
            Inquiry::None
        }
    }

    fn probe(&mut self, now: Millis, request: Request) {
        self.state = State::Probing(request);
        self.set_deadline(now + PROBE_TIMEOUT);
        self.put(Output::ProbeCors { attempt: self.attempt });
    }

    /// A server that answers may have refused the request, or may have restarted just now, so the request is repeated after
    /// a short wait.
    pub(super) fn probed(&mut self, now: Millis, attempt: u32, reachable: bool) {
        let State::Probing(request) = self.state else { return };
        if !self.is_current(attempt) {
            return;
        }
        if reachable {
            self.state = State::Repeating(request);
            self.set_deadline(now + REPEAT_AFTER);
        } else {
            self.lost(now);
        }
    }

    pub(super) fn repeat(&mut self, now: Millis, request: Request) {
        let redirect = request.purpose != Purpose::Stream;
        self.request(now, Request { purpose: Purpose::Repeat { redirect }, ..request });
    }

    /// The network failed.
    fn lost(&mut self, now: Millis) {
        if !self.suspend_while_leaving(now) {
            self.attempt_failed(now, Reason::Network, 0);
        }
    }
}

/// The timeout of the caller's `headers` and `onUnauthorized`.
pub(super) const PROVIDER_TIMEOUT: Millis = Millis::from_secs(30);
/// The timeout of a probe.
const PROBE_TIMEOUT: Millis = Millis::from_secs(5);
/// The wait between an answered probe and the repeated request. A restart seldom takes longer.
const REPEAT_AFTER: Millis = Millis(500);
/// The timeout of a request that only investigates the loss of another one.
const REPEAT_TIMEOUT: Millis = Millis::from_secs(10);
