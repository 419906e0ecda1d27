//! Checks each output, and whether one is missing.

use eventsource_wasm::session::{FollowRedirects, Millis, Next, Output, Reason};

use super::{Asks, Expected, Oracle, Phase, ReadyState, ensure};
use crate::scenario::Resumption;
use crate::wire::id;

impl Oracle<'_> {
    pub(crate) fn output(&mut self, now: Millis, output: &Output) -> Result<(), String> {
        if self.phase == Phase::Closed {
            return Err("an output after the end".into());
        }
        let is_closing = matches!(self.expected, Expected::Close);
        ensure(!is_closing || matches!(output, Output::Abort), "an output after close()")?;
        match output {
            Output::Abort => self.abort(now),
            Output::Prepare { attempt, .. } => self.prepare(now, *attempt),
            Output::Fetch { attempt, last_event_id, follow_redirects } => {
                self.fetch(now, *attempt, last_event_id, *follow_redirects)
            }
            Output::ProbeCors { attempt } => {
                self.satisfy(|expected| matches!(expected, Expected::Probe))?;
                self.enter(Phase::Probing(now));
                self.is_current(*attempt)
            }
            Output::ReadErrorBody { attempt } => {
                let Expected::ReadErrorBody(reason, status) = self.expected else {
                    return Err("a body is read that nobody wants".into());
                };
                self.expected = Expected::Nothing;
                self.enter(Phase::ReadingErrorBody(now, reason, status));
                self.is_current(*attempt)
            }
            Output::RefreshCredentials(failure) => {
                if matches!(self.expected, Expected::Deadlines) {
                    self.is_overdue(now, (Reason::Unauthorized, failure.status))?;
                    ensure(self.config.refreshes_credentials && !self.is_refreshed, "a refresh in vain")?;
                } else {
                    self.satisfy(
                        |expected| matches!(expected, Expected::Refresh(status) if *status == failure.status),
                    )?;
                }
                self.leave(Phase::Dropped, Phase::Refreshing(now))?;
                self.may_have_been_processed = false;
                self.is_current(failure.attempt)
            }
            Output::AskShouldRetry(failure) => self.ask(now, failure),
            Output::Announce => {
                self.satisfy(|expected| matches!(expected, Expected::Announce))?;
                ensure(self.ready_state == ReadyState::Connecting, "open twice")?;
                self.ready_state = ReadyState::Open;
                self.server.was_open = true;
                (self.withheld, self.is_told) = (None, false);
                self.enter(Phase::Open(now));
                self.opened(now);
                Ok(())
            }
            Output::Dispatch(batch) => {
                let events = batch.events().map(|event| (event.data, event.last_event_id));
                let events: Vec<_> = events.map(|(data, id)| (data.parse().unwrap_or(0), id.to_owned())).collect();
                self.dispatch(&events)
            }
            Output::Pause if matches!(self.expected, Expected::Reconnection) => {
                let was = if self.phase == Phase::Failed { ReadyState::Closed } else { ReadyState::Open };
                ensure(matches!(self.phase, Phase::Failed | Phase::Dropped), "a pause out of place")?;
                ensure(self.ready_state == was, "a pause of what is not open")?;
                self.ready_state = ReadyState::Connecting;
                Ok(())
            }
            Output::Pause => {
                let has_reason = self.page.is_away() || self.silence.was_dropped();
                ensure(has_reason, "a pause though the page is there")?;
                ensure(self.ready_state == ReadyState::Open, "a pause of what is not open")?;
                self.ready_state = ReadyState::Connecting;
                if matches!(self.expected, Expected::Quiet) {
                    self.expected = Expected::Nothing;
                }
                self.leave(Phase::Dropped, Phase::Suspended(true))
            }
            Output::Withhold(failure) => {
                ensure(self.config.grace_period.is_some() && !self.is_told, "a failure that is not told")?;
                ensure(matches!(failure.next, Next::Retry(_)), "a final failure that is not told")?;
                let due = self.withheld.take().map_or(self.config.grace_period.map(|span| now + span), |(_, due)| due);
                self.conclude(now, failure)?;
                self.withheld = Some((*failure, due));
                Ok(())
            }
            Output::Fail(failure) => {
                let withheld = self.withheld.take();
                if let Some((last, due)) = withheld
                    && last.attempt == failure.attempt
                {
                    return self.report_withheld(now, failure, last, due);
                }
                let has_grace = self.config.grace_period.is_some() && !std::mem::replace(&mut self.is_told, true);
                ensure(!(has_grace && matches!(failure.next, Next::Retry(_))), "a failure that is told too early")?;
                self.failures.push(*failure);
                self.conclude(now, failure)
            }
        }
    }

    fn abort(&mut self, now: Millis) -> Result<(), String> {
        match self.phase {
            Phase::Open(since) => {
                if self.policy.is_stable(now - since) {
                    self.policy.was_of_use();
                }
            }
            Phase::Preparing(_) | Phase::Refreshing(_) => {}
            _ if self.has_request() => {}
            // The session was ahead of the executed outputs.
            _ if matches!(self.expected, Expected::Close) => return Ok(()),
            _ => return Err("an abort of nothing".into()),
        }
        self.silence.dropped();
        self.dropped = self.phase;
        self.phase = Phase::Dropped;
        self.connected = false;
        if matches!(self.expected, Expected::Quiet) && !matches!(self.dropped, Phase::Open(_)) {
            self.expected = Expected::Nothing;
        }
        Ok(())
    }

    fn prepare(&mut self, now: Millis, attempt: u32) -> Result<(), String> {
        ensure(attempt == self.attempt + 1, "attempts are counted one by one")?;
        ensure(!self.connected, "an attempt beside another one")?;
        let stood_still = self.silence.was_dropped();
        let is_due = matches!(self.expected, Expected::Attempt) || stood_still;
        let returns = matches!(self.expected, Expected::Return) || self.page.stays();
        let is_free = !self.asks() && self.may_come_back();
        match self.phase {
            _ if matches!(self.expected, Expected::Reconnection) => {
                ensure(self.ready_state == ReadyState::Connecting, "a reconnection of which nothing shows")?;
            }
            Phase::Idle | Phase::Refreshing(_) | Phase::Suspended(false) | Phase::Deciding(_, _, true) if is_due => {}
            Phase::Suspended(false) if returns => {}
            Phase::Suspended(true) if stood_still || returns && is_free => {}
            Phase::Waiting { not_before, .. } if now < not_before => {
                return Err("an attempt before the time that the server asked for".into());
            }
            Phase::Waiting { earliest, .. } => ensure(now >= earliest, "an attempt before its time")?,
            _ => return Err("an attempt out of place".into()),
        }
        // A page that has just been hidden for too long may still be notified.
        ensure(
            !self.page.is_away() || matches!(self.expected, Expected::Deadlines),
            "an attempt of a page that is away",
        )?;
        self.expected = match std::mem::replace(&mut self.expected, Expected::Nothing) {
            Expected::Attempt | Expected::Return | Expected::Reconnection => Expected::Nothing,
            other => other,
        };
        // This is the attempt for which credentials were refreshed, unless the page was suspended in between.
        self.is_refreshed &= matches!(self.phase, Phase::Refreshing(_) | Phase::Waiting { .. });
        self.decided = None;
        self.attempt = attempt;
        self.retry_after = Millis::ZERO;
        self.server.redirects = false;
        self.enter(Phase::Preparing(now));
        self.policy.attempt(now)
    }

    fn fetch(&mut self, now: Millis, attempt: u32, last_event_id: &str, follow: bool) -> Result<(), String> {
        let asks = match (&self.expected, self.phase) {
            (Expected::Fetch(asks), _) => *asks,
            (Expected::Deadlines, Phase::Pausing(since)) if self.repeats_after(now, since) => Asks::Again,
            _ => return Err("a request without a cause".into()),
        };
        if !matches!(self.expected, Expected::Deadlines) {
            self.expected = Expected::Nothing;
        }
        let is_look = asks == Asks::Look;
        ensure(follow == (self.follows() && !is_look), "a redirect that is followed, or is not")?;
        self.is_current(attempt)?;
        ensure(!self.connected || !matches!(asks, Asks::Own | Asks::Look), "two requests at once")?;
        ensure(last_event_id == self.last_event_id, "a request with the wrong last event ID")?;
        if !self.is_repeatable() {
            ensure(!self.may_have_been_processed, "a request that may have been processed is repeated unasked")?;
        }
        self.may_have_been_processed = true;
        self.connected = true;
        self.enter(Phase::Requesting(now, asks));
        Ok(())
    }

    pub(super) fn follows(&self) -> bool {
        self.config.follows_redirects == FollowRedirects::Always || !self.custom_headers
    }

    fn dispatch(&mut self, events: &[(usize, String)]) -> Result<(), String> {
        ensure(self.ready_state == ReadyState::Open && self.is_open(), "events while not open")?;
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

    // --- Small words --------------------------------------------------------------------------------------------

    pub(super) fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.noticed = None;
    }

    pub(super) fn satisfy(&mut self, is_it: impl Fn(&Expected) -> bool) -> Result<(), String> {
        ensure(is_it(&self.expected), "an output without a cause")?;
        self.expected = Expected::Nothing;
        Ok(())
    }

    fn leave(&mut self, from: Phase, to: Phase) -> Result<(), String> {
        ensure(self.phase == from, "an output out of place")?;
        self.enter(to);
        Ok(())
    }

    pub(super) fn is_current(&self, attempt: u32) -> Result<(), String> {
        ensure(attempt == self.attempt, "the number of another attempt")
    }
}
