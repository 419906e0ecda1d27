//! Senses and hands: tells a [`Session`] what happens in the browser, and obeys what it wishes. No rule lives here.
//!
//! # The contract
//!
//! 1. **No borrow while calling out.** One wish is taken, the session let go, then obeyed. Every call into JavaScript may
//!    come back: a listener closes the source, a `headers` function makes another.
//! 2. **Re-entry only queues.** What is told during a turn waits until the turn has obeyed all wishes. Turns do not nest.
//! 3. **Created is subscribed, dropped is released.** Functions are made once per source, not per attempt. They know the
//!    driver weakly, so a promise that settles late finds nobody and does nothing.
//! 4. **One crossing per chunk.** Bytes in; the events of the chunk out, all in one call.

mod attempt;
mod body;
mod clock;
mod fetch;
mod page;
mod retry_after;
mod sys;
mod timer;

use alloc::collections::VecDeque;
use alloc::rc::{Rc, Weak};
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

use wasm_bindgen::prelude::*;
use web_sys::{AbortController, AbortSignal, Event, Response};

use crate::event_stream::Batch;
use crate::session::{Config, Failure, Input, Output, ResponseHead, Session, Why};
use attempt::Attempt;
use body::Body;
use clock::Clock;
pub(crate) use clock::seed;
use page::Page;
use retry_after::retry_after;
pub(crate) use sys::{Prepared, Promised};
use timer::Timer;

/// Who owns a source: hears of events, and answers questions that only the caller can.
pub(crate) trait Sink {
    /// Prepares the request of an attempt.
    fn prepare(&self, attempt: u32, why: Why, signal: &AbortSignal) -> Answer<Prepared>;
    /// Refreshes the credentials; the promise gives whether to try again.
    fn refresh_credentials(&self, failure: Failure, response: Option<&Response>, signal: &AbortSignal) -> Promised;
    /// Decides whether to come back after a failure; `None` leaves it to the standard.
    fn should_retry(&self, failure: Failure, response: Option<&Response>, cause: &JsValue) -> Option<bool>;
    /// Reads the beginning of the body of a refused response; the promise settles when that is done.
    fn read_error_body(&self, response: &Response) -> Promised;
    /// The connection is open.
    fn announce(&self, response: &Response);
    /// Events, in order. Whether all were dispatched: if not, reading waits for [`Driver::drained`].
    fn dispatch(&self, batch: &Batch) -> bool;
    /// The connection is given up for now.
    fn pause(&self);
    /// The connection failed.
    fn fail(&self, failure: Failure, response: Option<&Response>, cause: &JsValue);
}

/// An answer that may take time.
pub(crate) enum Answer<T> {
    /// Here it is.
    Now(T),
    /// A promise of it.
    Later(Promised),
}

/// One source's session, with the browser around it.
pub(crate) struct Driver<S: Sink> {
    sink: S,
    session: RefCell<Session>,
    told: RefCell<VecDeque<Input<'static>>>,
    in_turn: Cell<bool>,
    clock: Clock,
    timer: Timer,
    page: RefCell<Option<Page>>,
    attempt: RefCell<Option<Attempt>>,
    /// The response and the cause of the attempt's failure, kept for whoever is told of it.
    last_response: RefCell<Option<Response>>,
    last_cause: RefCell<JsValue>,
    /// Whether the sink has events left to dispatch.
    busy: Cell<bool>,
    buffer: RefCell<Vec<u8>>,
    /// Called by whatever the browser has to tell, with its outcome's number and its attempt's.
    on_outcome: sys::Bindable,
}

/// What the browser can tell, as the first argument of the function that it calls.
#[derive(Clone, Copy)]
enum Outcome {
    Started,
    Prepared,
    PreparationFailed,
    Responded,
    Broke,
    Chunk,
    Reachable,
    Unreachable,
    Refreshed,
    RefreshFailed,
    ErrorBodyRead,
    Woken,
    PageChanged,
}

impl Outcome {
    const ALL: [Self; 13] = [
        Self::Started,
        Self::Prepared,
        Self::PreparationFailed,
        Self::Responded,
        Self::Broke,
        Self::Chunk,
        Self::Reachable,
        Self::Unreachable,
        Self::Refreshed,
        Self::RefreshFailed,
        Self::ErrorBodyRead,
        Self::Woken,
        Self::PageChanged,
    ];
}

