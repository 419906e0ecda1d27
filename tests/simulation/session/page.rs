//! Whether the page may be connected, by its signals.

use eventsource_wasm::session::{Input, Millis};

/// After this long, leaving the page no longer explains a loss.
const LEAVING: Millis = Millis(30_000);
/// A page that still exists this long after it lost its connection stays.
const STAY: Millis = Millis(3_000);

/// The state of the page by its signals.
#[derive(Default)]
pub(crate) struct Page {
    frozen: bool,
    left: bool,
    /// The time at which it has been hidden for too long; it is hidden now.
    hide_at: Option<Millis>,
    hidden_for_long: bool,
    leaving: Option<Millis>,
    /// It lost its connection while the user was leaving. Until this time it may still go.
    quiet_until: Option<Millis>,
    /// This input shows that it stays.
    stays: bool,
    pub(crate) offline: bool,
}

impl Page {
    /// Processes a signal. `grace` is how long a connection is kept after the page is hidden, unless it `outlives_hiding`.
    pub(crate) fn hear(&mut self, now: Millis, input: &Input<'_>, grace: Option<Millis>, outlives_hiding: bool) {
        self.stays = false;
        match input {
            Input::Hidden => self.hide_at = grace.map(|grace| now + grace),
            Input::Visible => *self = Self { offline: self.offline, leaving: self.leaving, ..Self::default() },
            Input::Freeze => self.frozen = true,
            Input::Resume => self.frozen = false,
            Input::PageHide => self.left = true,
            Input::PageShow => (self.left, self.frozen, self.quiet_until) = (false, false, None),
            Input::Leaving => self.leaving = Some(now),
            Input::Offline => self.offline = true,
            Input::Online => self.offline = false,
            _ => {}
        }
        let is_hidden = |at: Millis| at <= now;
        match input {
            Input::Hidden if grace == Some(Millis::ZERO) => self.decide_hiding(now, outlives_hiding),
            Input::Wakeup if !outlives_hiding && self.hide_at.is_some_and(is_hidden) => self.decide_hiding(now, false),
            _ => {}
        }
        if matches!(input, Input::Wakeup) && self.quiet_until.is_some_and(|at| at <= now) {
            (self.quiet_until, self.stays) = (None, true);
        }
    }

    /// Decides once whether a page that has been hidden for too long may keep its connection.
    pub(crate) fn decide_hiding(&mut self, now: Millis, outlives_hiding: bool) {
        if self.hide_at.is_some_and(|at| at <= now) {
            self.hide_at = None;
            self.hidden_for_long |= !outlives_hiding;
        }
    }

    /// Whether leaving explains a loss at this time. It explains the first one only.
    pub(crate) fn loses_by_leaving(&mut self, now: Millis) -> bool {
        let is_leaving = self.leaving.take().is_some_and(|since| now - since < LEAVING);
        if is_leaving {
            self.quiet_until = Some(now + STAY);
        }
        is_leaving
    }

    pub(crate) const fn is_away(&self) -> bool {
        self.frozen || self.left || self.hidden_for_long || self.quiet_until.is_some()
    }

    /// Whether the page was expected to go, and is still there.
    pub(crate) const fn stays(&self) -> bool {
        self.stays && !self.is_away()
    }

    /// The time at which the connection must be closed, or may be opened again.
    pub(crate) fn must_wake_at(&self) -> Option<Millis> {
        [self.hide_at.filter(|_| !self.is_away()), self.quiet_until].into_iter().flatten().min()
    }
}
