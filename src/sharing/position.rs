//! Where a participant stands in what the leaders have posted.

/// One participant's time as the leader. A higher number is later; of two with the same number the higher leader counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// One more than the highest that the leader knew of.
    pub number: u64,
    /// Who leads.
    pub leader: u64,
}

/// An item of a term; the first has index 1, and 0 is the term's beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Whose item it is.
    pub term: Term,
    /// Which of them.
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
