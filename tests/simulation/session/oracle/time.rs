//! Deadlines: each is noticed, and takes effect a moment later, after queued data has arrived.

use eventsource_wasm::session::{Failure, Heartbeat, Input, Millis, Reason, Session};

use super::{Asks, Expected, Oracle, Phase, ensure};

const PROVIDER_TIMEOUT: Millis = Millis(30_000);
const PROBE_TIMEOUT: Millis = Millis(5_000);
const REPEAT_TIMEOUT: Millis = Millis(10_000);
const REPEAT_AFTER: Millis = Millis(500);
const ERROR_BODY_TIMEOUT: Millis = Millis(5_000);
const VERDICT_DELAY: Millis = Millis(100);
const STANDSTILL: Millis = Millis(2_000);
pub(super) const ONLINE_SPREAD: Millis = Millis(250);
/// The shortest learned heartbeat timeout: two and a half intervals of a second, and a second.
const SHORTEST_LEARNED_SILENCE: Millis = Millis(3_500);

impl Oracle<'_> {
    /// The deadline of a phase. Only the session knows a learned interval.
    fn deadline(&self, phase: Phase) -> Option<Millis> {
        match phase {
            Phase::Preparing(since) | Phase::Refreshing(since) => Some(since + PROVIDER_TIMEOUT),
            Phase::Probing(since) => Some(since + PROBE_TIMEOUT),
            Phase::ReadingErrorBody(since, ..) => Some(since + ERROR_BODY_TIMEOUT),
            Phase::Requesting(since, asks) => {
                let own = self.config.connect_timeout;
                let extra = own.unwrap_or(REPEAT_TIMEOUT).min(REPEAT_TIMEOUT);
                let limit = if asks == Asks::Again { Some(extra) } else { own };
                limit.map(|limit| since + limit)
            }
            Phase::Open(_) => match self.config.heartbeat {
                Heartbeat::Fixed(limit) if self.silence.listening => Some(self.silence.heard + limit),
                Heartbeat::Fixed(_) | Heartbeat::Off | Heartbeat::Auto => None,
            },
            Phase::Idle
            | Phase::Pausing(_)
            | Phase::Dropped
            | Phase::Deciding(..)
            | Phase::Waiting { .. }
            | Phase::Suspended(_)
            | Phase::Closed => None,
        }
    }

    pub(super) fn notice(&mut self, now: Millis, input: &Input<'_>) {
        let Some(deadline) = self.deadline(self.phase) else { return };
        if !matches!(input, Input::Wakeup) || deadline > now || self.noticed.is_some() {
            return;
        }
        if self.is_open() && now - deadline >= STANDSTILL && !self.may_come_back() {
            // Nothing was read during this silence, so it proves nothing, and this connection could not be replaced.
            self.silence.heard = now;
        } else {
            self.noticed = Some(now);
        }
    }

    pub(super) fn repeats_after(&self, now: Millis, since: Millis) -> bool {
        now >= since + REPEAT_AFTER
    }

    /// Whether this failure has a cause and is reported for the first time.
    pub(super) fn is_owed(&mut self, now: Millis, failure: &Failure) -> Result<(), String> {
        let told = (failure.reason, failure.status);
        let owed = match &mut self.expected {
            Expected::Failure(reason, status) | Expected::Retry(reason, status) => Some((*reason, *status)),
            Expected::Events(arrival) if arrival.too_large => Some((Reason::TooLarge, 0)),
            Expected::Deadlines => {
                let refreshes = self.config.refreshes_credentials && !self.is_refreshed;
                let is_refusal = matches!(self.dropped, Phase::ReadingErrorBody(_, Reason::Unauthorized, _));
                ensure(!(is_refusal && refreshes), "a refusal that is not refreshed")?;
                return self.is_overdue(now, told);
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

    /// Whether an expired deadline has caused this.
    pub(super) fn is_overdue(&mut self, now: Millis, told: (Reason, u16)) -> Result<(), String> {
        let failure = match self.dropped {
            Phase::Preparing(_) => (Reason::Headers, 0),
            Phase::Refreshing(_) => (Reason::Unauthorized, 401),
            Phase::Probing(_) if self.page.loses_by_leaving(now) => return Err("a loss that leaving explains".into()),
            Phase::Probing(_) | Phase::Requesting(_, Asks::Again) => (Reason::Network, 0),
            Phase::Requesting(..) => (Reason::ConnectTimeout, 0),
            Phase::ReadingErrorBody(_, reason, status) => (reason, status),
            Phase::Open(_) if self.config.heartbeat == Heartbeat::Auto => {
                let is_long = now - self.silence.heard >= SHORTEST_LEARNED_SILENCE + VERDICT_DELAY;
                let is_silence = told == (Reason::HeartbeatTimeout, 0) && self.is_silent(self.dropped);
                return ensure(is_long && is_silence, "a timeout that is none");
            }
            Phase::Open(_) => (Reason::HeartbeatTimeout, 0),
            _ => return Err("a timeout of nothing".into()),
        };
        ensure(self.is_judged(now), "a timeout before what had queued up was heard")?;
        ensure(told == failure, "a timeout that is none")
    }

    /// Whether data that was queued before the deadline has arrived.
    fn is_judged(&self, now: Millis) -> bool {
        self.noticed.is_some_and(|noticed| now >= noticed + VERDICT_DELAY)
    }

    pub(super) fn attempt_is_put_off(&mut self, now: Millis) -> Result<(), String> {
        let allowed = self.policy.next_allowed(now);
        if self.page.is_away() {
            self.enter(Phase::Suspended(false));
        } else {
            ensure(allowed > now, "an attempt is due and not made")?;
            self.is_refreshed &= matches!(self.phase, Phase::Refreshing(_) | Phase::Waiting { .. });
            self.wait_until(allowed, Millis::ZERO);
        }
        Ok(())
    }

    pub(super) fn deadlines_are_met(&mut self, now: Millis, session: &Session) -> Result<(), String> {
        ensure(session.next_wakeup().is_none_or(|at| at > now), "a deadline is over and nothing comes of it")?;
        if self.phase == Phase::Dropped && matches!(self.dropped, Phase::Probing(_)) && self.is_judged(now) {
            ensure(self.page.loses_by_leaving(now), "a connection was dropped without a word")?;
        }
        if self.silence.was_dropped() && matches!(self.phase, Phase::Suspended(_)) {
            self.attempt_is_put_off(now)?;
        }
        if self.page.stays()
            && let Phase::Suspended(gave_up) = self.phase
        {
            ensure(!gave_up || !self.asks() && self.may_come_back(), "a page that stays is told nothing")?;
            self.attempt_is_put_off(now)?;
        }
        self.page.decide_hiding(now, self.has_request());
        self.wait_is_met(now, session)
    }

    fn wait_is_met(&mut self, now: Millis, session: &Session) -> Result<(), String> {
        // After `online` a wait may end at any time within a span; it has ended when no timer is left in that span.
        let has_ended = |earliest, latest| {
            earliest <= now && earliest < latest && session.next_wakeup().is_none_or(|at| at > latest)
        };
        let Phase::Waiting { earliest, latest, .. } = self.phase else { return Ok(()) };
        if latest > now && !has_ended(earliest, latest) {
            return Ok(());
        }
        // Suspended and offline: the wait may be lengthened before the suspension takes effect.
        let waits_on = session.next_wakeup().is_some() && self.config.retry.max_delay > Millis::ZERO;
        if self.page.offline && !self.lengthened && (!self.page.is_away() || waits_on) {
            let later = now + self.config.retry.max_delay;
            self.phase = Phase::Waiting { earliest: later, latest: later, not_before: Millis::ZERO };
            self.lengthened = true;
            Ok(())
        } else {
            self.attempt_is_put_off(now)
        }
    }

    pub(super) fn wait_until(&mut self, at: Millis, not_before: Millis) {
        self.enter(Phase::Waiting { earliest: at, latest: at, not_before: not_before.min(at) });
        self.offline_in_wait = self.page.offline;
        self.lengthened = false;
    }

    /// Every state has a way out: a request, a question, a deadline, or a page that is suspended.
    pub(super) fn something_is_pending(&self, now: Millis, wakeup: Option<Millis>) -> Result<(), String> {
        let connected = self.has_request();
        ensure(self.connected == connected, "a connection that belongs to nothing")?;
        let by = |at: Millis| ensure(wakeup.is_some_and(|wakeup| wakeup <= at), "a deadline that nobody watches");
        let is_attempt = connected || matches!(self.phase, Phase::Preparing(_) | Phase::Refreshing(_));
        ensure(!(is_attempt && self.page.is_away()), "an attempt continues although the page is away")?;
        if let Some(deadline) = self.deadline(self.phase) {
            by(self.noticed.map_or(deadline, |noticed| noticed + VERDICT_DELAY))?;
        }
        if self.phase != Phase::Closed
            && let Some(at) = self.page.must_wake_at()
        {
            by(at.max(now))?;
        }
        match self.phase {
            Phase::Closed => ensure(wakeup.is_none() && !self.connected, "a timer after the end"),
            Phase::Pausing(since) => by(since + REPEAT_AFTER),
            Phase::Open(_) => self.silence.next_check().map_or(Ok(()), by),
            Phase::Waiting { latest, .. } => by(latest),
            Phase::Suspended(_) => ensure(self.page.is_away(), "suspended though the page is there"),
            _ => Ok(()),
        }
    }
}
