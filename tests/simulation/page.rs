//! May the page be connected? What the signals of the page mean for its user.

use eventsource_wasm::session::{Input, Millis};

/// The page as its signals tell of it.
#[derive(Default)]
pub(crate) struct Page {
    frozen: bool,
    left: bool,
    /// When it will have been hidden for too long; it is hidden now.
    hide_at: Option<Millis>,
    hidden_for_long: bool,
    pub(crate) offline: bool,
}

impl Page {
    /// Takes a signal in; `grace` is how long a connection outlives the hiding of the page.
    pub(crate) fn hear(&mut self, now: Millis, input: &Input<'_>, grace: Option<Millis>) {
        match input {
            Input::Hidden => self.hide_at = grace.map(|grace| now + grace),
            Input::Visible => *self = Self { offline: self.offline, ..Self::default() },
            Input::Freeze => self.frozen = true,
            Input::Resume => self.frozen = false,
            Input::PageHide => self.left = true,
            Input::PageShow => (self.left, self.frozen) = (false, false),
            Input::Offline => self.offline = true,
            Input::Online => self.offline = false,
            _ => {}
        }
        let decides = matches!(input, Input::Hidden if grace == Some(Millis::ZERO)) || matches!(input, Input::Wakeup);
        if decides && self.hide_at.is_some_and(|at| at <= now) {
            self.hidden_for_long = true;
        }
    }

    pub(crate) const fn is_away(&self) -> bool {
        self.frozen || self.left || self.hidden_for_long
    }

    /// When the connection must go, unless the page is away already.
    pub(crate) fn must_go_at(&self) -> Option<Millis> {
        self.hide_at.filter(|_| !self.is_away())
    }
}
