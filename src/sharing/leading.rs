//! The participant that holds the lock.

use alloc::string::String;
use alloc::vec::Vec;

use super::log::{Log, Past, Payload};
use super::message::{Message, Question, Want};
use super::position::{Position, Term};
use super::{History, Output, Participant};

impl<P: Payload> Participant<P> {
    pub(super) fn lead(&mut self) {
        self.highest = self.highest.saturating_add(1);
        let term = Term { number: self.highest, leader: self.me };
        let base = self.position();
        self.leading = Some(Position::start_of(term));
        self.announced = Some((term, base));
        self.post(Message::Lead { term, base });
        self.pause();
        let again = term.number > 1 || self.history.is_some();
        self.outputs.push(Output::Connect { last_event_id: self.end_id(), again });
    }

    /// A question before the first item is not answered: its asker repeats it when that item comes.
    pub(super) fn welcome(&mut self, question: Question, want: &Want) {
        let Some(History { position, log }) = &self.history else { return };
        if self.leading == Some(*position) {
            let past = match want {
                Want::After(position) => log.after(*position),
                Want::AfterId(id) => {
                    let events = if id.is_empty() { Some(Vec::new()) } else { log.after_id(id) };
                    events.map(|events| Past { branch: *position, events })
                }
            };
            let (at, last_event_id, open) = (*position, log.end_id(), self.open.clone());
            self.post(Message::Welcome { question, at, last_event_id, open, past });
        }
    }

    pub(super) fn leader_is_behind(&mut self, at: Position, last_event_id: String) {
        let Some(leading) = self.leading else { return };
        self.highest = self.highest.max(at.term.number);
        if leading.index == 0 && self.history.is_none() {
            if !self.start_id.is_empty() && self.start_id != last_event_id {
                self.leave();
                return;
            }
            self.history = Some(History { position: at, log: Log::new(at, last_event_id, self.capacity) });
            self.lead();
        } else if leading.term < at.term {
            self.lead();
        }
    }
}
