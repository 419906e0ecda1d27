//! What a member has had beyond the point from which a new leader goes on: it comes again, and is told by its IDs.

use alloc::collections::VecDeque;
use alloc::string::String;
use alloc::vec::Vec;

use super::log::Payload;

#[derive(Debug)]
pub(super) struct Ahead {
    ids: VecDeque<String>,
    /// The last event ID from which the new leader goes on. Events that set no ID of their own carry it too, so it tells
    /// none from another.
    branch: String,
}

impl Ahead {
    pub(super) const fn new() -> Self {
        Self { ids: VecDeque::new(), branch: String::new() }
    }

    /// A leader goes on from `branch`, before these events, which have been dispatched.
    pub(super) fn add<P: Payload>(&mut self, events: &[P], branch: String) {
        let ids = events.iter().flat_map(|events| (0..events.len()).map(|row| events.last_event_id(row)));
        let mut ids: VecDeque<String> = ids.collect();
        ids.append(&mut self.ids);
        ids.retain(|id| *id != branch);
        *self = Self { ids, branch };
    }

    /// The last event ID of them.
    pub(super) fn end_id(&self) -> Option<String> {
        self.ids.back().cloned()
    }

    /// What of these events is new.
    pub(super) fn unseen<P: Payload>(&mut self, events: P) -> Vec<P> {
        let len = events.len();
        let mut unseen = Vec::new();
        let mut from = 0;
        for row in 0..len {
            if self.ids.is_empty() {
                break;
            }
            let id = events.last_event_id(row);
            if let Some(index) = self.ids.iter().position(|seen| *seen == id) {
                self.ids.drain(..=index);
                if from < row {
                    unseen.push(events.rows(from, row));
                }
                from = row + 1;
            } else if id != self.branch {
                self.ids.clear();
            }
        }
        if from == 0 {
            unseen.push(events);
        } else if from < len {
            unseen.push(events.rows(from, len));
        }
        unseen
    }
}
