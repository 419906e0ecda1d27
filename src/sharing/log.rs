//! The last events that the leaders have said, for those who missed some. Bounded.

use alloc::collections::VecDeque;
use alloc::string::String;
use alloc::vec::Vec;

use super::position::{Position, Term};

/// The events of one item.
pub trait Payload: Clone {
    /// How many.
    fn len(&self) -> usize;
    /// How much memory they take, in any unit.
    fn size(&self) -> usize;
    /// The last event ID of one of them.
    fn last_event_id(&self, row: usize) -> String;
    /// Some of them.
    #[must_use]
    fn rows(&self, from: usize, to: usize) -> Self;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The last event ID after all of them.
    fn end_id(&self) -> String {
        self.last_event_id(self.len().saturating_sub(1))
    }
}

#[derive(Debug)]
pub(super) struct Log<P> {
    /// Everything after this is held,
    floor: Position,
    /// and this was the last event ID there.
    floor_id: String,
    entries: VecDeque<(Position, Entry<P>)>,
    size: usize,
    most: usize,
}

#[derive(Debug)]
enum Entry<P> {
    /// A term begins, going on from there.
    Start(Position),
    Events(P),
}

impl<P: Payload> Log<P> {
    /// Holds payloads of so much size together, and the last one whatever its size.
    pub(super) const fn new(floor: Position, floor_id: String, most: usize) -> Self {
        Self { floor, floor_id, entries: VecDeque::new(), size: 0, most }
    }

    pub(super) fn start(&mut self, term: Term, base: Position) {
        self.entries.push_back((Position::start_of(term), Entry::Start(base)));
    }

    pub(super) fn push(&mut self, at: Position, events: P) {
        self.size = self.size.saturating_add(events.size());
        self.entries.push_back((at, Entry::Events(events)));
        while self.size > self.most && self.entries.len() > 1 {
            if let Some((at, entry)) = self.entries.pop_front() {
                self.floor = at;
                if let Entry::Events(events) = entry {
                    self.size = self.size.saturating_sub(events.size());
                    self.floor_id = events.end_id();
                }
            }
        }
    }

    /// The last event ID at the end.
    pub(super) fn end_id(&self) -> String {
        let mut newest_first = self.entries.iter().rev();
        let last = newest_first.find_map(|(_, entry)| entry.events());
        last.map_or_else(|| self.floor_id.clone(), Payload::end_id)
    }

    /// What came after; `None` if that is not known to be all.
    pub(super) fn after(&self, position: Position) -> Option<Vec<P>> {
        self.holds(position).then(|| self.newer(position).filter_map(Entry::events).cloned().collect())
    }

    /// What came after the last event with this ID; `None` if there is none.
    pub(super) fn after_id(&self, id: &str) -> Option<Vec<P>> {
        let mut found = Vec::new();
        for events in self.entries.iter().rev().filter_map(|(_, entry)| entry.events()) {
            let len = events.len();
            if let Some(row) = (0..len).rev().find(|row| events.last_event_id(*row) == id) {
                if row + 1 < len {
                    found.push(events.rows(row + 1, len));
                }
                found.reverse();
                return Some(found);
            }
            found.push(events.clone());
        }
        found.reverse();
        (self.floor_id == id).then_some(found)
    }

    /// Takes away what came after; `None`, and nothing taken, if that is not known to be all.
    pub(super) fn truncate(&mut self, position: Position) -> Option<Vec<P>> {
        let removed = self.after(position)?;
        self.entries.retain(|(at, _)| *at <= position);
        self.size = self.entries.iter().filter_map(|(_, entry)| entry.events()).map(Payload::size).sum();
        Some(removed)
    }

    /// Whether the position is one of this history, not older than the log.
    fn holds(&self, position: Position) -> bool {
        let lived = self.floor.term == position.term || self.entries.iter().any(|(at, _)| at.term == position.term);
        let left_before = |entry: &Entry<P>| matches!(entry, Entry::Start(base) if *base < position);
        self.floor <= position && lived && !self.newer(position).any(left_before)
    }

    fn newer(&self, position: Position) -> impl Iterator<Item = &Entry<P>> {
        self.entries.iter().filter(move |(at, _)| *at > position).map(|(_, entry)| entry)
    }
}

impl<P> Entry<P> {
    const fn events(&self) -> Option<&P> {
        match self {
            Self::Events(events) => Some(events),
            Self::Start(_) => None,
        }
    }
}
