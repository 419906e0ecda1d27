//! Messages as flat arrays of numbers, texts and payloads. What comes from elsewhere is checked as it is read.

use alloc::string::String;
use alloc::vec::Vec;

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::sharing::{Kind, Message, Past, Payload, Position, Question, Term, Want};

#[wasm_bindgen]
extern "C" {
    /// What an item carries: an object of the driver's.
    #[derive(Clone, Debug)]
    pub type Parcel;

    #[wasm_bindgen(method, structural, getter, js_name = length)]
    fn count(this: &Parcel) -> usize;

    #[wasm_bindgen(method, structural, getter)]
    fn size(this: &Parcel) -> usize;

    #[wasm_bindgen(method, structural)]
    fn id(this: &Parcel, row: usize) -> String;

    #[wasm_bindgen(method, structural)]
    fn slice(this: &Parcel, from: usize, to: usize) -> Parcel;
}

impl Payload for Parcel {
    fn len(&self) -> usize {
        self.count()
    }

    fn size(&self) -> usize {
        Self::size(self)
    }

    fn last_event_id(&self, row: usize) -> String {
        self.id(row)
    }

    fn rows(&self, from: usize, to: usize) -> Self {
        self.slice(from, to)
    }
}

impl Kind {
    pub(super) fn from_number(number: u32) -> Option<Self> {
        [Self::Events, Self::Open, Self::Shut].into_iter().find(|kind| *kind as u32 == number)
    }
}

/// The first element of each message.
const LEAD: u64 = 0;
const ITEM: u64 = 1;
const HELLO: u64 = 2;
const WELCOME: u64 = 3;
const AHEAD: u64 = 4;

pub(super) fn write(message: Message<Parcel>) -> Array {
    let writer = Writer(Array::new());
    match message {
        Message::Lead { term, base } => {
            writer.numbers(&[LEAD, term.number, term.leader]);
            base.into_iter().for_each(|base| writer.position(base));
        }
        Message::Item { at, kind, payload } => {
            writer.numbers(&[ITEM]);
            writer.position(at);
            writer.numbers(&[kind as u64]);
            writer.value(payload.into());
        }
        Message::Hello { question, want } => {
            writer.numbers(&[HELLO, question.asker, question.number]);
            match want {
                Want::After(position) => writer.position(position),
                Want::AfterId(id) => writer.value(id.into()),
            }
        }
        Message::Welcome { question, at, last_event_id, open, past } => {
            writer.numbers(&[WELCOME, question.asker, question.number]);
            writer.position(at);
            writer.value(last_event_id.into());
            writer.value(open.map_or(JsValue::UNDEFINED, JsValue::from));
            if let Some(Past { branch, events }) = past {
                writer.position(branch);
                events.into_iter().for_each(|events| writer.value(events.into()));
            }
        }
        Message::Ahead { at, last_event_id } => {
            writer.numbers(&[AHEAD]);
            writer.position(at);
            writer.value(last_event_id.into());
        }
    }
    writer.0
}

pub(super) fn read(message: &Array) -> Option<Message<Parcel>> {
    let mut reader = Reader { message, index: 0 };
    Some(match reader.number()? {
        LEAD => Message::Lead { term: reader.term()?, base: reader.position() },
        ITEM => Message::Item {
            at: reader.position()?,
            kind: Kind::from_number(reader.number()? as u32)?,
            payload: reader.payload()?,
        },
        HELLO => Message::Hello {
            question: reader.question()?,
            want: match reader.text() {
                Some(id) => Want::AfterId(id),
                None => Want::After(reader.position()?),
            },
        },
        WELCOME => Message::Welcome {
            question: reader.question()?,
            at: reader.position()?,
            last_event_id: reader.text()?,
            open: reader.payload().or_else(|| reader.skip()),
            past: reader.position().map(|branch| Past { branch, events: reader.payloads() }),
        },
        AHEAD => Message::Ahead { at: reader.position()?, last_event_id: reader.text()? },
        _ => return None,
    })
}

struct Writer(Array);

impl Writer {
    fn value(&self, value: JsValue) {
        self.0.push(&value);
    }

    /// Numbers up to 2^53 are exact.
    fn numbers(&self, numbers: &[u64]) {
        numbers.iter().for_each(|number| self.value(JsValue::from_f64(*number as f64)));
    }

    fn position(&self, Position { term, index }: Position) {
        self.numbers(&[term.number, term.leader, index]);
    }
}

/// Takes what it can read; what it cannot read stays for another try.
struct Reader<'m> {
    message: &'m Array,
    index: u32,
}

impl Reader<'_> {
    fn take<T>(&mut self, read: impl FnOnce(JsValue) -> Option<T>) -> Option<T> {
        let value = read(self.message.get(self.index))?;
        self.index += 1;
        Some(value)
    }

    fn skip<T>(&mut self) -> Option<T> {
        self.index += 1;
        None
    }

    fn number(&mut self) -> Option<u64> {
        self.take(|value| value.as_f64()).map(|number| number as u64)
    }

    fn text(&mut self) -> Option<String> {
        self.take(|value| value.as_string())
    }

    fn payload(&mut self) -> Option<Parcel> {
        self.take(|value| value.is_object().then(|| value.unchecked_into()))
    }

    fn payloads(&mut self) -> Vec<Parcel> {
        core::iter::from_fn(|| self.payload()).collect()
    }

    fn term(&mut self) -> Option<Term> {
        Some(Term { number: self.number()?, leader: self.number()? })
    }

    fn position(&mut self) -> Option<Position> {
        Some(Position { term: self.term()?, index: self.number()? })
    }

    fn question(&mut self) -> Option<Question> {
        Some(Question { asker: self.number()?, number: self.number()? })
    }
}
