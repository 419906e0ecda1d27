//! What the TypeScript of the entry `shared` calls, and what it is called for. A WebAssembly of its own, so that only those
//! who share pay for it.

mod wire;

use alloc::string::String;
use core::cell::RefCell;

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::sharing::{Kind, Output, Share};
use wire::Parcel;

#[wasm_bindgen]
extern "C" {
    /// Who obeys. Its methods never throw.
    pub type Port;

    #[wasm_bindgen(method, structural)]
    fn post(this: &Port, message: Array);

    #[wasm_bindgen(method, structural)]
    fn connect(this: &Port, last_event_id: &str);

    #[wasm_bindgen(method, structural)]
    fn resign(this: &Port);

    #[wasm_bindgen(method, structural)]
    fn deliver(this: &Port, kind: u32, payload: Parcel);

    #[wasm_bindgen(method, structural)]
    fn pause(this: &Port);

    #[wasm_bindgen(method, structural)]
    fn leave(this: &Port, last_event_id: &str);

    #[wasm_bindgen(method, structural)]
    fn rejoin(this: &Port);
}

/// One member, as its driver holds it.
#[wasm_bindgen]
pub struct Member {
    share: RefCell<Share<Parcel>>,
    port: Port,
}

#[wasm_bindgen]
impl Member {
    /// A member that has not come yet.
    #[wasm_bindgen(constructor)]
    pub fn new(port: Port, me: f64, most: usize, since: String) -> Self {
        Self { share: RefCell::new(Share::new(me as u64, most, since)), port }
    }

    /// It has come, or comes back.
    pub fn back(&self) {
        self.tell(Share::back);
    }

    /// It will hear nothing for a while.
    pub fn away(&self) {
        self.tell(Share::away);
    }

    /// It leads.
    pub fn granted(&self) {
        self.tell(Share::granted);
    }

    /// It leads no more.
    pub fn resigned(&self) {
        self.tell(Share::resigned);
    }

    /// Its connection has brought something.
    pub fn produced(&self, kind: u32, payload: Parcel) {
        if let Some(kind) = Kind::from_number(kind) {
            self.tell(|share| share.produced(kind, payload));
        }
    }

    /// A connection for itself only has brought events, which have been dispatched.
    pub fn fetched(&self, events: Parcel) {
        self.tell(|share| share.fetched(events));
    }

    /// Another member has said something. What makes no sense is ignored.
    pub fn heard(&self, message: Array) {
        if let Some(message) = wire::read(&message) {
            self.tell(|share| share.heard(message));
        }
    }

    /// No borrow while calling out: a listener may close the source.
    fn tell(&self, input: impl FnOnce(&mut Share<Parcel>)) {
        input(&mut self.share.borrow_mut());
        self.obey();
    }

    fn obey(&self) {
        loop {
            let next = self.share.borrow_mut().poll();
            let Some(output) = next else { break };
            match output {
                Output::Post(message) => self.port.post(wire::write(message)),
                Output::Connect { last_event_id } => self.port.connect(&last_event_id),
                Output::Resign => self.port.resign(),
                Output::Deliver(kind, payload) => self.port.deliver(kind as u32, payload),
                Output::Pause => self.port.pause(),
                Output::Leave { last_event_id } => self.port.leave(&last_event_id),
                Output::Rejoin => self.port.rejoin(),
            }
        }
    }
}
