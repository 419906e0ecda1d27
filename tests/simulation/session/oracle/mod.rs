//! Observes a session's inputs and outputs, and reports violations.
//!
//! It knows the rules from the documentation and nothing of the session's inside: it derives the session's state from the
//! outputs, and the expected reaction from each input.

mod expectations;
mod failures;
mod outputs;
mod silence;
mod state;
mod time;

use eventsource_wasm::session::{Config, Failure, Input, Millis, Reason, Session};

use super::law::{Known, Law};
use super::page::Page;
use super::policy::Policy;
use super::scenario::{Resumption, Scenario};
use super::weather::Answer;
use super::wire::Arrival;
use silence::Silence;
use state::{Asks, Expected, Phase, ReadyState};

pub(crate) struct Oracle<'s> {
    scenario: &'s Scenario,
    config: &'s Config,
    resumption: Resumption,
    law: Law,
    /// The clock of the world.
    world_time: u64,
    phase: Phase,
    /// The phase of the attempt when it was dropped.
    dropped: Phase,
    ready_state: ReadyState,
    attempt: u32,
    /// The reported failures.
    failures: Vec<Failure>,
    /// The last failure that was not told, and when it must be, unless the page is away.
    withheld: Option<(Failure, Option<Millis>)>,
    /// The last attempt that failed.
    concluded: Option<u32>,
    /// That something is wrong was told, and no stream has been open since.
    is_told: bool,
    /// A request was sent, or its response is being read.
    connected: bool,
    expected: Expected,
    /// The decision of `shouldRetry`.
    decided: Option<Option<bool>>,
    retry_after: Millis,
    custom_headers: bool,
    /// The attempt uses refreshed credentials.
    is_refreshed: bool,
    server: Seen,
    /// A request was sent that must not be repeated automatically.
    may_have_been_processed: bool,
    last_event_id: String,
    delivered: usize,
    silence: Silence,
    /// When an expired deadline was noticed; it takes effect later.
    noticed: Option<Millis>,
    offline_in_wait: bool,
    lengthened: bool,
    page: Page,
    policy: Policy<'s>,
}

/// The observations about the server.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    answered: bool,
    was_open: bool,
    was_redirected: bool,
    /// A request without redirects has found one in this attempt.
    redirects: bool,
    /// The refusal that was found and still holds.
    refusal: Option<Reason>,
    /// The next attempt has to check for a redirect first.
    looks_next: bool,
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
            withheld: None,
            concluded: None,
            is_told: false,
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
        matches!(self.phase, Phase::Failed | Phase::Closed)
    }

    pub(crate) const fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Open(_))
    }

    /// Whether at least one response could be read.
    pub(crate) const fn was_answered(&self) -> bool {
        self.server.answered
    }

    /// Whether the connection cannot be replaced, or the caller does not allow it.
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

    /// A request was sent; `truth` is the outcome of a native source's request.
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
            Expected::Reconnection => {
                ensure(self.ready_state == ReadyState::Connecting, "a reconnection of which nothing shows")?;
                self.attempt_is_put_off(now)?;
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
        self.grace_is_kept(now)?;
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

    /// Whether the request can be repeated safely.
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

    /// Of the dropped attempt.
    const fn had_request(&self) -> bool {
        !matches!(self.dropped, Phase::Preparing(_) | Phase::Refreshing(_))
    }

    /// A connection that could not be replaced is kept while the page is hidden.
    fn stays_hidden(&self) -> bool {
        self.has_request() && !self.may_come_back()
    }
}

fn ensure(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise.into()) }
}
