//! The last events that the leaders have posted, for participants that missed some. Its size is limited.

use alloc::string::String;
use alloc::vec::Vec;

use super::position::Position;

/// The events of one item.
pub trait Payload: Clone {
    /// The number of events.
    fn len(&self) -> usize;
    /// Their size in memory, in any unit.
    fn size(&self) -> usize;
    /// The last event ID of one event.
    fn last_event_id(&self, row: usize) -> String;
    /// The events from `from` up to `to`, exclusive.
    #[must_use]
    fn rows(&self, from: usize, to: usize) -> Self;

    /// Whether there are no events.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The last event ID after all events.
    fn end_id(&self) -> String {
        self.last_event_id(self.len().saturating_sub(1))
    }
}

/// The events that a participant missed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past<P> {
    /// The last position that it has in common with the others: its later events are sent again.
    pub branch: Position,
    /// The events after that position.
    pub events: Vec<P>,
}

#[derive(Debug)]
pub(super) struct Log<P> {
    /// The log has everything after this position.
    floor: Position,
    /// The last event ID at that position.
    floor_id: String,
    entries: Vec<(Position, Entry<P>)>,
    size: usize,
    capacity: usize,
}

#[derive(Debug)]
enum Entry<P> {
    /// The next entry follows that position: the history goes back to it.
    Join(Position),
    Events(P),
}

impl<P: Payload> Log<P> {
    /// Holds payloads of at most `capacity` in total, and at least half of it. It keeps the last payload, whatever its size.
    pub(super) const fn new(floor: Position, floor_id: String, capacity: usize) -> Self {
        Self { floor, floor_id, entries: Vec::new(), size: 0, capacity }
    }

    /// Continues the history from `base` at another position.
    pub(super) fn join(&mut self, at: Position, base: Position) {
        self.entries.push((at, Entry::Join(base)));
    }

    pub(super) fn push(&mut self, at: Position, events: P) {
        self.size = self.size.saturating_add(events.size());
        self.entries.push((at, Entry::Events(events)));
        if self.size > self.capacity {
            self.forget();
        }
    }

    /// Removes entries down to half the capacity, so that it runs seldom.
    fn forget(&mut self) {
        let last = self.entries.len().saturating_sub(1);
        let mut forgotten = 0;
        for (at, entry) in self.entries.iter().take(last) {
            if self.size <= self.capacity / 2 {
                break;
            }
            self.floor = *at;
            if let Some(events) = entry.events() {
                self.size = self.size.saturating_sub(events.size());
                self.floor_id = events.end_id();
            }
            forgotten += 1;
        }
        self.entries.drain(..forgotten);
    }

    /// The last event ID after all entries.
    pub(super) fn end_id(&self) -> String {
        let mut newest_first = self.entries.iter().rev();
        let last = newest_first.find_map(|(_, entry)| entry.events());
        last.map_or_else(|| self.floor_id.clone(), Payload::end_id)
    }

    /// The events after a position, as in [`Past`]; `None` if the log may lack some of them.
    pub(super) fn after(&self, position: Position) -> Option<Past<P>> {
        let mut branch = position;
        for (at, entry) in self.entries.iter().rev() {
            if let Entry::Join(base) = entry
                && *at > branch
            {
                branch = branch.min(*base);
            }
        }
        self.holds(branch).then(|| Past { branch, events: self.newer(branch).cloned().collect() })
    }

    /// The events after the last event with this ID; `None` if there is no such event.
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

    /// Removes the events after a position and returns them; `None`, and no change, if the log may lack some of them.
    pub(super) fn truncate(&mut self, position: Position) -> Option<Vec<P>> {
        let Past { branch, events } = self.after(position)?;
        if branch != position {
            return None;
        }
        self.entries.retain(|(at, _)| *at <= position);
        for events in &events {
            self.size = self.size.saturating_sub(events.size());
        }
        Some(events)
    }

    /// Whether the position is in this history, and not older than the log.
    fn holds(&self, position: Position) -> bool {
        let is_of_it = |at: Position| at.term == position.term;
        self.floor <= position && (is_of_it(self.floor) || self.entries.iter().any(|(at, _)| is_of_it(*at)))
    }

    fn newer(&self, position: Position) -> impl Iterator<Item = &P> {
        self.entries.iter().filter(move |(at, _)| *at > position).filter_map(|(_, entry)| entry.events())
    }
}

impl<P> Entry<P> {
    const fn events(&self) -> Option<&P> {
        match self {
            Self::Events(events) => Some(events),
            Self::Join(_) => None,
        }
    }
}
