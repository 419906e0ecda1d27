//! Watches what a session is told and what it asks for, and says what it should not have done.
//!
//! It knows the rules from the documentation and nothing of the session's inside: from the outputs it derives where the
//! session stands, from each input what must follow.

mod expectations;
mod outputs;
mod silence;
mod time;

use eventsource_wasm::session::{Config, Failure, Input, Millis, Reason, Session};

use super::law::{Known, Law};
use super::page::Page;
use super::policy::Policy;
use super::scenario::{Resumption, Scenario};
use super::weather::Answer;
use super::wire::Arrival;
use silence::Silence;

pub(crate) struct Oracle<'s> {
    scenario: &'s Scenario,
    config: &'s Config,
    resumption: Resumption,
    law: Law,
    /// What the clock of the world says.
    world_time: u64,
    phase: Phase,
    /// What the attempt was doing when it was dropped.
    dropped: Phase,
    ready_state: ReadyState,
    attempt: u32,
    /// What was told.
    failures: Vec<Failure>,
    /// A request is out, or its response is being read.
    connected: bool,
    expected: Expected,
    /// The decision of `shouldRetry`.
    decided: Option<Option<bool>>,
    retry_after: Millis,
    custom_headers: bool,
    /// The attempt is the one that refreshed credentials were asked for.
    is_refreshed: bool,
    server: Seen,
    /// A request went out that must not be repeated unasked.
    may_have_been_processed: bool,
    last_event_id: String,
    delivered: usize,
    silence: Silence,
    /// When a deadline was noticed: it is judged later.
    noticed: Option<Millis>,
    offline_in_wait: bool,
    lengthened: bool,
    page: Page,
    policy: Policy<'s>,
}

/// What the server has shown so far.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    answered: bool,
    was_open: bool,
    was_redirected: bool,
    /// A look of this attempt has found a redirect.
    redirects: bool,
    /// A refusal that was found and stands.
    refusal: Option<Reason>,
    /// The next attempt has to look for a redirect first.
    looks_next: bool,
}

