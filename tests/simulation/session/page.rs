//! May the page be connected? What the signals of the page mean for its user.

use eventsource_wasm::session::{Input, Millis};

/// After so long a page that said that it is about to be left is no reason for a loss any more.
const LEAVING: Millis = Millis(30_000);
/// A page that is still there so long after it lost its connection stays.
const STAY: Millis = Millis(3_000);

/// The page as its signals tell of it.
#[derive(Default)]
pub(crate) struct Page {
    frozen: bool,
    left: bool,
    /// When it will have been hidden for too long; it is hidden now.
    hide_at: Option<Millis>,
    hidden_for_long: bool,
    leaving: Option<Millis>,
    /// It lost its connection while it was being left. Until then it is given time to go.
    quiet_until: Option<Millis>,
    /// With this input it is clear that it stays.
    stays: bool,
    pub(crate) offline: bool,
}

impl Page {
    /// Takes a signal in. `grace` is how long a connection outlives the hiding of the page, unless it is one that
    /// `outlives_hiding`.
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

    /// Whether a loss at this moment is one that leaving explains. Only the first one is.
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

    /// Whether it was waited for, and is still there.
    pub(crate) const fn stays(&self) -> bool {
        self.stays && !self.is_away()
    }

    /// When the connection must go, or may come back.
    pub(crate) fn must_wake_at(&self) -> Option<Millis> {
        [self.hide_at.filter(|_| !self.is_away()), self.quiet_until].into_iter().flatten().min()
    }
}
