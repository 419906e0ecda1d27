//! The driver's loop: feeds inputs and executes outputs.

use alloc::collections::VecDeque;
use alloc::rc::{Rc, Weak};
use core::cell::{Cell, RefCell};

use wasm_bindgen::JsValue;

use super::callback::{Callback, Settled, follow};
use super::cause::Cause;
use super::clock::Clock;
use super::connection::Connection;
use super::delegate::{FailedAttempt, SourceDelegate};
use super::head::Head;
use super::page::{self, Page};
use super::timer::WakeupTimer;
use crate::session::{Config, Failure, Input, Next, Output, Session};

/// Connects one source's session with the browser.
pub(crate) struct Driver<D> {
    pub(super) delegate: D,
    this: Weak<Self>,
    session: RefCell<Session>,
    pending: RefCell<VecDeque<Pending>>,
    is_draining: Cell<bool>,
    is_closed: Cell<bool>,
    clock: Clock,
    wakeup: WakeupTimer,
    page: RefCell<Option<Page>>,
    starting: RefCell<Option<Callback>>,
    connection: RefCell<Option<Rc<Connection>>>,
    pub(super) details: RefCell<AttemptDetails>,
    /// A failure that is not told yet.
    withheld: RefCell<Option<FailedAttempt>>,
    /// Whether the delegate still has untaken events.
    pub(super) has_backlog: Cell<bool>,
}

/// The details of the current attempt, for the report of its failure.
#[derive(Debug, Default)]
pub(super) struct AttemptDetails {
    /// The URL of the response.
    pub(super) url: Box<str>,
    pub(super) cause: Cause,
    pub(super) error_body: Option<Box<str>>,
}

/// An input that owns its data.
#[derive(Debug)]
pub(super) enum Pending {
    Plain(Input<'static>),
    Response { attempt: u32, head: Head },
    Bytes { attempt: u32, bytes: Vec<u8> },
}

impl Pending {
    fn as_input(&self) -> Input<'_> {
        match self {
            Self::Plain(input) => *input,
            Self::Response { attempt, head } => Input::Response { attempt: *attempt, head: head.for_session() },
            Self::Bytes { attempt, bytes } => Input::Bytes { attempt: *attempt, chunk: bytes },
        }
    }
}

