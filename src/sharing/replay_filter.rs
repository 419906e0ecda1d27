//! Recognises repeated events by their IDs: those that a participant already has when a new leader resumes before them.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use super::log::Payload;

#[derive(Debug)]
pub(super) struct ReplayFilter {
    ids: Vec<String>,
    /// The last event ID from which the new leader resumes. Events without an ID of their own carry it too, so it does not
    /// identify an event.
    branch: String,
}

impl ReplayFilter {
    /// Creates a filter without events after that ID.
    pub(super) const fn new(branch: String) -> Self {
        Self { ids: Vec::new(), branch }
    }

    /// A leader resumes at `branch`, before these events, which were already dispatched.
    pub(super) fn add<P: Payload>(&mut self, events: &[P], branch: String) {
        let mut later = mem::take(&mut self.ids);
        for events in events {
            self.append(events);
        }
        self.ids.append(&mut later);
        self.branch = branch;
    }

    /// Adds events that were already dispatched.
    pub(super) fn append<P: Payload>(&mut self, events: &P) {
        for row in 0..events.len() {
            self.ids.push(events.last_event_id(row));
        }
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The last event ID of the added events.
    pub(super) fn end_id(&self) -> Option<String> {
        self.ids.last().cloned()
    }

    /// Returns the events that are new.
    pub(super) fn unseen<P: Payload>(&mut self, events: P) -> Vec<P> {
        let len = events.len();
        let mut unseen = Vec::new();
        let mut from = 0;
        for row in 0..len {
            if self.ids.is_empty() {
                break;
            }
            let id = events.last_event_id(row);
            if id == self.branch {
                continue;
            }
            if let Some(index) = self.ids.iter().position(|seen| *seen == id) {
                self.ids.drain(..=index);
                if from < row {
                    unseen.push(events.rows(from, row));
                }
                from = row + 1;
            } else {
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
