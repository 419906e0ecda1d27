//! May the session be connected now? The page's visibility and life, and the browser's opinion of the network.

use core::ops::{BitOr, BitOrAssign};

/// What keeps the page away from its connection: nothing, or several things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Absence(u8);

impl Absence {
    pub(super) const NONE: Self = Self(0);
    /// A frozen page's fetch never settles again.
    pub(super) const FROZEN: Self = Self(1);
    /// A page that is left should fit into the back/forward cache.
    pub(super) const LEFT: Self = Self(2);
    /// The page has been hidden for long enough.
    pub(super) const HIDDEN: Self = Self(4);

    /// What is over when these are.
    pub(super) const fn without(self, over: Self) -> Self {
        Self(self.0 & !over.0)
    }
}

impl BitOr for Absence {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Absence {
    fn bitor_assign(&mut self, other: Self) {
        *self = *self | other;
    }
}
