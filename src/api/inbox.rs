//! The queue between the driver, which receives events, and the task that takes them.

use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::sync::Arc;
use core::cell::{Cell, RefCell};
use core::future::ready;
use core::task::{Context, Poll, Waker};

use futures_core::future::LocalBoxFuture;

use super::request::{RequestTemplate, origin_of};
use super::{Error, Event, ReadyState};
use crate::browser::{Cause, FailedAttempt, MaybeFuture, PreparedRequest, SourceDelegate, reported};
use crate::event_stream::{Batch, Comments};

type Item = Result<Event, Error>;

/// The caller's callbacks. Each may close the source, which releases them, so a clone is kept during a call.
#[derive(Clone, Default)]
pub(super) struct Callbacks {
    pub(super) on_unauthorized: Option<Rc<OnUnauthorized>>,
    pub(super) should_retry: Option<Rc<ShouldRetry>>,
    pub(super) on_ready_state: Option<Rc<OnReadyState>>,
    pub(super) on_comment: Option<Rc<OnComment>>,
}

type OnUnauthorized = dyn Fn(Error) -> LocalBoxFuture<'static, bool>;
type ShouldRetry = dyn Fn(&Error) -> Option<bool>;
type OnReadyState = dyn Fn(ReadyState);
type OnComment = dyn Fn(&str);

/// The items that were received and not taken yet.
pub(super) struct Inbox {
    /// Released, with the callbacks, when the source closes.
    request: RefCell<Option<Rc<RequestTemplate>>>,
    callbacks: RefCell<Callbacks>,
    has_own_fetch: bool,
    ready_state: Cell<ReadyState>,
    items: RefCell<VecDeque<Item>>,
    waker: RefCell<Option<Waker>>,
    origin: RefCell<Arc<str>>,
    last_event_id: RefCell<String>,
    /// The driver waits until all items are taken.
    driver_waits: Cell<bool>,
}

impl Inbox {
    pub(super) fn new(request: RequestTemplate, callbacks: Callbacks, last_event_id: &str) -> Self {
        let has_own_fetch = request.transport.fetch.is_some();
        Self {
            request: RefCell::new(Some(Rc::new(request))),
            callbacks: RefCell::new(callbacks),
            has_own_fetch,
            ready_state: Cell::new(ReadyState::Connecting),
            items: RefCell::default(),
            waker: RefCell::default(),
            origin: RefCell::default(),
            last_event_id: RefCell::new(last_event_id.into()),
            driver_waits: Cell::new(false),
        }
    }

    pub(super) fn ready_state(&self) -> ReadyState {
        self.ready_state.get()
    }

    pub(super) fn last_event_id(&self) -> String {
        self.last_event_id.borrow().clone()
    }

    pub(super) fn poll_take(&self, context: &Context<'_>) -> Poll<Option<Item>> {
        let item = self.items.borrow_mut().pop_front();
        match item {
            Some(item) => {
                if let Ok(event) = &item {
                    event.last_event_id().clone_into(&mut self.last_event_id.borrow_mut());
                }
                Poll::Ready(Some(item))
            }
            None if self.is_finished() => Poll::Ready(None),
            None => {
                let waker = context.waker().clone();
                drop(self.waker.replace(Some(waker)));
                Poll::Pending
            }
        }
    }

    /// Whether the driver may read again, after `dispatch` has returned `false`.
    pub(super) fn may_resume(&self) -> bool {
        self.items.borrow().is_empty() && self.driver_waits.replace(false)
    }

    pub(super) fn is_finished(&self) -> bool {
        self.is_closed() && self.items.borrow().is_empty()
    }

    /// Drops the items, and accepts no more.
    pub(super) fn close(&self) {
        drop(self.items.take());
        self.change_to(ReadyState::Closed);
        self.wake();
    }

    /// Releases the caller's functions without calling them.
    pub(super) fn release(&self) {
        let held = (self.request.take(), self.callbacks.take());
        // Dropping the caller's closures may run the caller's code.
        reported(move || drop(held));
    }

    fn is_closed(&self) -> bool {
        self.ready_state() == ReadyState::Closed
    }

    fn change_to(&self, state: ReadyState) {
        if self.ready_state.replace(state) != state {
            let notify = self.callbacks.borrow().on_ready_state.clone();
            if let Some(notify) = notify {
                reported(move || notify(state));
            }
        }
        if state == ReadyState::Closed {
            self.release();
        }
    }

    fn report_comments(&self, comments: &str) {
        let hear = self.callbacks.borrow().on_comment.clone();
        if let Some(hear) = hear {
            for comment in comments.lines() {
                let comment = comment.trim_start_matches('\r').to_owned();
                let hear = Rc::clone(&hear);
                reported(move || hear(&comment));
            }
        }
    }

    fn error(&self, failed: &FailedAttempt) -> Error {
        Error::new(failed.clone(), self.has_own_fetch)
    }

    fn wake(&self) {
        if let Some(waker) = self.waker.take() {
            reported(|| waker.wake());
        }
    }
}

impl SourceDelegate for Rc<Inbox> {
    fn prepare(&self) -> MaybeFuture<PreparedRequest> {
        let request = self.request.borrow().clone();
        request.map_or_else(|| MaybeFuture::Ready(Err(Cause::default())), |request| request.prepare())
    }

    fn refresh_credentials(&self, failed: &FailedAttempt) -> LocalBoxFuture<'static, bool> {
        let refresh = self.callbacks.borrow().on_unauthorized.clone();
        let error = self.error(failed);
        match refresh {
            Some(refresh) => Box::pin(async move { refresh(error).await }),
            None => Box::pin(ready(false)),
        }
    }

    fn should_retry(&self, failed: &FailedAttempt) -> Option<bool> {
        let decide = self.callbacks.borrow().should_retry.clone()?;
        let error = self.error(failed);
        reported(move || decide(&error)).flatten()
    }

    fn announce(&self, url: &str) {
        if !self.is_closed() {
            self.origin.replace(origin_of(url).unwrap_or_default().into());
            self.change_to(ReadyState::Open);
        }
    }

    fn dispatch(&self, batch: &Batch<Comments>) -> bool {
        self.report_comments(batch.notes().text());
        if self.is_closed() || batch.is_empty() {
            return true;
        }
        {
            let origin = self.origin.borrow();
            self.items.borrow_mut().extend(batch.events().map(|event| Ok(Event::new(event, &origin))));
        }
        self.driver_waits.set(true);
        self.wake();
        // The woken task may have taken all items at once.
        !self.driver_waits.get()
    }

    fn pause(&self) {
        if !self.is_closed() {
            self.change_to(ReadyState::Connecting);
        }
    }

    fn fail(&self, failed: &FailedAttempt) {
        if self.is_closed() {
            return;
        }
        let error = self.error(failed);
        let state = if error.will_retry() { ReadyState::Connecting } else { ReadyState::Closed };
        {
            let mut items = self.items.borrow_mut();
            // One untaken failure is enough: a newer one replaces it.
            items.pop_back_if(|last| last.is_err());
            items.push_back(Err(error));
        }
        self.change_to(state);
        self.wake();
    }
}
