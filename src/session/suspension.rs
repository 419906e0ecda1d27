//! The reasons why a page must not have a connection.

use core::ops::{BitOr, BitOrAssign};

/// A set of reasons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Suspension(u8);

impl Suspension {
    pub(super) const NONE: Self = Self(0);
    /// A frozen page's fetch never settles.
    pub(super) const FROZEN: Self = Self(1);
    /// A connection would keep the page out of the back/forward cache.
    pub(super) const LEFT: Self = Self(2);
    /// The page has been hidden for longer than `hidden_grace`.
    pub(super) const HIDDEN: Self = Self(4);
    /// The connection broke off when the user seemed to leave the page.
    pub(super) const LEAVING: Self = Self(8);
    /// The reasons that end when the page is shown again.
    pub(super) const SHOWN_AGAIN: Self = Self(Self::FROZEN.0 | Self::LEFT.0 | Self::LEAVING.0);

    /// Whether it contains all of these.
    pub(super) const fn contains(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    /// The reasons that remain without these.
    pub(super) const fn without(self, over: Self) -> Self {
        Self(self.0 & !over.0)
    }
}

impl BitOr for Suspension {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Suspension {
    fn bitor_assign(&mut self, other: Self) {
        *self = *self | other;
    }
}