impl<S: Sink + 'static> Driver<S> {
    pub(crate) fn new(mut config: Config, sink: S) -> Rc<Self> {
        config.is_told_of_freezes = Page::tells_of_freezes();
        Rc::new_cyclic(|weak: &Weak<Self>| {
            let weak = weak.clone();
            let closure = Closure::<dyn Fn(usize, u32, JsValue)>::new(move |outcome, attempt, value: JsValue| {
                weak.upgrade().iter().for_each(|driver| driver.settled(outcome, attempt, value.clone()));
            });
            // JavaScript frees it when nothing can call it any more.
            let on_outcome: sys::Bindable = closure.into_js_value().unchecked_into();
            Self {
                sink,
                session: RefCell::new(Session::new(config)),
                told: RefCell::default(),
                in_turn: Cell::new(false),
                clock: Clock::default(),
                timer: Timer::new(on(&on_outcome, Outcome::Woken, 0)),
                page: RefCell::default(),
                attempt: RefCell::default(),
                last_response: RefCell::default(),
                last_cause: RefCell::default(),
                busy: Cell::new(false),
                buffer: RefCell::default(),
                on_outcome,
            }
        })
    }

    pub(crate) fn start(self: &Rc<Self>) {
        let page = Page::listen(self.on(Outcome::PageChanged, 0));
        let hidden = page.is_hidden();
        self.page.replace(Some(page));
        if hidden {
            self.tell(Input::Hidden);
        }
        // A source that is closed in the task that made it, as React's strict mode does, sends no request.
        let now = js_sys::Promise::resolve(&JsValue::UNDEFINED);
        self.follow(now.unchecked_ref(), 0, Outcome::Started, Outcome::Started);
    }

    /// After this nothing is dispatched, no timer runs, no socket stays.
    pub(crate) fn close(&self) {
        // Said at once: what the session wished before must not be obeyed any more.
        self.session.borrow_mut().close();
        self.tell(Input::Close);
    }

    /// The sink has dispatched all it was given.
    pub(crate) fn drained(&self) {
        if self.busy.replace(false) {
            self.tell(Input::ReadingResumed);
            self.pull();
        }
    }

    // --- Turns --------------------------------------------------------------------------------------------------

    fn tell(&self, input: Input<'static>) {
        self.told.borrow_mut().push_back(input);
        if !self.in_turn.replace(true) {
            self.turn();
        }
    }

    /// Tells what borrows from the caller. Promises call from the top, so no turn can be under way; were one, the
    /// connection would count as broken, which loses nothing.
    fn tell_borrowed(&self, attempt: u32, input: Input<'_>) {
        if self.in_turn.replace(true) {
            self.tell(Input::NetworkError { attempt, blocked: false });
            return;
        }
        self.obey(input);
        self.turn();
    }

    fn turn(&self) {
        loop {
            let next = self.told.borrow_mut().pop_front();
            let Some(input) = next else { break };
            self.obey(input);
        }
        self.in_turn.set(false);
        let wakeup = self.session.borrow().next_wakeup();
        self.timer.arm(self.clock.now(), wakeup);
    }

    fn obey(&self, input: Input<'_>) {
        if matches!(input, Input::Close) {
            self.page.replace(None);
        }
        self.session.borrow_mut().handle(self.clock.now(), input);
        loop {
            let next = self.session.borrow_mut().poll();
            let Some(output) = next else { break };
            self.act(output);
        }
    }

    fn act(&self, output: Output) {
        match output {
            Output::Prepare { attempt, why } => self.prepare(attempt, why),
            Output::Fetch { attempt, last_event_id, follow_redirects } => {
                self.fetch(attempt, &last_event_id, follow_redirects);
            }
            Output::ReadErrorBody { attempt } => self.read_error_body(attempt),
            Output::Abort => drop(self.attempt.take()),
            Output::ProbeCors { attempt } => self.probe(attempt),
            Output::RefreshCredentials(failure) => self.refresh_credentials(failure),
            Output::AskShouldRetry(failure) => {
                let response = self.last_response.borrow().clone();
                let cause = self.last_cause.borrow().clone();
                let retry = self.sink.should_retry(failure, response.as_ref(), &cause);
                self.tell(Input::RetryDecided { attempt: failure.attempt, retry });
            }
            Output::Announce => {
                let response = self.last_response.borrow().clone();
                if let Some(response) = response {
                    self.sink.announce(&response);
                }
                self.read();
            }
            Output::Dispatch(batch) => {
                if !self.sink.dispatch(&batch) {
                    self.busy.set(true);
                    self.tell(Input::ReadingStopped);
                }
            }
            Output::Pause => self.sink.pause(),
            Output::Fail(failure) => {
                let response = self.last_response.borrow().clone();
                let cause = self.last_cause.borrow().clone();
                self.sink.fail(failure, response.as_ref(), &cause);
            }
        }
    }

    // --- Wishes that take more than a line ------------------------------------------------------------------------

    fn prepare(&self, attempt: u32, why: Why) {
        self.last_response.replace(None);
        self.last_cause.replace(JsValue::UNDEFINED);
        let Some(signal) = self.hold_attempt(attempt) else { return };
        match self.sink.prepare(attempt, why, &signal) {
            Answer::Now(prepared) => self.prepared(attempt, prepared),
            Answer::Later(promise) => {
                self.follow(&promise, attempt, Outcome::Prepared, Outcome::PreparationFailed);
            }
        }
    }

    /// Makes room for what an attempt will hold.
    fn hold_attempt(&self, number: u32) -> Option<AbortSignal> {
        let controller = AbortController::new().ok()?;
        let signal = controller.signal();
        self.attempt.replace(Some(Attempt { number, controller, prepared: None, unread: None, body: None }));
        Some(signal)
    }

    fn fetch(&self, attempt: u32, last_event_id: &str, follow_redirects: bool) {
        let promise = self
            .with_prepared(|prepared, signal| fetch::open_stream(prepared, last_event_id, follow_redirects, signal));
        match promise {
            Ok(promise) => self.follow(&promise, attempt, Outcome::Responded, Outcome::Broke),
            Err(cause) => self.broke(attempt, cause),
        }
    }

    fn probe(&self, attempt: u32) {
        match self.with_prepared(fetch::probe) {
            Ok(promise) => self.follow(&promise, attempt, Outcome::Reachable, Outcome::Unreachable),
            Err(_) => self.tell(Input::Probed { attempt, reachable: false }),
        }
    }

    fn with_prepared(
        &self,
        act: impl FnOnce(&Prepared, &AbortSignal) -> Result<Promised, JsValue>,
    ) -> Result<Promised, JsValue> {
        let (prepared, signal) = {
            let held = self.attempt.borrow();
            let attempt = held.as_ref().ok_or(JsValue::UNDEFINED)?;
            (attempt.prepared.clone().ok_or(JsValue::UNDEFINED)?, attempt.controller.signal())
        };
        act(&prepared, &signal)
    }

    fn refresh_credentials(&self, failure: Failure) {
        let Some(signal) = self.hold_attempt(failure.attempt) else { return };
        let response = self.last_response.borrow().clone();
        let promise = self.sink.refresh_credentials(failure, response.as_ref(), &signal);
        self.follow(&promise, failure.attempt, Outcome::Refreshed, Outcome::RefreshFailed);
    }

    fn read_error_body(&self, attempt: u32) {
        let response = self.last_response.borrow().clone();
        if let Some(response) = response {
            let read = self.sink.read_error_body(&response);
            self.follow(&read, attempt, Outcome::ErrorBodyRead, Outcome::ErrorBodyRead);
        }
    }

    /// Asks for the next chunk, unless the last one is still being dispatched.
    fn pull(&self) {
        // A stream of the caller's own may run its code now, which may close the source: nothing is borrowed meanwhile.
        if !self.busy.get() {
            let body = self.attempt.borrow().as_ref().and_then(|attempt| attempt.body.clone());
            body.iter().for_each(|body| body.pull());
        }
    }

    fn follow(&self, promise: &Promised, attempt: u32, settled: Outcome, rejected: Outcome) {
        promise.then(&self.on(settled, attempt), &self.on(rejected, attempt));
    }

    fn on(&self, outcome: Outcome, attempt: u32) -> js_sys::Function {
        on(&self.on_outcome, outcome, attempt)
    }

    // --- What promises and events tell ----------------------------------------------------------------------------

    fn settled(&self, outcome: usize, attempt: u32, value: JsValue) {
        let Some(outcome) = Outcome::ALL.get(outcome) else { return };
        match outcome {
            Outcome::Started => self.tell(Input::Start),
            Outcome::Prepared => self.prepared(attempt, value.unchecked_into()),
            Outcome::PreparationFailed => self.preparation_failed(attempt, value),
            Outcome::Responded => self.responded(attempt, value.unchecked_into()),
            Outcome::Broke => self.broke(attempt, value),
            Outcome::Chunk => self.chunk_came(attempt, value.unchecked_ref()),
            Outcome::Reachable => self.tell(Input::Probed { attempt, reachable: true }),
            Outcome::Unreachable => self.tell(Input::Probed { attempt, reachable: false }),
            Outcome::Refreshed => {
                self.tell(Input::CredentialsRefreshed { attempt, renewed: Some(value.is_truthy()) });
            }
            Outcome::RefreshFailed => {
                self.of_attempt(attempt, |_| self.keep_cause(value));
                self.tell(Input::CredentialsRefreshed { attempt, renewed: None });
            }
            Outcome::ErrorBodyRead => self.tell(Input::ErrorBodyRead { attempt }),
            Outcome::Woken => self.woken(),
            Outcome::PageChanged => self.page_changed(value.unchecked_ref()),
        }
    }

    fn woken(&self) {
        self.timer.fired();
        self.tell(Input::Wakeup);
    }

    fn page_changed(&self, event: &Event) {
        let signal = self.page.borrow().as_ref().and_then(|page| page.signal(&event.type_()));
        if let Some(input) = signal {
            self.tell(input);
        }
    }

    fn prepared(&self, attempt: u32, prepared: Prepared) {
        let custom_headers = prepared.custom_headers();
        self.of_attempt(attempt, |held| held.prepared = Some(prepared));
        self.tell(Input::Prepared { attempt, custom_headers });
    }

    fn preparation_failed(&self, attempt: u32, cause: JsValue) {
        self.of_attempt(attempt, |_| self.keep_cause(cause));
        self.tell(Input::PreparationFailed { attempt });
    }

    fn responded(&self, attempt: u32, response: Response) {
        if !self.is_current(attempt) {
            return;
        }
        self.of_attempt(attempt, |held| held.unread = response.body());
        let content_type = response.headers().get("Content-Type").ok().flatten();
        let head = ResponseHead {
            status: response.status(),
            content_type: content_type.as_deref(),
            redirect: response.unchecked_ref::<sys::Kind>().kind() == "opaqueredirect",
            redirected: response.redirected(),
            retry_after: retry_after(&response),
        };
        self.last_response.replace(Some(response));
        self.tell_borrowed(attempt, Input::Response { attempt, head });
    }

    /// Begins to read the stream, unless its owner has just closed it.
    fn read(&self) {
        let unread = self.attempt.borrow_mut().as_mut().map(|held| (held.number, held.unread.take()));
        let Some((attempt, stream)) = unread else { return };
        let Some(stream) = stream else {
            self.tell(Input::End { attempt });
            return;
        };
        match Body::read(&stream, self.on(Outcome::Chunk, attempt), self.on(Outcome::Broke, attempt)) {
            Ok(body) => {
                self.of_attempt(attempt, |held| held.body = Some(Rc::new(body)));
                self.pull();
            }
            Err(cause) => self.broke(attempt, cause),
        }
    }

    fn chunk_came(&self, attempt: u32, chunk: &sys::Chunk) {
        if !self.is_current(attempt) {
            return;
        }
        let value = chunk.value();
        let mut buffer = self.buffer.take();
        buffer.clear();
        // Not by its class: that of another frame's fetch, or of a test's DOM, is another one.
        if js_sys::ArrayBuffer::is_view(&value) {
            let bytes = value.unchecked_ref();
            self.of_attempt(attempt, |held| held.body.iter().for_each(|body| body.take(bytes, &mut buffer)));
        } else if !value.is_undefined() {
            self.broke(attempt, value);
            return;
        }
        // Few chunks are the last one, and each question to JavaScript takes time.
        if buffer.is_empty() && chunk.done() {
            self.tell(Input::End { attempt });
            return;
        }
        self.tell_borrowed(attempt, Input::Bytes { attempt, chunk: &buffer });
        self.buffer.replace(buffer);
        if self.is_current(attempt) {
            self.pull();
        }
    }

    fn broke(&self, attempt: u32, cause: JsValue) {
        let mut blocked = false;
        self.of_attempt(attempt, |held| {
            self.keep_cause(cause);
            blocked = held.prepared.as_ref().is_some_and(Prepared::blocked);
        });
        self.tell(Input::NetworkError { attempt, blocked });
    }

    fn is_current(&self, attempt: u32) -> bool {
        self.attempt.borrow().as_ref().is_some_and(|held| held.number == attempt)
    }

    fn keep_cause(&self, cause: JsValue) {
        self.last_cause.replace(cause);
    }

    fn of_attempt(&self, attempt: u32, act: impl FnOnce(&mut Attempt)) {
        if let Some(held) = self.attempt.borrow_mut().as_mut().filter(|held| held.number == attempt) {
            act(held);
        }
    }
}

/// The function that tells this outcome.
fn on(on_outcome: &sys::Bindable, outcome: Outcome, attempt: u32) -> js_sys::Function {
    on_outcome.bind(&JsValue::UNDEFINED, outcome as usize, attempt)
}