impl<D: SourceDelegate + 'static> Driver<D> {
    pub(crate) fn new(mut config: Config, delegate: D) -> Rc<Self> {
        config.freezes_are_announced = page::announces_freezes();
        Rc::new_cyclic(|this| Self {
            delegate,
            this: Weak::clone(this),
            session: RefCell::new(Session::new(config)),
            pending: RefCell::default(),
            is_draining: Cell::new(false),
            is_closed: Cell::new(false),
            clock: Clock::default(),
            wakeup: WakeupTimer::default(),
            page: RefCell::default(),
            starting: RefCell::default(),
            connection: RefCell::default(),
            details: RefCell::default(),
            withheld: RefCell::default(),
            has_backlog: Cell::new(false),
        })
    }

    /// Starts in a microtask, so that a source that is closed in the same task sends no request.
    pub(crate) fn start(&self) {
        let begin = self.weakly(|driver, _: Settled| {
            if page::is_hidden() {
                driver.input(Input::Hidden);
            }
            driver.input(Input::Start);
        });
        // If this fails, the page's promises are broken, and no future would run either.
        self.starting.replace(follow(&JsValue::UNDEFINED, begin).ok());
        let notify = Weak::clone(&self.this);
        self.page.replace(Some(Page::watch(move |input| {
            if let Some(driver) = notify.upgrade() {
                driver.input(input);
            }
        })));
    }

    /// Ends the source: no dispatch, no timer and no connection afterwards. Repeated calls have no effect.
    pub(crate) fn close(&self) {
        self.is_closed.set(true);
        // Each of these may run the caller's code, such as a listener of the signal, so nothing is borrowed meanwhile.
        self.hold(None);
        self.wakeup.stop();
        drop(self.page.take());
        drop(self.starting.take());
        drop(self.pending.take());
        drop(self.details.take());
        drop(self.withheld.take());
    }

    /// Makes a new attempt now.
    pub(crate) fn reconnect(&self) {
        self.input(Input::Reconnect);
    }

    /// The delegate has taken all events, after `dispatch` has returned `false`.
    pub(crate) fn drained(&self) {
        if self.has_backlog.replace(false) {
            self.input(Input::ReadingResumed);
            self.read();
        }
    }

    // --- Inputs and outputs ---------------------------------------------------------------------------------------

    pub(super) fn input(&self, input: Input<'static>) {
        self.enqueue(Pending::Plain(input));
    }

    pub(super) fn enqueue(&self, input: Pending) {
        if self.is_closed.get() {
            return;
        }
        self.pending.borrow_mut().push_back(input);
        let Some(_draining) = Raised::raise(&self.is_draining) else { return };
        while let Some(input) = self.next_input() {
            let now = self.clock.now();
            self.session.borrow_mut().handle(now, input.as_input());
            while let Some(output) = self.next_output() {
                self.execute(output);
            }
        }
        if !self.is_closed.get() {
            let at = self.session.borrow().next_wakeup();
            let wake = self.weakly(|driver, ()| {
                driver.wakeup.stop();
                driver.input(Input::Wakeup);
            });
            self.wakeup.set(self.clock.now(), at, move || wake(()));
        }
    }

    fn next_input(&self) -> Option<Pending> {
        self.pending.borrow_mut().pop_front()
    }

    /// Outputs from before the source was closed are not executed.
    fn next_output(&self) -> Option<Output> {
        if self.is_closed.get() { None } else { self.session.borrow_mut().poll() }
    }

    fn execute(&self, output: Output) {
        match output {
            Output::Prepare { attempt, .. } => self.prepare(attempt),
            Output::Fetch { attempt, last_event_id, follow_redirects } => {
                self.fetch(attempt, &last_event_id, follow_redirects);
            }
            Output::ReadErrorBody { attempt } => self.read_error_body(attempt),
            Output::Abort => self.hold(None),
            Output::ProbeCors { attempt } => self.probe(attempt),
            Output::RefreshCredentials(failure) => self.refresh_credentials(failure),
            Output::AskShouldRetry(failure) => {
                let retry = self.delegate.should_retry(&self.failed(failure));
                self.input(Input::RetryDecided { attempt: failure.attempt, retry });
            }
            Output::Announce => {
                let url = core::mem::take(&mut self.details.borrow_mut().url);
                self.delegate.announce(&url);
                self.open();
            }
            Output::Dispatch(batch) => {
                if !self.delegate.dispatch(&batch) {
                    self.has_backlog.set(true);
                    self.input(Input::ReadingStopped);
                }
            }
            Output::Pause => self.delegate.pause(),
            Output::Withhold(failure) => {
                self.withheld.replace(Some(self.failed(failure)));
                self.delegate.pause();
            }
            Output::Fail(failure) => self.fail(failure),
        }
    }

    fn fail(&self, failure: Failure) {
        let withheld = self.withheld.take().filter(|withheld| withheld.failure.attempt == failure.attempt);
        let failed = withheld.map_or_else(|| self.failed(failure), |withheld| FailedAttempt { failure, ..withheld });
        if !matches!(failure.next, Next::Retry(_)) {
            self.close();
        }
        self.delegate.fail(&failed);
    }

    pub(super) fn failed(&self, failure: Failure) -> FailedAttempt {
        let known = self.details.borrow();
        FailedAttempt { failure, cause: known.cause.clone(), body: known.error_body.clone() }
    }

    // --- The connection -------------------------------------------------------------------------------------------

    /// Stores this connection, and releases the one before.
    pub(super) fn hold(&self, connection: Option<Rc<Connection>>) {
        let before = self.connection.replace(connection);
        if let Some(before) = before {
            before.release();
        }
    }

    pub(super) fn connection(&self) -> Option<Rc<Connection>> {
        self.connection.borrow().clone()
    }

    /// The connection of an attempt, unless that is over.
    pub(super) fn connection_of(&self, attempt: u32) -> Option<Rc<Connection>> {
        self.connection().filter(|connection| connection.attempt == attempt)
    }

    // --- Callbacks ------------------------------------------------------------------------------------------------

    /// A callback that does nothing once the driver is gone.
    pub(super) fn weakly<T, F>(&self, act: F) -> impl FnOnce(T) + use<D, T, F>
    where
        F: FnOnce(&Self, T) + 'static,
    {
        let this = self.weak();
        move |value| {
            if let Some(driver) = this.upgrade() {
                act(&driver, value);
            }
        }
    }

    pub(super) fn weak(&self) -> Weak<Self> {
        Weak::clone(&self.this)
    }
}

/// A flag that is set until this is dropped, also by a panic that unwinds.
struct Raised<'a>(&'a Cell<bool>);

impl<'a> Raised<'a> {
    /// Returns `None` if it is set already.
    fn raise(flag: &'a Cell<bool>) -> Option<Self> {
        (!flag.replace(true)).then_some(Self(flag))
    }
}

impl Drop for Raised<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}
