//! The life of one EventSource, without senses and without hands: it is told things and answers with wishes.
//!
//! It is not a client by itself: it has no clock, no network and no randomness of its own. A driver tells it what
//! happened ([`Input`]) and obeys what it wishes ([`Output`]).
//!
//! # The contract
//!
//! 1. **One input, then drain.** [`handle`](Session::handle), then [`poll`](Session::poll) until `None`, then the next
//!    input. [`next_wakeup`](Session::next_wakeup) is read after the drain.
//! 2. **Time and chance are arguments.** `now` comes with every input; it may jump forwards, and never goes back. The
//!    seed of the jitter is part of [`Config`].
//! 3. **Every attempt has a number.** An input from an attempt that is not the current one is ignored.
//! 4. **One deadline.** However late a wake-up comes, `now` tells how late; no case is special.
//! 5. **Closed is final.** After [`Input::Close`] there is one [`Output::Abort`], of a connection or of none, and nothing else.
//! 6. **No text.** Reasons are enums; sentences for people are made at the face.
//!
//! The rules are those of the HTML standard, section "server-sent events"; where a comment says so they go beyond.

mod absence;
mod clock;
mod config;
mod failure;
mod input;
mod liveness;
mod output;
mod response;
mod retry;
mod timers;

use alloc::collections::VecDeque;

pub use clock::{Millis, SleepAwareClock};
pub use config::{Config, DEFAULT_MAX_BUFFER_SIZE, FollowRedirects, Heartbeat, Reconnect, RetryConfig};
pub use failure::{Failure, Next, Reason};
pub use input::Input;
pub use output::{Output, Why};
pub use response::ResponseHead;
pub use timers::Timer;

use crate::event_stream::{Batch, Parser};
use absence::Absence;
use liveness::Liveness;
use retry::Retry;
use timers::Timers;

/// One EventSource's whole life.
#[derive(Debug)]
pub struct Session {
    config: Config,
    state: State,
    attempt: u32,
    why: Why,
    /// The credentials were refreshed, and no response has been accepted since.
    refreshed: bool,
    /// A probe of this attempt was answered.
    server_answers: bool,
    /// Whether this attempt follows redirects.
    follows_redirects: bool,
    /// How long the server asked to wait with the next attempt.
    asked_wait: Millis,
    /// The connection of a request that must not be repeated was given up while the page was away.
    in_doubt: bool,
    /// The current wait has been lengthened because the browser is offline.
    lengthened: bool,
    /// The browser went offline during the current wait.
    offline_in_wait: bool,
    /// When the pulse is to be felt.
    pulse_at: Millis,
    /// Time stood still, and no byte has come since.
    stood_still: bool,
    parser: Parser,
    retry: Retry,
    liveness: Liveness,
    absence: Absence,
    offline: bool,
    timers: Timers,
    outputs: VecDeque<Output>,
}

/// Where the session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Not started.
    Idle,
    /// The request is being prepared; the caller may have been asked for headers.
    Preparing,
    /// The request is out.
    Requesting,
    /// The fetch failed; whether the server refuses this origin is being found out.
    Probing,
    /// The server refused the credentials; the caller was asked to refresh them.
    Refreshing { status: u16 },
    /// Events may come.
    Open,
    /// An attempt failed; the caller was asked whether to come back.
    Deciding { reason: Reason, status: u16 },
    /// The next attempt has its time.
    Waiting,
    /// The page may not be connected now.
    Suspended,
    /// For good.
    Closed,
}

/// How long the caller's `headers` and `onUnauthorized` may take: 30 s.
const PROVIDER_PATIENCE: Millis = Millis::from_secs(30);
/// How long the CORS probe may take: 10 s.
const PROBE_PATIENCE: Millis = Millis::from_secs(10);
/// A silence that seems too long is judged this much later, after what had queued up while the page slept.
const VERDICT_GRACE: Millis = Millis(100);
/// The attempts that `online` sets off are spread over this span.
const ONLINE_SPREAD: Millis = Millis(250);
/// How often a session that nobody tells of a freeze feels its pulse.
const PULSE: Millis = Millis::from_secs(5);
/// A pulse that is so much late means that the world stood still.
const STANDSTILL: Millis = Millis::from_secs(2);
/// Beyond this no moment is: so each deadline lies after the moment at which it is set.
const END_OF_TIME: Millis = Millis(u64::MAX / 2);

