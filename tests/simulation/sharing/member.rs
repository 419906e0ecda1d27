//! A participant, with its connection and its delivered events.

use eventsource_wasm::sharing::{Participant, Payload};

/// Events by their numbers, which are their IDs if the server gives any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Events {
    pub(super) numbers: Vec<u32>,
    pub(super) with_ids: bool,
}

impl Payload for Events {
    fn len(&self) -> usize {
        self.numbers.len()
    }

    fn size(&self) -> usize {
        self.numbers.len()
    }

    fn last_event_id(&self, row: usize) -> String {
        if self.with_ids { self.numbers[row].to_string() } else { String::new() }
    }

    fn rows(&self, from: usize, to: usize) -> Self {
        Self { numbers: self.numbers[from..to].to_vec(), with_ids: self.with_ids }
    }
}

pub(super) struct Member {
    pub(super) participant: Participant<Events>,
    /// The event before the first one that it requests.
    pub(super) start_id: Option<u32>,
    pub(super) delivered: Vec<u32>,
    pub(super) connection: Option<Connection>,
    pub(super) generation: u32,
    pub(super) listens: bool,
    pub(super) hidden: bool,
    /// Has a connection for itself only.
    pub(super) standalone: bool,
}

#[derive(Clone, Copy)]
pub(super) struct Connection {
    /// The next event's number.
    pub(super) next: u32,
    pub(super) is_open: bool,
}

impl Member {
    pub(super) fn last(&self) -> Option<u32> {
        self.delivered.last().copied().or(self.start_id)
    }
}
