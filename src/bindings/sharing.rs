//! What the entry `shared` calls: the sharing protocol as a machine that is fed and polled. A WebAssembly of its own, so
//! that only those who share pay for it.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem;
use core::ops::Range;

use wasm_bindgen::prelude::*;

use crate::sharing::{Encoded, EventIds, Message, NUMBERS, Output, Participant, Payload};

/// A payload, whose content TypeScript has.
#[derive(Clone)]
struct SharedPayload {
    content: Rc<Content>,
    rows: Range<usize>,
}

struct Content {
    /// An object of TypeScript's, which is given back as it came.
    handle: JsValue,
    size: usize,
    ids: EventIds,
}

impl Payload for SharedPayload {
    fn len(&self) -> usize {
        self.rows.len()
    }

    /// Some rows hold the whole content.
    fn size(&self) -> usize {
        self.content.size
    }

    fn last_event_id(&self, row: usize) -> String {
        self.content.ids.get(self.rows.start.saturating_add(row)).into()
    }

    fn rows(&self, from: usize, to: usize) -> Self {
        let at = |row: usize| self.rows.start.saturating_add(row).min(self.rows.end);
        Self { content: Rc::clone(&self.content), rows: at(from)..at(to) }
    }
}

/// One participant, with the data of the command that it gave last.
#[wasm_bindgen]
pub struct SharingCore {
    participant: Participant<SharedPayload>,
    /// What belongs to the next input.
    attached: Vec<SharedPayload>,
    /// Of a message, or of a connection its last event ID.
    text: Option<String>,
    /// Of a message or a delivery.
    payloads: Vec<SharedPayload>,
    /// Boxed, so that its address stays.
    numbers: Box<[f64; NUMBERS]>,
}

#[wasm_bindgen]
impl SharingCore {
    /// A participant that is not present yet. `me` is a whole number, and `capacity` is in bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(me: f64, capacity: u32, start_id: String) -> Self {
        Self {
            participant: Participant::new(me as u64, capacity as usize, start_id),
            attached: Vec::new(),
            text: None,
            payloads: Vec::new(),
            numbers: Box::new([0.0; NUMBERS]),
        }
    }

    /// The address of a message's numbers: TypeScript writes there what was posted, and reads there what to post. Of a
    /// delivery each is its kind, of a connection whether there was one before.
    pub fn numbers(&self) -> u32 {
        self.numbers.as_ptr() as u32
    }

    /// Attaches a payload to the next input. `ids` has a line for the last event ID of each row; the last line holds for all
    /// rows that have none.
    pub fn attach(&mut self, handle: JsValue, rows: u32, size: u32, ids: String) {
        let content = Content { handle, size: size as usize, ids: EventIds::from_lines(ids) };
        self.attached.push(SharedPayload { content: Rc::new(content), rows: 0..rows as usize });
    }

    /// Feeds an input that is no message.
    pub fn input(&mut self, code: u32) {
        let payload = self.attached.pop();
        self.participant.input(code, payload);
    }

    /// Another participant has posted a message: its numbers are in their place, its payloads are attached. What makes no
    /// sense is ignored.
    pub fn heard(&mut self, text: Option<String>) {
        let payloads = mem::take(&mut self.attached);
        if let Some(message) = Message::decode(Encoded { numbers: *self.numbers, text, payloads }) {
            self.participant.heard(message);
        }
    }

    /// The last event ID that was delivered.
    pub fn last_event_id(&self) -> String {
        self.participant.reached()
    }

    /// The code of the next command, 0 if there is none. Its data stays until the next call.
    pub fn next(&mut self) -> u32 {
        let output = self.participant.poll();
        let code = output.as_ref().map_or(0, Output::code);
        self.payloads.clear();
        match output {
            Some(Output::Post(message)) => {
                let encoded = message.encode();
                *self.numbers = encoded.numbers;
                self.text = encoded.text;
                self.payloads = encoded.payloads;
            }
            Some(Output::Connect { last_event_id, again }) => {
                self.numbers.fill(f64::from(again));
                self.text = Some(last_event_id);
            }
            Some(Output::Leave { last_event_id }) => self.text = Some(last_event_id),
            Some(Output::Deliver(kind, payload)) => {
                self.numbers.fill(kind.code().into());
                self.payloads.push(payload);
            }
            Some(Output::Resign | Output::Pause | Output::Rejoin) | None => {}
        }
        code
    }

    /// Of a message its text, of a connection the last event ID.
    pub fn text(&mut self) -> Option<String> {
        self.text.take()
    }

    /// How many payloads a message or a delivery has.
    pub fn payloads(&self) -> usize {
        self.payloads.len()
    }

    /// What was attached; `undefined` if there is no such payload.
    pub fn payload(&self, index: usize) -> JsValue {
        self.payloads.get(index).map_or(JsValue::UNDEFINED, |payload| payload.content.handle.clone())
    }

    /// The rows of that payload: from this one
    pub fn first_row(&self, index: usize) -> usize {
        self.payloads.get(index).map_or(0, |payload| payload.rows.start)
    }

    /// up to this one.
    pub fn end_row(&self, index: usize) -> usize {
        self.payloads.get(index).map_or(0, |payload| payload.rows.end)
    }
}