impl Session {
    /// A session that has not started.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let mut parser = Parser::new(config.max_buffer_size);
        parser.set_last_event_id(&config.initial_last_event_id);
        Self {
            state: State::Idle,
            attempt: 0,
            why: Why::First,
            refreshed: false,
            server_answers: false,
            follows_redirects: false,
            asked_wait: Millis::ZERO,
            in_doubt: false,
            lengthened: false,
            offline_in_wait: false,
            pulse_at: Millis::ZERO,
            stood_still: false,
            parser,
            retry: Retry::new(config.retry.clone(), config.seed),
            liveness: Liveness::new(config.heartbeat),
            absence: Absence::NONE,
            offline: false,
            timers: Timers::default(),
            outputs: VecDeque::new(),
            config,
        }
    }

    /// Tells the session one thing.
    pub fn handle(&mut self, now: Millis, input: Input<'_>) {
        if self.state == State::Closed {
            return;
        }
        let now = now.min(END_OF_TIME);
        match input {
            Input::Start => self.start(now),
            Input::Prepared { attempt, custom_headers } => self.prepared(now, attempt, custom_headers),
            Input::PreparationFailed { attempt } => self.preparation_failed(now, attempt),
            Input::Response { attempt, head } => self.response(now, attempt, head),
            Input::Bytes { attempt, chunk } => self.bytes(now, attempt, chunk),
            Input::End { attempt } => self.end(now, attempt),
            Input::NetworkError { attempt, blocked } => self.network_error(now, attempt, blocked),
            Input::ReadingStopped => self.reading_stopped(),
            Input::ReadingResumed => self.reading_resumed(now),
            Input::Probed { attempt, reachable } => self.probed(now, attempt, reachable),
            Input::CredentialsRefreshed { attempt, renewed } => self.credentials_refreshed(now, attempt, renewed),
            Input::RetryDecided { attempt, retry } => self.retry_decided(now, attempt, retry),
            Input::Wakeup => self.wakeup(now),
            Input::Hidden => self.hidden(now),
            Input::Freeze => self.away(now, Absence::FROZEN),
            Input::PageHide => self.away(now, Absence::LEFT),
            Input::Visible => self.visible(now),
            Input::Resume => self.back(now, Absence::FROZEN),
            // A page that is shown runs: a missing `resume` must not keep it silent.
            Input::PageShow => self.back(now, Absence::LEFT | Absence::FROZEN),
            Input::Offline => self.offline(),
            Input::Online => self.online(now),
            Input::Close => self.close(),
        }
    }

    /// The next wish, if there is one.
    pub fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to say [`Input::Wakeup`], unless something else happens before.
    #[must_use]
    pub fn next_wakeup(&self) -> Option<Millis> {
        self.timers.next()
    }

    /// The last event ID: what the next request will carry.
    #[must_use]
    pub fn last_event_id(&self) -> &str {
        self.parser.last_event_id()
    }

    // --- The course of an attempt -------------------------------------------------------------------------------

    fn start(&mut self, now: Millis) {
        if self.state == State::Idle {
            self.connect(now);
        }
    }

    /// Begins an attempt, or waits until one is allowed.
    fn connect(&mut self, now: Millis) {
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

    fn prepared(&mut self, now: Millis, attempt: u32, custom_headers: bool) {
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

    fn preparation_failed(&mut self, now: Millis, attempt: u32) {
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

    fn response(&mut self, now: Millis, attempt: u32, head: ResponseHead<'_>) {
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

    fn bytes(&mut self, now: Millis, attempt: u32, chunk: &[u8]) {
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

    fn end(&mut self, now: Millis, attempt: u32) {
        if self.is_at(attempt, State::Open) {
            self.attempt_failed(now, Reason::End, 0);
        }
    }

    fn network_error(&mut self, now: Millis, attempt: u32, blocked: bool) {
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
    fn probed(&mut self, now: Millis, attempt: u32, reachable: bool) {
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

    // --- After a failure ----------------------------------------------------------------------------------------

    fn attempt_failed(&mut self, now: Millis, reason: Reason, status: u16) {
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

    fn retry_decided(&mut self, now: Millis, attempt: u32, retry: Option<bool>) {
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
    fn may_have_had_effect(&self, reason: Reason) -> bool {
        !self.config.idempotent && reason != Reason::Headers && self.parser.last_event_id().is_empty()
    }

    fn settle(&mut self, now: Millis, reason: Reason, status: u16, next: Next) {
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

    fn wait_until(&mut self, at: Millis) {
        self.state = State::Waiting;
        self.lengthened = false;
        self.offline_in_wait = self.offline;
        self.timers.set(Timer::Reconnect, at);
    }

    // --- Credentials --------------------------------------------------------------------------------------------

    fn refresh_credentials(&mut self, now: Millis, status: u16) {
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

    fn credentials_refreshed(&mut self, now: Millis, attempt: u32, renewed: Option<bool>) {
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

    // --- Time ---------------------------------------------------------------------------------------------------

    fn wakeup(&mut self, now: Millis) {
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

    fn watch_heartbeat(&mut self) {
        self.timers.stop(Timer::HeartbeatVerdict);
        match self.liveness.deadline() {
            Some(deadline) => self.timers.set(Timer::Heartbeat, deadline),
            // A rhythm that was lost judges nothing.
            None => self.timers.stop(Timer::Heartbeat),
        }
    }

    /// A worker is not told when Chromium freezes its page, but its stream, if it was being read then, says nothing
    /// any more, not even that it ended. So a worker's session watches whether time stood still for it.
    fn watch_pulse(&mut self, now: Millis, pause: Millis) {
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
    fn reading_stopped(&mut self) {
        self.liveness.stop_listening();
        self.watch_heartbeat();
        self.timers.stop(Timer::Pulse);
    }

    fn reading_resumed(&mut self, now: Millis) {
        self.liveness.resume_listening(now);
        if self.state == State::Open {
            self.watch_heartbeat();
            self.watch_pulse(now, PULSE);
        }
    }

    // --- The page and the network -------------------------------------------------------------------------------

    fn hidden(&mut self, now: Millis) {
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
    fn visible(&mut self, now: Millis) {
        self.timers.stop(Timer::Hidden);
        self.back(now, Absence::HIDDEN | Absence::LEFT | Absence::FROZEN);
    }

    /// The page may not be connected any more. A wait goes on; if it ends while the page is away, the attempt is made
    /// on return.
    fn away(&mut self, now: Millis, absence: Absence) {
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
    fn back(&mut self, now: Millis, over: Absence) {
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

    fn offline(&mut self) {
        self.offline = true;
        self.offline_in_wait |= self.state == State::Waiting;
    }

    fn online(&mut self, now: Millis) {
        self.offline = false;
        if self.state == State::Waiting && self.offline_in_wait {
            let soon = now + self.retry.spread(ONLINE_SPREAD);
            self.timers.set(Timer::Reconnect, self.timers.get(Timer::Reconnect).min(soon));
        }
    }

    // --- The end ------------------------------------------------------------------------------------------------

    /// As [`Input::Close`], also in the middle of a drain: what was wished before is not to be obeyed any more.
    pub(crate) fn close(&mut self) {
        self.outputs.clear();
        // Whether or not there is a connection: one that was about to be dropped must not be forgotten.
        self.outputs.push_back(Output::Abort);
        self.timers.stop_all();
        self.state = State::Closed;
    }

    /// Lets go of whatever the current attempt holds.
    fn drop_connection(&mut self) {
        self.timers.stop_those_of_attempt();
        match self.state {
            State::Preparing | State::Requesting | State::Probing | State::Refreshing { .. } | State::Open => {
                self.outputs.push_back(Output::Abort);
            }
            State::Idle | State::Deciding { .. } | State::Waiting | State::Suspended | State::Closed => {}
        }
    }

    fn is_at(&self, attempt: u32, state: State) -> bool {
        attempt == self.attempt && state == self.state
    }
}

#[cfg(test)]
mod tests;
