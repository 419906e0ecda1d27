//! The core of the entry `shared`: the sharing protocol as a state machine that is fed and polled. It is a separate
//! WebAssembly module, so that only users of `shared` load it.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem;
use core::ops::Range;

use wasm_bindgen::prelude::*;

use crate::sharing::{Encoded, EventIds, Message, NUMBERS, Output, Participant, Payload};

/// A range of rows of a payload. TypeScript holds the content.
#[derive(Clone)]
struct SharedPayload {
    content: Rc<Content>,
    rows: Range<usize>,
}

struct Content {
    /// An object of TypeScript's, returned unchanged.
    handle: JsValue,
    size: usize,
    ids: EventIds,
}

impl Payload for SharedPayload {
    fn len(&self) -> usize {
        self.rows.len()
    }

    /// A few rows keep the whole content alive.
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

/// One participant, with the data of its last command.
#[wasm_bindgen]
pub struct SharingCore {
    participant: Participant<SharedPayload>,
    /// The payloads of the next input.
    attached: Vec<SharedPayload>,
    /// The text of a message, or the last event ID of a connection.
    text: Option<String>,
    /// The payloads of a message or a delivery.
    payloads: Vec<SharedPayload>,
    /// Boxed, so that its address is stable.
    numbers: Box<[f64; NUMBERS]>,
}

#[wasm_bindgen]
impl SharingCore {
    /// A participant that has not joined yet. `me` is a whole number, and `capacity` is in bytes.
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

    /// Returns the address of a message's numbers. TypeScript writes a received message there, and reads there the message
    /// to post. For a delivery each of them is its kind, for a connection whether there was one before.
    pub fn numbers(&self) -> u32 {
        self.numbers.as_ptr() as u32
    }

    /// Attaches a payload to the next input. `ids` has a line for the last event ID of each row; the last line is the ID of
    /// all further rows.
    pub fn attach(&mut self, handle: JsValue, rows: u32, size: u32, ids: String) {
        let content = Content { handle, size: size as usize, ids: EventIds::from_lines(ids) };
        self.attached.push(SharedPayload { content: Rc::new(content), rows: 0..rows as usize });
    }

    /// Feeds an input other than a message.
    pub fn input(&mut self, code: u32) {
        let payload = self.attached.pop();
        self.participant.input(code, payload);
    }

    /// Feeds a message of another participant: its numbers are written and its payloads attached. An invalid message is
    /// ignored.
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

    /// Returns the code of the next command, 0 if there is none. Its data is valid until the next call.
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

    /// Takes the text of a message, or the last event ID of a connection.
    pub fn text(&mut self) -> Option<String> {
        self.text.take()
    }

    /// The number of payloads of a message or a delivery.
    pub fn payloads(&self) -> usize {
        self.payloads.len()
    }

    /// Returns the attached object; `undefined` if there is no such payload.
    pub fn payload(&self, index: usize) -> JsValue {
        self.payloads.get(index).map_or(JsValue::UNDEFINED, |payload| payload.content.handle.clone())
    }

    /// The first row of that payload.
    pub fn first_row(&self, index: usize) -> usize {
        self.payloads.get(index).map_or(0, |payload| payload.rows.start)
    }

    /// The end of its rows, exclusive.
    pub fn end_row(&self, index: usize) -> usize {
        self.payloads.get(index).map_or(0, |payload| payload.rows.end)
    }
}
