//! What must hold after every step.

use eventsource_wasm::event_stream::Batch;
use eventsource_wasm::session::{Config, Failure, Input, Millis, Next, Reason};

use super::scenario::Server;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadyState {
    Connecting,
    Open,
    Closed,
}

/// Sees what the session is told and what it wishes. Each rule is a method that fails with a sentence.
#[derive(Debug)]
pub(crate) struct Judge {
    pub(crate) ready_state: ReadyState,
    pub(crate) attempts: u32,
    /// The events that came, in order.
    pub(crate) delivered: Vec<u32>,
    /// A request, a question or a probe is out for this attempt.
    pub(crate) busy: bool,
    page: Page,
    initial_delay: Millis,
    max_retries: Option<u32>,
    is_exact: bool,
    asked_to_wait_until: Option<Millis>,
    bucket: f64,
    bucket_at: Millis,
}

/// Why a page may not be connected.
#[derive(Clone, Copy, Debug, Default)]
struct Page {
    frozen: bool,
    left: bool,
    hidden: bool,
}

impl Page {
    const fn is_away(self) -> bool {
        self.frozen || self.left || self.hidden
    }
}

pub(crate) type Verdict = Result<(), String>;

impl Judge {
    pub(crate) fn new(config: &Config, server: &Server) -> Self {
        Self {
            ready_state: ReadyState::Connecting,
            attempts: 0,
            delivered: Vec::new(),
            busy: false,
            page: Page::default(),
            initial_delay: if server.retry.is_some() { Millis::ZERO } else { config.retry.initial_delay },
            max_retries: config.retry.max_retries,
            is_exact: server.resumes,
            asked_to_wait_until: None,
            bucket: 20.0,
            bucket_at: Millis::ZERO,
        }
    }

    pub(crate) fn told(&mut self, input: &Input<'_>) {
        match input {
            Input::Close => {
                self.ready_state = ReadyState::Closed;
                self.busy = false;
            }
            Input::Freeze => self.page.frozen = true,
            Input::PageHide => self.page.left = true,
            Input::Hidden => self.page.hidden = true,
            Input::Resume => self.comes_back(Page { frozen: false, ..self.page }),
            Input::PageShow => self.comes_back(Page { hidden: self.page.hidden, ..Page::default() }),
            Input::Visible => self.comes_back(Page::default()),
            Input::Online => self.asked_to_wait_until = None,
            _ => {}
        }
    }

    /// On return the next attempt follows at once.
    const fn comes_back(&mut self, page: Page) {
        self.page = page;
        self.asked_to_wait_until = None;
    }

    /// One attempt after the other, not before its time, and within the budget.
    pub(crate) fn prepares(&mut self, now: Millis, attempt: u32) -> Verdict {
        ensure(!self.is_closed(), "an attempt after the end")?;
        ensure(!self.busy, "two attempts at once")?;
        ensure(attempt == self.attempts + 1, "attempts are not counted one by one")?;
        self.attempts = attempt;
        self.busy = true;
        ensure(self.asked_to_wait_until.take().is_none_or(|at| now >= at), "an attempt before its time")?;
        let refilled = self.bucket + (now - self.bucket_at).0 as f64 / 1000.0;
        self.bucket = refilled.min(20.0) - 1.0;
        self.bucket_at = now;
        ensure(self.bucket > -0.01, "more attempts than the budget allows")
    }

    pub(crate) fn announces(&mut self) -> Verdict {
        ensure(self.ready_state == ReadyState::Connecting, "open without connecting")?;
        self.ready_state = ReadyState::Open;
        Ok(())
    }

    /// Each event once and in order.
    pub(crate) fn dispatches(&mut self, batch: &Batch) -> Verdict {
        ensure(self.ready_state == ReadyState::Open, "events while not open")?;
        for event in batch.events() {
            let number = event.data.strip_suffix("\né").and_then(|number| number.parse::<u32>().ok());
            let number = number.ok_or_else(|| format!("a mangled event: {:?}", event.data))?;
            ensure(event.last_event_id == number.to_string(), "an event with another's id")?;
            let expected = self.delivered.len() as u32;
            ensure(!self.is_exact || number == expected, &format!("event {number} instead of {expected}"))?;
            self.delivered.push(number);
        }
        Ok(())
    }

    pub(crate) fn pauses(&mut self) -> Verdict {
        ensure(self.ready_state == ReadyState::Open, "a pause while not open")?;
        self.ready_state = ReadyState::Connecting;
        Ok(())
    }

    pub(crate) fn fails(&mut self, now: Millis, failure: &Failure) -> Verdict {
        ensure(!self.is_closed(), "a failure after the end")?;
        ensure(failure.attempt == self.attempts, "a failure of another attempt")?;
        ensure(!self.busy, "a failure while the attempt goes on")?;
        if let Next::Retry(wait) = failure.next {
            ensure(wait >= self.initial_delay, "a wait below the reconnection time")?;
            ensure(self.max_retries != Some(0), "a retry though none is allowed")?;
            self.ready_state = ReadyState::Connecting;
            self.asked_to_wait_until = Some(now + wait);
        } else {
            let by_itself = matches!(failure.next, Next::Fatal) && !matches!(failure.reason, Reason::Network);
            ensure(
                by_itself || !matches!(failure.next, Next::GaveUp) || self.max_retries.is_some(),
                "it gave up though there is no limit",
            )?;
            self.ready_state = ReadyState::Closed;
        }
        Ok(())
    }

    /// After each step: something will happen, unless it is over or the page is away.
    pub(crate) fn rests(&self, wakeup: Option<Millis>, request_is_out: bool) -> Verdict {
        if self.is_closed() {
            ensure(wakeup.is_none(), "a timer after the end")?;
            ensure(!request_is_out, "a request after the end")
        } else {
            let is_gone = self.page.frozen || self.page.left;
            ensure(!(is_gone && request_is_out), "a connection though the page is frozen or left")?;
            ensure(wakeup.is_some() || request_is_out || self.page.is_away(), "nothing will ever happen again")
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.ready_state == ReadyState::Closed
    }
}

pub(crate) fn ensure(holds: bool, otherwise: &str) -> Verdict {
    if holds { Ok(()) } else { Err(otherwise.to_owned()) }
}
