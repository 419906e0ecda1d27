//! Watches what a session is told and what it wishes, and says what it should not have done.
//!
//! It knows the rules from the documentation and nothing of the session's inside: from the wishes it derives where the
//! session stands, from each input what must follow.

use eventsource_wasm::session::{
    Config, Failure, FollowRedirects, Heartbeat, Input, Millis, Next, Output, Reason, Reconnect, ResponseHead, Session,
};

use super::page::Page;
use super::policy::Policy;
use super::scenario::Resumption;
use super::wire::{Arrival, id};

const PROVIDER_PATIENCE: Millis = Millis(30_000);
const PROBE_PATIENCE: Millis = Millis(10_000);
const VERDICT_GRACE: Millis = Millis(100);
const ONLINE_SPREAD: Millis = Millis(250);
const PULSE: Millis = Millis(5_000);
const STANDSTILL: Millis = Millis(2_000);
/// The shortest silence that a learned rhythm may take for death: two and a half beats of a second, and a second.
const SHORTEST_LEARNED_SILENCE: Millis = Millis(3_500);

pub(crate) struct Judge<'s> {
    config: &'s Config,
    resumption: Resumption,
    phase: Phase,
    /// What the attempt was doing when it was dropped.
    dropped: Phase,
    ready_state: ReadyState,
    attempt: u32,
    /// The last attempt whose failure was told.
    failed: u32,
    /// A request is out, or its response is being read.
    connected: bool,
    expected: Expected,
    /// The decision of `shouldRetry`.
    decided: Option<Option<bool>>,
    asked_wait: Millis,
    server_answers: bool,
    custom_headers: bool,
    refreshed: bool,
    /// A request went out that must not be repeated unasked.
    may_have_had_effect: bool,
    last_event_id: String,
    delivered: usize,
    heard: Millis,
    /// Whether the stream is being read.
    listening: bool,
    /// When a worker has to notice how time goes.
    pulse_at: Option<Millis>,
    /// Time stood still for it, and no byte has come since.
    is_suspect: bool,
    stillness: Stillness,
    offline_in_wait: bool,
    lengthened: bool,
    page: Page,
    policy: Policy<'s>,
}

/// Where the session stands, and since when.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    Idle,
    Preparing(Millis),
    Requesting(Millis),
    Probing(Millis),
    Refreshing(Millis),
    Open(Millis),
    /// An attempt was dropped, and the reason is still to be told.
    Dropped,
    Deciding(Reason, u16),
    Waiting {
        earliest: Millis,
        latest: Millis,
    },
    Suspended,
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum ReadyState {
    Connecting,
    Open,
    Closed,
}

/// Whether time stood still for a worker, as the current input shows.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stillness {
    None,
    /// The connection must be dropped.
    Found,
    /// It was dropped, and the next attempt is due.
    Dropped,
}

/// What must follow an input.
#[derive(Debug)]
enum Expected {
    Nothing,
    /// An attempt, unless the page is away or the budget is used up.
    Attempt,
    Fetch {
        custom_headers: bool,
    },
    Announce,
    Events(Arrival),
    Probe,
    Refresh(u16),
    Failure(Reason, u16),
    /// A failure that `shouldRetry` is not asked about.
    Retry(Reason, u16),
    /// Whatever the deadlines want.
    Deadlines,
    Close,
}