/// Where the session stands, and since when.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    Idle,
    Preparing(Millis),
    Requesting(Millis, Asks),
    Probing(Millis),
    /// A probe was answered, and the request is not repeated yet.
    Pausing(Millis),
    ReadingErrorBody(Millis, Reason, u16),
    Refreshing(Millis),
    Open(Millis),
    /// An attempt was dropped, and the reason is still to be told.
    Dropped,
    /// With `true` the connection was given up while the page was away.
    Deciding(Reason, u16, bool),
    Waiting {
        earliest: Millis,
        latest: Millis,
        /// What the server asked for.
        not_before: Millis,
    },
    /// With `true` a request was out.
    Suspended(bool),
    Closed,
}

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Asks {
    Own,
    Look,
    /// After a look has found a redirect.
    Followed,
    /// After a probe was answered.
    Again,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum ReadyState {
    Connecting,
    Open,
    Closed,
}

/// What must follow an input.
#[derive(Debug)]
enum Expected {
    Nothing,
    /// An attempt, unless the page is away or the budget is used up.
    Attempt,
    Fetch(Asks),
    Announce,
    Events(Arrival),
    Probe,
    ReadErrorBody(Reason, u16),
    Refresh(u16),
    Failure(Reason, u16),
    /// A failure that `shouldRetry` is not asked about.
    Retry(Reason, u16),
    /// The rules decide whether it comes back.
    Return,
    /// The connection is given up without a word.
    Quiet,
    /// Whatever the deadlines want.
    Deadlines,
    Close,
}

impl<'s> Oracle<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let config = &scenario.config;
        Self {
            scenario,
            config,
            resumption: scenario.server.resumption,
            law: Law::new(),
            world_time: 0,
            phase: Phase::Idle,
            dropped: Phase::Idle,
            ready_state: ReadyState::Connecting,
            attempt: 0,
            failures: Vec::new(),
            connected: false,
            expected: Expected::Nothing,
            decided: None,
            retry_after: Millis::ZERO,
            custom_headers: false,
            is_refreshed: false,
            server: Seen::default(),
            may_have_been_processed: false,
            last_event_id: config.initial_last_event_id.clone(),
            delivered: config.initial_last_event_id.trim_start_matches('é').parse().unwrap_or(0),
            silence: Silence::default(),
            noticed: None,
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

    /// Whether some response could be read.
    pub(crate) const fn was_answered(&self) -> bool {
        self.server.answered
    }

    /// Whether the connection could not be replaced, or the caller would not have it replaced.
    pub(crate) fn keeps_its_connection(&self) -> bool {
        self.is_open() && (self.asks() || !self.may_come_back())
    }

    /// The number of the last event that was delivered in order.
    pub(crate) const fn delivered(&self) -> usize {
        self.delivered
    }

    pub(crate) fn failures(&self) -> &[Failure] {
        &self.failures
    }

    pub(crate) const fn set_world_time(&mut self, now: u64) {
        self.world_time = now;
    }

    /// A request has left; `truth` is what would become of a native source's.
    pub(crate) fn request(&mut self, attempt: u32, truth: Answer) {
        self.law.request(self.world_time, attempt, truth);
    }

    pub(crate) fn before(&mut self, now: Millis, input: &Input<'_>, arrival: Arrival) {
        self.notice(now, input);
        self.page.hear(now, input, self.config.hidden_grace, self.stays_hidden());
        self.expected = self.expect(now, input, arrival);
        self.feel_time(now, input);
        match (input, &mut self.phase) {
            (Input::Offline, Phase::Waiting { .. }) => self.offline_in_wait = true,
            (Input::Online, Phase::Waiting { earliest, latest, not_before }) if self.offline_in_wait => {
                *earliest = now.max(*not_before);
                *latest = (*latest).min(*earliest + time::ONLINE_SPREAD);
            }
            _ => {}
        }
    }

    pub(crate) fn after(&mut self, now: Millis, session: &Session) -> Result<(), String> {
        match std::mem::replace(&mut self.expected, Expected::Nothing) {
            Expected::Nothing => {}
            Expected::Close => {
                self.phase = Phase::Closed;
                self.ready_state = ReadyState::Closed;
            }
            Expected::Attempt => self.attempt_is_put_off(now)?,
            Expected::Return if self.asks() || !self.may_come_back() => return Err("a return without a word".into()),
            Expected::Return => self.attempt_is_put_off(now)?,
            Expected::Deadlines => self.deadlines_are_met(now, session)?,
            Expected::Events(arrival) if arrival.events.is_empty() && !arrival.too_large => {}
            missing => return Err(format!("{missing:?} did not follow")),
        }
        ensure(!self.silence.is_found(), "time stood still, and the connection is kept")?;
        if self.phase == Phase::Dropped {
            ensure(self.page.is_away(), "a connection was dropped without a word")?;
            self.phase = Phase::Suspended(self.had_request());
        }
        if let Phase::Suspended(_) = self.phase {
            ensure(self.ready_state == ReadyState::Connecting, "a dropped connection that still counts as open")?;
        }
        ensure(session.last_event_id() == self.last_event_id, "a last event ID that nobody gave")?;
        self.something_is_pending(now, session.next_wakeup())
    }

    // --- Small words --------------------------------------------------------------------------------------------

    fn asks(&self) -> bool {
        self.config.asks_should_retry
    }

    fn known(&self) -> Known {
        Known {
            was_open: self.server.was_open,
            was_redirected: self.server.was_redirected,
            custom_headers: self.custom_headers,
            was_told_to_stop: self.decided == Some(Some(false)),
            reconnection_time: self.policy.reconnection_time(),
        }
    }

    /// Whether the request can be sent again without harm.
    fn is_repeatable(&self) -> bool {
        self.config.idempotent || !self.last_event_id.is_empty()
    }

    fn has_request(&self) -> bool {
        matches!(
            self.phase,
            Phase::Requesting(..)
                | Phase::Probing(_)
                | Phase::Pausing(_)
                | Phase::ReadingErrorBody(..)
                | Phase::Open(_)
        )
    }

    /// Of the attempt that was dropped.
    const fn had_request(&self) -> bool {
        !matches!(self.dropped, Phase::Preparing(_) | Phase::Refreshing(_))
    }

    /// A connection that could not be replaced outlives the hiding of the page.
    fn stays_hidden(&self) -> bool {
        self.has_request() && !self.may_come_back()
    }
}

fn ensure(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise.into()) }
}
