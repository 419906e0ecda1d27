//! The bytes of the stream, and whether time stood still in a worker, for which the browser announces no freeze.

use eventsource_wasm::session::{Input, Millis};

use super::{Oracle, Phase};

const CHECK: Millis = Millis(5_000);
const STANDSTILL: Millis = Millis(2_000);
const SUSPICION: Millis = Millis(4_000);

pub(super) struct Silence {
    pub(super) heard: Millis,
    /// Whether the stream is being read.
    pub(super) listening: bool,
    watch: Watch,
    finding: Finding,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Watch {
    Off,
    At(Millis),
    /// Time stood still, and no byte has come since.
    Suspect(Millis),
    /// `shouldRetry` was called.
    Asked,
}

/// The result of the current input.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Finding {
    None,
    /// The connection must be dropped.
    Dead,
    /// `shouldRetry` must be called.
    Doubt,
    /// The connection was dropped, and the next attempt is due.
    Dropped,
}

impl Default for Silence {
    fn default() -> Self {
        Self { heard: Millis::ZERO, listening: true, watch: Watch::Off, finding: Finding::None }
    }
}

impl Silence {
    pub(super) fn heard(&mut self, now: Millis) {
        self.heard = now;
        if matches!(self.watch, Watch::Suspect(_) | Watch::Asked) {
            self.watch = Watch::At(now + CHECK);
        }
    }

    pub(super) fn dropped(&mut self) {
        self.watch = Watch::Off;
        self.finding = match self.finding {
            Finding::Dead => Finding::Dropped,
            _ => Finding::None,
        };
    }

    pub(super) fn was_dropped(&self) -> bool {
        self.finding == Finding::Dropped
    }

    /// Whether an expected reaction is missing.
    pub(super) fn is_found(&self) -> bool {
        matches!(self.finding, Finding::Dead | Finding::Doubt)
    }

    pub(super) fn must_ask(&self) -> bool {
        self.finding == Finding::Doubt
    }

    pub(super) fn asked(&mut self) {
        (self.finding, self.watch) = (Finding::None, Watch::Asked);
    }

    /// The time of the next check.
    pub(super) const fn next_check(&self) -> Option<Millis> {
        match self.watch {
            Watch::At(at) | Watch::Suspect(at) => Some(at),
            Watch::Off | Watch::Asked => None,
        }
    }
}

impl Oracle<'_> {
    pub(super) fn opened(&mut self, now: Millis) {
        self.silence.heard = now;
        self.watch(now);
    }

    fn watch(&mut self, now: Millis) {
        let watches = self.is_open() && !self.config.freezes_are_announced;
        self.silence.watch = if watches { Watch::At(now + CHECK) } else { Watch::Off };
    }

    pub(super) fn feel_time(&mut self, now: Millis, input: &Input<'_>) {
        self.silence.finding = Finding::None;
        match *input {
            Input::ReadingStopped => (self.silence.listening, self.silence.watch) = (false, Watch::Off),
            Input::ReadingResumed => {
                (self.silence.listening, self.silence.heard) = (true, now);
                if self.is_open() {
                    self.noticed = None;
                }
                self.watch(now);
            }
            Input::RetryDecided { attempt, retry } if attempt == self.attempt && self.silence.watch == Watch::Asked => {
                match retry {
                    Some(false) => self.watch(now),
                    _ => self.silence.finding = Finding::Dead,
                }
            }
            Input::Wakeup => self.check(now),
            _ => {}
        }
    }

    fn check(&mut self, now: Millis) {
        let Some(due) = self.silence.next_check().filter(|due| *due <= now) else { return };
        if now - due >= STANDSTILL {
            self.silence.watch = Watch::Suspect(now + SUSPICION);
        } else if matches!(self.silence.watch, Watch::At(_)) || !self.may_come_back() {
            self.watch(now);
        } else {
            self.silence.finding = if self.asks() { Finding::Doubt } else { Finding::Dead };
        }
    }

    pub(super) fn is_silent(&self, since: Phase) -> bool {
        matches!(since, Phase::Open(_)) && self.silence.listening
    }
}
