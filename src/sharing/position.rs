//! The position of a participant in the items that the leaders have posted.

/// One leader's term. The higher number is later; of two with the same number, the higher leader wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// One more than the highest number that the leader knew.
    pub number: u64,
    /// The participant that leads.
    pub leader: u64,
}

/// An item of a term: the first item has index 1, and 0 is the start of the term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The term of the item.
    pub term: Term,
    /// The index of the item in its term.
    pub index: u64,
}

impl Position {
    pub(super) const fn start_of(term: Term) -> Self {
        Self { term, index: 0 }
    }

    pub(super) const fn next(self) -> Self {
        Self { term: self.term, index: self.index.saturating_add(1) }
    }
}
