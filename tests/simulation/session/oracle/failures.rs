//! Checks what follows a failed attempt: the question to the caller, the error, and the grace period that keeps it back.

use eventsource_wasm::session::{Failure, Millis, Next, Reason};

use super::{Expected, Oracle, Phase, ReadyState, ensure};

impl Oracle<'_> {
    pub(super) fn ask(&mut self, now: Millis, failure: &Failure) -> Result<(), String> {
        ensure(self.asks(), "a question that nobody wants")?;
        self.is_current(failure.attempt)?;
        if self.silence.must_ask() {
            self.silence.asked();
            return ensure(failure.reason == Reason::Network, "a question about another reason");
        }
        let returns = matches!(self.phase, Phase::Suspended(true));
        if returns {
            ensure(matches!(self.expected, Expected::Return) || self.page.stays(), "a question out of place")?;
            ensure(failure.reason == Reason::Network, "a question about another reason")?;
            if matches!(self.expected, Expected::Return) {
                self.expected = Expected::Nothing;
            }
        } else {
            self.is_owed(now, failure)?;
            ensure(self.phase == Phase::Dropped, "a question out of place")?;
        }
        self.phase = Phase::Deciding(failure.reason, failure.status, returns);
        Ok(())
    }

    /// The error that was kept back is reported: with the rest of the wait, or while the next attempt is under way.
    pub(super) fn report_withheld(
        &mut self,
        now: Millis,
        told: &Failure,
        last: Failure,
        due: Option<Millis>,
    ) -> Result<(), String> {
        ensure(matches!(self.expected, Expected::Deadlines), "a failure that is told too early")?;
        ensure(due.is_some_and(|due| due <= now), "a failure that is told too early")?;
        let (shortest, longest) = match self.phase {
            // A wait that is over just now may have been made longer.
            Phase::Waiting { earliest, latest, .. } if earliest <= now => {
                let longer = self.config.retry.max_delay.max(self.policy.next_allowed(now) - now);
                (Millis::ZERO, longer.max(latest - now))
            }
            // The end of time is no moment.
            Phase::Waiting { earliest, latest, .. } => (earliest - now - Millis(1), latest - now),
            _ => (Millis::ZERO, Millis::ZERO),
        };
        let Next::Retry(wait) = told.next else { return Err("a failure that was to be retried is final".into()) };
        ensure((shortest..=longest).contains(&wait), "a wait that is not what is left")?;
        ensure(Failure { next: told.next, ..last } == *told, "another failure than the one that was kept back")?;
        self.is_told = true;
        self.failures.push(*told);
        Ok(())
    }

    pub(super) fn conclude(&mut self, now: Millis, failure: &Failure) -> Result<(), String> {
        self.is_current(failure.attempt)?;
        ensure(self.concluded < Some(failure.attempt), "a failure that was told before")?;
        self.concluded = Some(failure.attempt);
        let unasked = matches!(self.expected, Expected::Retry(..))
            || matches!(self.dropped, Phase::Refreshing(_) if matches!(self.expected, Expected::Deadlines));
        ensure(!self.asks() || unasked || self.decided.is_some(), "a failure that the caller was not asked about")?;
        match self.phase {
            Phase::Deciding(..) => self.satisfy(|expected| {
                matches!(expected, Expected::Failure(reason, status) if (*reason, *status) == (failure.reason, failure.status))
            })?,
            Phase::Suspended(true) if matches!(self.expected, Expected::Return) || self.page.stays() => {
                ensure(failure.reason == Reason::Network, "another reason on return")?;
                if matches!(self.expected, Expected::Return) {
                    self.expected = Expected::Nothing;
                }
            }
            Phase::Suspended(true) => return Err("a connection is lost on suspicion, and that is the end".into()),
            Phase::Dropped => self.is_owed(now, failure)?,
            _ => return Err("a failure out of place".into()),
        }
        self.is_refreshed = false;
        let known = self.known();
        let decided = self.decided.take();
        let next = self.next(failure.reason, decided, unasked).or(self.policy.is_used_up().then_some(Next::GaveUp));
        match failure.next {
            Next::Retry(wait) => {
                ensure(next.is_none(), "a retry after what is final")?;
                self.policy.retry(now, wait, self.retry_after)?;
                self.ready_state = ReadyState::Connecting;
                self.wait_until(now + wait, now + self.policy.asked_for(self.retry_after));
            }
            last if next != Some(last) => return Err(format!("{last:?} where {next:?} was due")),
            _ => {
                self.law.check(self.world_time, self.scenario, failure, known)?;
                self.ready_state = ReadyState::Closed;
                self.phase = if self.config.reopenable { Phase::Failed } else { Phase::Closed };
            }
        }
        Ok(())
    }

    /// An error is told in time, and a page that is away has time when it is back.
    pub(super) fn grace_is_kept(&mut self, now: Millis) -> Result<(), String> {
        let is_away = self.page.is_away();
        let period = self.config.grace_period.unwrap_or_default();
        if let Some((_, due)) = &mut self.withheld {
            *due = if is_away { None } else { Some(due.unwrap_or(now + period)) };
        }
        Ok(())
    }
}