impl<'s> Judge<'s> {
    pub(crate) fn new(config: &'s Config, resumption: Resumption) -> Self {
        Self {
            config,
            resumption,
            phase: Phase::Idle,
            dropped: Phase::Idle,
            ready_state: ReadyState::Connecting,
            attempt: 0,
            failed: 0,
            connected: false,
            expected: Expected::Nothing,
            decided: None,
            asked_wait: Millis::ZERO,
            server_answers: false,
            custom_headers: false,
            refreshed: false,
            may_have_had_effect: false,
            last_event_id: config.initial_last_event_id.clone(),
            delivered: config.initial_last_event_id.trim_start_matches('é').parse().unwrap_or(0),
            heard: Millis::ZERO,
            listening: true,
            pulse_at: None,
            is_suspect: false,
            stillness: Stillness::None,
            offline_in_wait: false,
            lengthened: false,
            page: Page::default(),
            policy: Policy::new(&config.retry),
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.phase == Phase::Closed
    }

    pub(crate) const fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Open(_))
    }

    /// The number of the last event that was delivered in order.
    pub(crate) const fn delivered(&self) -> usize {
        self.delivered
    }

    // --- Before: what must follow -------------------------------------------------------------------------------

    pub(crate) fn before(&mut self, now: Millis, input: &Input<'_>, arrival: Arrival) {
        let stays_hidden =
            self.config.hidden_grace.filter(|_| self.config.idempotent || !self.last_event_id.is_empty());
        self.page.hear(now, input, stays_hidden);
        self.expected = self.expect(now, input, arrival);
        self.feel_pulse(now, input);
        match (input, &mut self.phase) {
            (Input::Offline, Phase::Waiting { .. }) => self.offline_in_wait = true,
            (Input::Online, Phase::Waiting { earliest, latest }) if self.offline_in_wait => {
                *earliest = now;
                *latest = (*latest).min(now + ONLINE_SPREAD);
            }
            _ => {}
        }
    }

    fn feel_pulse(&mut self, now: Millis, input: &Input<'_>) {
        self.stillness = Stillness::None;
        match input {
            Input::ReadingStopped => {
                (self.listening, self.pulse_at) = (false, None);
            }
            Input::ReadingResumed => {
                (self.listening, self.heard) = (true, now);
                self.expect_pulse(now);
            }
            Input::Bytes { attempt, .. } if *attempt == self.attempt => self.is_suspect = false,
            Input::Wakeup if self.pulse_at.is_some_and(|at| at <= now) => {
                let late = self.pulse_at.is_some_and(|at| now - at >= STANDSTILL);
                if self.is_suspect {
                    self.stillness = Stillness::Found;
                } else if late {
                    (self.is_suspect, self.pulse_at) = (true, Some(now + VERDICT_GRACE));
                } else {
                    self.expect_pulse(now);
                }
            }
            _ => {}
        }
    }

    fn expect_pulse(&mut self, now: Millis) {
        self.pulse_at = (self.is_open() && !self.config.is_told_of_freezes).then_some(now + PULSE);
    }

    fn expect(&mut self, now: Millis, input: &Input<'_>, arrival: Arrival) -> Expected {
        let current = self.attempt;
        match (*input, self.phase) {
            (_, Phase::Closed) => Expected::Nothing,
            (Input::Start, Phase::Idle) => Expected::Attempt,
            (Input::Prepared { attempt, custom_headers }, Phase::Preparing(_)) if attempt == current => {
                self.custom_headers = custom_headers;
                Expected::Fetch { custom_headers }
            }
            (Input::PreparationFailed { attempt }, Phase::Preparing(_)) if attempt == current => {
                Expected::Failure(Reason::Headers, 0)
            }
            (Input::Response { attempt, head }, Phase::Requesting(_)) if attempt == current => self.judge_head(head),
            (Input::Bytes { attempt, .. }, Phase::Open(_)) if attempt == current => {
                self.heard = now;
                if let Some(time) = arrival.retry {
                    self.policy.server_says(time);
                }
                Expected::Events(arrival)
            }
            (Input::End { attempt }, Phase::Open(_)) if attempt == current => Expected::Failure(Reason::End, 0),
            (Input::NetworkError { attempt, .. }, Phase::Requesting(_))
                if attempt == current && self.server_answers =>
            {
                Expected::Failure(Reason::Cors, 0)
            }
            (Input::NetworkError { attempt, blocked: true }, Phase::Requesting(_)) if attempt == current => {
                Expected::Failure(Reason::Blocked, 0)
            }
            (Input::NetworkError { attempt, .. }, Phase::Requesting(_))
                if attempt == current && self.config.probes_cors =>
            {
                Expected::Probe
            }
            (Input::NetworkError { attempt, .. }, Phase::Requesting(_) | Phase::Open(_)) if attempt == current => {
                Expected::Failure(Reason::Network, 0)
            }
            (Input::Probed { attempt, reachable }, Phase::Probing(_)) if attempt == current => {
                if !reachable {
                    Expected::Failure(Reason::Network, 0)
                } else if !self.config.idempotent && self.last_event_id.is_empty() {
                    Expected::Failure(Reason::Cors, 0)
                } else {
                    self.server_answers = true;
                    Expected::Fetch { custom_headers: self.custom_headers }
                }
            }
            (Input::Visible | Input::Resume | Input::PageShow, Phase::Suspended)
                if !self.page.is_away() && self.is_in_doubt() =>
            {
                Expected::Failure(Reason::Network, 0)
            }
            (Input::CredentialsRefreshed { attempt, renewed }, Phase::Refreshing(_)) if attempt == current => {
                match renewed {
                    Some(true) => {
                        self.refreshed = true;
                        Expected::Attempt
                    }
                    Some(false) => Expected::Failure(Reason::Unauthorized, 401),
                    None => Expected::Retry(Reason::Unauthorized, 401),
                }
            }
            (Input::RetryDecided { attempt, retry }, Phase::Deciding(reason, status)) if attempt == current => {
                self.decided = Some(retry);
                self.may_have_had_effect &= retry != Some(true);
                Expected::Failure(reason, status)
            }
            (Input::Wakeup, _) => Expected::Deadlines,
            (Input::Close, _) => Expected::Close,
            (Input::Visible | Input::Resume | Input::PageShow, Phase::Suspended) if !self.page.is_away() => {
                Expected::Attempt
            }
            _ => Expected::Nothing,
        }
    }

    fn is_in_doubt(&self) -> bool {
        self.may_have_had_effect && !self.config.idempotent && self.last_event_id.is_empty()
    }

    fn judge_head(&mut self, head: ResponseHead<'_>) -> Expected {
        self.asked_wait = head.retry_after.unwrap_or_default();
        match head.status {
            _ if head.redirect => Expected::Failure(Reason::Redirect, head.status),
            200 if head.content_type == Some("text/event-stream") => Expected::Announce,
            200 => Expected::Failure(Reason::ContentType, 200),
            204 => Expected::Failure(Reason::NoContent, 204),
            401 if self.config.refreshes_credentials && !self.refreshed => {
                self.may_have_had_effect = false;
                Expected::Refresh(401)
            }
            401 => Expected::Failure(Reason::Unauthorized, 401),
            status => Expected::Failure(Reason::Http, status),
        }
    }

    // --- What the session wishes --------------------------------------------------------------------------------

    pub(crate) fn output(&mut self, now: Millis, output: &Output) -> Result<(), String> {
        if self.phase == Phase::Closed {
            return Err("a wish after the end".into());
        }
        let is_closing = matches!(self.expected, Expected::Close);
        ensure(!is_closing || matches!(output, Output::Abort), "a wish after close()")?;
        match output {
            Output::Abort => self.abort(now),
            Output::Prepare { attempt, .. } => self.prepare(now, *attempt),
            Output::Fetch { attempt, last_event_id, follow_redirects } => {
                self.fetch(now, *attempt, last_event_id, *follow_redirects)
            }
            Output::ProbeCors { attempt } => {
                self.satisfy(|expected| matches!(expected, Expected::Probe))?;
                self.phase = Phase::Probing(now);
                self.is_current(*attempt)
            }
            Output::RefreshCredentials(failure) => {
                self.satisfy(|expected| matches!(expected, Expected::Refresh(status) if *status == failure.status))?;
                self.leave(Phase::Dropped, Phase::Refreshing(now))?;
                self.is_current(failure.attempt)
            }
            Output::AskShouldRetry(failure) => {
                ensure(self.config.asks_should_retry, "a question that nobody wants")?;
                self.is_owed(now, failure)?;
                self.leave(Phase::Dropped, Phase::Deciding(failure.reason, failure.status))?;
                self.is_current(failure.attempt)
            }
            Output::Announce => {
                self.satisfy(|expected| matches!(expected, Expected::Announce))?;
                ensure(self.ready_state == ReadyState::Connecting, "open twice")?;
                self.ready_state = ReadyState::Open;
                self.phase = Phase::Open(now);
                self.heard = now;
                self.is_suspect = false;
                self.expect_pulse(now);
                self.refreshed = false;
                Ok(())
            }
            Output::Dispatch(batch) => {
                let events = batch.events().map(|event| (event.data, event.last_event_id));
                let events: Vec<_> = events.map(|(data, id)| (data.parse().unwrap_or(0), id.to_owned())).collect();
                self.dispatch(&events)
            }
            Output::Pause => {
                let is_still = self.stillness == Stillness::Dropped;
                ensure(self.page.is_away() || is_still, "a pause though the page is there")?;
                ensure(self.ready_state == ReadyState::Open, "a pause of what is not open")?;
                self.ready_state = ReadyState::Connecting;
                self.leave(Phase::Dropped, Phase::Suspended)
            }
            Output::Fail(failure) => self.fail(now, failure),
        }
    }

    fn abort(&mut self, now: Millis) -> Result<(), String> {
        match self.phase {
            Phase::Open(since) => {
                if self.policy.is_stable(now - since) {
                    self.policy.was_of_use();
                }
            }
            Phase::Preparing(_) | Phase::Requesting(_) | Phase::Probing(_) | Phase::Refreshing(_) => {}
            // The session was further than its wishes were obeyed.
            _ if matches!(self.expected, Expected::Close) => return Ok(()),
            _ => return Err("an abort of nothing".into()),
        }
        self.pulse_at = None;
        if self.stillness == Stillness::Found {
            self.stillness = Stillness::Dropped;
        }
        self.dropped = self.phase;
        self.phase = Phase::Dropped;
        self.connected = false;
        Ok(())
    }

    fn prepare(&mut self, now: Millis, attempt: u32) -> Result<(), String> {
        ensure(attempt == self.attempt + 1, "attempts are counted one by one")?;
        ensure(!self.connected, "an attempt beside another one")?;
        let asked = matches!(self.expected, Expected::Attempt) || self.stillness == Stillness::Dropped;
        match self.phase {
            Phase::Idle | Phase::Suspended | Phase::Refreshing(_) if asked => {}
            Phase::Waiting { earliest, .. } => {
                ensure(now >= earliest, "an attempt before its time")?;
            }
            _ => return Err("an attempt out of place".into()),
        }
        // A page that was hidden for too long in this very moment may still be told so.
        ensure(
            !self.page.is_away() || matches!(self.expected, Expected::Deadlines),
            "an attempt of a page that is away",
        )?;
        self.expected = match std::mem::replace(&mut self.expected, Expected::Nothing) {
            Expected::Attempt => Expected::Nothing,
            other => other,
        };
        self.attempt = attempt;
        self.asked_wait = Millis::ZERO;
        self.server_answers = false;
        self.phase = Phase::Preparing(now);
        self.policy.attempt(now)
    }

    fn fetch(&mut self, now: Millis, attempt: u32, last_event_id: &str, follow: bool) -> Result<(), String> {
        let always = self.config.follows_redirects == FollowRedirects::Always;
        self.satisfy(
            |expected| matches!(expected, Expected::Fetch { custom_headers } if follow == (always || !custom_headers)),
        )?;
        self.is_current(attempt)?;
        ensure(!self.connected || self.server_answers, "two requests at once")?;
        ensure(last_event_id == self.last_event_id, "a request with the wrong last event ID")?;
        if !self.config.idempotent && last_event_id.is_empty() {
            ensure(!self.may_have_had_effect, "a request that may have had its effect is repeated unasked")?;
        }
        self.may_have_had_effect = true;
        self.connected = true;
        self.phase = Phase::Requesting(now);
        Ok(())
    }

    fn dispatch(&mut self, events: &[(usize, String)]) -> Result<(), String> {
        ensure(self.ready_state == ReadyState::Open && matches!(self.phase, Phase::Open(_)), "events while not open")?;
        let Expected::Events(arrival) = &mut self.expected else { return Err("events out of nowhere".into()) };
        let numbers: Vec<_> = events.iter().map(|(number, _)| *number).collect();
        if numbers != arrival.events {
            return Err(format!("events {numbers:?}, where {:?} came through", arrival.events));
        }
        arrival.events.clear();
        self.policy.was_of_use();
        for (number, last_event_id) in events {
            if self.resumption == Resumption::GivesNone {
                ensure(*last_event_id == self.last_event_id, "an id that the server did not give")?;
            } else {
                ensure(*last_event_id == id(*number), "an event with the id of another one")?;
                self.last_event_id.clone_from(last_event_id);
            }
            if self.resumption == Resumption::Honours && *number != self.delivered + 1 {
                return Err(format!("event {number} after event {}", self.delivered));
            }
            self.delivered = (*number).max(self.delivered);
        }
        Ok(())
    }

    fn fail(&mut self, now: Millis, failure: &Failure) -> Result<(), String> {
        self.is_current(failure.attempt)?;
        ensure(self.failed < failure.attempt, "a failure that was told before")?;
        let unasked = matches!(self.expected, Expected::Retry(..))
            || matches!(self.dropped, Phase::Refreshing(_) if matches!(self.expected, Expected::Deadlines));
        let asks = self.config.asks_should_retry && !unasked && self.phase != Phase::Suspended;
        ensure(!asks || self.decided.is_some(), "a failure that the caller was not asked about")?;
        match self.phase {
            Phase::Deciding(..) => self.satisfy(|expected| {
                matches!(expected, Expected::Failure(reason, status) if (*reason, *status) == (failure.reason, failure.status))
            })?,
            Phase::Suspended if self.is_in_doubt() && self.stillness == Stillness::None => {
                self.is_owed(now, failure)?;
                ensure(failure.next == Next::NotRepeatable, "a POST that is repeated on return")?;
            }
            Phase::Suspended if self.is_in_doubt() => {
                let told = (failure.reason, failure.next);
                ensure(told == (Reason::Network, Next::NotRepeatable), "a POST that is repeated after a freeze")?;
            }
            Phase::Dropped => self.is_owed(now, failure)?,
            _ => return Err("a failure out of place".into()),
        }
        self.failed = failure.attempt;
        let decided = self.decided.take();
        let next = self.next(failure.reason, decided, unasked);
        match failure.next {
            Next::Retry(wait) => {
                ensure(next.is_none(), "a retry after what is final")?;
                self.policy.retry(now, wait, self.asked_wait)?;
                self.ready_state = ReadyState::Connecting;
                self.wait_until(now + wait);
            }
            last => {
                if next != Some(last) {
                    return Err(format!("{last:?} where {next:?} was due"));
                }
                self.ready_state = ReadyState::Closed;
                self.phase = Phase::Closed;
            }
        }
        Ok(())
    }

    /// What must come after a failure; `None` is a retry.
    fn next(&self, reason: Reason, decided: Option<Option<bool>>, unasked: bool) -> Option<Next> {
        let is_final = matches!(
            reason,
            Reason::Http
                | Reason::NoContent
                | Reason::ContentType
                | Reason::Cors
                | Reason::Blocked
                | Reason::Redirect
                | Reason::Unauthorized
        );
        let resumable = self.config.idempotent || reason == Reason::Headers || !self.last_event_id.is_empty();
        match decided {
            Some(Some(false)) => Some(Next::Fatal),
            None | Some(None) if is_final && !unasked => Some(Next::Fatal),
            None | Some(None) if !resumable && !unasked => Some(Next::NotRepeatable),
            _ if self.config.reconnect == Reconnect::Never => Some(Next::Fatal),
            _ if self.config.reconnect == Reconnect::OnError && reason == Reason::End => Some(Next::Fatal),
            _ if self.policy.is_used_up() => Some(Next::GaveUp),
            _ => None,
        }
    }

    /// Whether this failure has a cause, told now for the first time.
    fn is_owed(&mut self, now: Millis, failure: &Failure) -> Result<(), String> {
        let told = (failure.reason, failure.status);
        let owed = match &mut self.expected {
            Expected::Failure(reason, status) | Expected::Retry(reason, status) => Some((*reason, *status)),
            Expected::Events(arrival) if arrival.too_large => Some((Reason::TooLarge, 0)),
            Expected::Deadlines => {
                let overdue = self.overdue(now);
                self.dropped = if overdue.is_some_and(|(reason, _)| reason == Reason::Unauthorized) {
                    self.dropped
                } else {
                    Phase::Idle
                };
                return ensure(overdue == Some(told), "a timeout that is none");
            }
            _ => None,
        };
        if let Expected::Events(arrival) = &mut self.expected {
            arrival.too_large = false;
        } else {
            self.expected = Expected::Nothing;
        }
        if owed == Some(told) { Ok(()) } else { Err(format!("{told:?} told, where {owed:?} happened")) }
    }

    /// The failure that time alone has caused.
    fn overdue(&self, now: Millis) -> Option<(Reason, u16)> {
        let (since, patience, failure) = match self.dropped {
            Phase::Preparing(since) => (since, Some(PROVIDER_PATIENCE), (Reason::Headers, 0)),
            Phase::Refreshing(since) => (since, Some(PROVIDER_PATIENCE), (Reason::Unauthorized, 401)),
            Phase::Probing(since) => (since, Some(PROBE_PATIENCE), (Reason::Network, 0)),
            Phase::Requesting(since) => (since, self.config.connect_timeout, (Reason::ConnectTimeout, 0)),
            Phase::Open(_) => {
                let silence = match self.config.heartbeat {
                    Heartbeat::Off => None,
                    Heartbeat::Fixed(limit) => Some(limit + VERDICT_GRACE),
                    Heartbeat::Auto => Some(SHORTEST_LEARNED_SILENCE),
                };
                (self.heard, silence.filter(|_| self.listening), (Reason::HeartbeatTimeout, 0))
            }
            _ => return None,
        };
        patience.filter(|patience| now - since >= *patience).map(|_| failure)
    }

    // --- After: nothing is left undone --------------------------------------------------------------------------

    pub(crate) fn after(&mut self, now: Millis, session: &Session) -> Result<(), String> {
        match std::mem::replace(&mut self.expected, Expected::Nothing) {
            Expected::Nothing => {}
            Expected::Close => {
                self.phase = Phase::Closed;
                self.ready_state = ReadyState::Closed;
            }
            Expected::Attempt => self.attempt_is_put_off(now)?,
            Expected::Deadlines => self.deadlines_are_met(now, session)?,
            Expected::Events(arrival) if arrival.events.is_empty() && !arrival.too_large => {}
            missing => return Err(format!("{missing:?} did not follow")),
        }
        ensure(self.stillness != Stillness::Found, "time stood still, and the connection is kept")?;
        if self.phase == Phase::Dropped {
            ensure(self.page.is_away(), "a connection was dropped without a word")?;
            self.phase = Phase::Suspended;
        }
        if self.phase == Phase::Suspended {
            ensure(self.ready_state == ReadyState::Connecting, "a dropped connection that still counts as open")?;
        }
        ensure(session.last_event_id() == self.last_event_id, "a last event ID that nobody gave")?;
        self.something_is_pending(now, session.next_wakeup())
    }

    fn attempt_is_put_off(&mut self, now: Millis) -> Result<(), String> {
        let allowed = self.policy.next_allowed(now);
        if self.page.is_away() {
            self.phase = Phase::Suspended;
        } else {
            ensure(allowed > now, "an attempt is due and not made")?;
            self.wait_until(allowed);
        }
        Ok(())
    }

    fn deadlines_are_met(&mut self, now: Millis, session: &Session) -> Result<(), String> {
        ensure(session.next_wakeup().is_none_or(|at| at > now), "a deadline is over and nothing comes of it")?;
        if self.phase == Phase::Suspended && self.stillness == Stillness::Dropped {
            self.attempt_is_put_off(now)?;
        }
        // After `online` a wait may end at any moment of a span; that no timer is left in it shows that it has.
        let has_ended = |earliest, latest| {
            earliest <= now && earliest < latest && session.next_wakeup().is_none_or(|at| at > latest)
        };
        if let Phase::Waiting { earliest, latest } = self.phase
            && (latest <= now || has_ended(earliest, latest))
        {
            if self.page.offline && !self.lengthened && !self.page.is_away() {
                let later = now + self.config.retry.max_delay;
                self.phase = Phase::Waiting { earliest: later, latest: later };
                self.lengthened = true;
            } else if self.page.offline
                && !self.lengthened
                && session.next_wakeup().is_some()
                && self.config.retry.max_delay > Millis::ZERO
            {
                // Away and offline: the wait may be lengthened before the page's absence counts.
                let later = now + self.config.retry.max_delay;
                self.phase = Phase::Waiting { earliest: later, latest: later };
                self.lengthened = true;
            } else {
                self.attempt_is_put_off(now)?;
            }
        }
        Ok(())
    }

    fn wait_until(&mut self, at: Millis) {
        self.phase = Phase::Waiting { earliest: at, latest: at };
        self.offline_in_wait = self.page.offline;
        self.lengthened = false;
    }

    /// No state without a way out: a request, a question, a deadline in time, or a page that is away.
    fn something_is_pending(&self, now: Millis, wakeup: Option<Millis>) -> Result<(), String> {
        let connected = matches!(self.phase, Phase::Requesting(_) | Phase::Probing(_) | Phase::Open(_));
        ensure(self.connected == connected, "a connection that belongs to nothing")?;
        let by = |at: Millis| ensure(wakeup.is_some_and(|wakeup| wakeup <= at), "a deadline that nobody watches");
        if !matches!(self.phase, Phase::Closed)
            && let Some(at) = self.page.must_go_at()
        {
            by(at.max(now))?;
        }
        match self.phase {
            Phase::Closed => ensure(wakeup.is_none() && !self.connected, "a timer after the end"),
            Phase::Preparing(_) | Phase::Requesting(_) | Phase::Probing(_) | Phase::Refreshing(_) | Phase::Open(_)
                if self.page.is_away() =>
            {
                Err("an attempt goes on though the page is away".into())
            }
            Phase::Preparing(since) | Phase::Refreshing(since) => by(since + PROVIDER_PATIENCE),
            Phase::Probing(since) => by(since + PROBE_PATIENCE),
            Phase::Requesting(since) => self.config.connect_timeout.map_or(Ok(()), |patience| by(since + patience)),
            Phase::Open(_) => {
                self.pulse_at.map_or(Ok(()), by)?;
                match self.config.heartbeat {
                    Heartbeat::Fixed(limit) if self.listening => by((self.heard + limit).max(now + VERDICT_GRACE)),
                    Heartbeat::Fixed(_) | Heartbeat::Off | Heartbeat::Auto => Ok(()),
                }
            }
            Phase::Waiting { latest, .. } => by(latest),
            Phase::Suspended => ensure(self.page.is_away(), "suspended though the page is there"),
            Phase::Idle | Phase::Deciding(..) | Phase::Dropped => Ok(()),
        }
    }

    // --- Small words --------------------------------------------------------------------------------------------

    fn satisfy(&mut self, is_it: impl Fn(&Expected) -> bool) -> Result<(), String> {
        ensure(is_it(&self.expected), "a wish without a cause")?;
        self.expected = Expected::Nothing;
        Ok(())
    }

    fn leave(&mut self, from: Phase, to: Phase) -> Result<(), String> {
        ensure(self.phase == from, "a wish out of place")?;
        self.phase = to;
        Ok(())
    }

    fn is_current(&self, attempt: u32) -> Result<(), String> {
        ensure(attempt == self.attempt, "the number of another attempt")
    }
}

fn ensure(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise.into()) }
}
