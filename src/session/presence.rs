//! May the session be connected now? The page's visibility and life, and the browser's opinion of the network.

/// What keeps the page away from its connection.
#[derive(Debug, Default)]
pub(super) struct Presence {
    frozen: bool,
    left: bool,
    hidden_for_long: bool,
    offline: bool,
}

impl Presence {
    /// A frozen page's fetch never settles again, and a page that is left should fit into the back/forward cache.
    pub(super) const fn may_connect(&self) -> bool {
        !self.frozen && !self.left && !self.hidden_for_long
    }

    pub(super) const fn is_offline(&self) -> bool {
        self.offline
    }

    pub(super) const fn freeze(&mut self) {
        self.frozen = true;
    }

    pub(super) const fn resume(&mut self) {
        self.frozen = false;
    }

    pub(super) const fn leave(&mut self) {
        self.left = true;
    }

    /// A page that is shown runs: a missing `resume` must not keep it silent.
    pub(super) const fn show(&mut self) {
        self.left = false;
        self.frozen = false;
    }

    pub(super) const fn hidden_for_long(&mut self) {
        self.hidden_for_long = true;
    }

    /// A visible page is neither hidden, nor frozen, nor left.
    pub(super) const fn visible(&mut self) {
        self.hidden_for_long = false;
        self.show();
    }

    pub(super) const fn set_offline(&mut self, offline: bool) {
        self.offline = offline;
    }
}
