//! Between the driver, which brings events when they come, and the task that takes them when it likes.

use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::sync::Arc;
use core::cell::{Cell, RefCell};
use core::task::{Context, Poll, Waker};

use futures_core::future::LocalBoxFuture;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;
use web_sys::{AbortSignal, Response};

use super::error_body::ErrorBody;
use super::request::{Request, origin_of};
use super::{Error, Event, ReadyState};
use crate::browser::{Answer, Prepared, Promised, Sink};
use crate::event_stream::Batch;
use crate::session::{Failure, Why};

type Item = Result<Event, Error>;

/// What the caller wants to be asked and told.
#[derive(Default)]
pub(super) struct Hooks {
    pub(super) refresh: Option<Refresh>,
    pub(super) should_retry: Option<ShouldRetry>,
    pub(super) ready_state: Option<HearState>,
}

type Refresh = Box<dyn Fn(Error) -> LocalBoxFuture<'static, bool>>;
type ShouldRetry = Box<dyn Fn(&Error) -> Option<bool>>;
type HearState = Box<dyn Fn(ReadyState)>;

/// What has come and was not taken.
pub(super) struct Inbox {
    request: Rc<Request>,
    error_body: Option<ErrorBody>,
    hooks: Hooks,
    ready_state: Cell<ReadyState>,
    /// The consumer is gone: nobody is told of what happens now.
    deserted: Cell<bool>,
    items: RefCell<VecDeque<Item>>,
    waker: RefCell<Option<Waker>>,
    origin: RefCell<Arc<str>>,
    last_event_id: RefCell<String>,
    /// The driver reads no further.
    holds_driver: Cell<bool>,
}

impl Inbox {
    pub(super) fn new(request: Request, error_body: Option<ErrorBody>, hooks: Hooks, last_event_id: &str) -> Self {
        Self {
            request: Rc::new(request),
            error_body,
            hooks,
            ready_state: Cell::new(ReadyState::Connecting),
            deserted: Cell::new(false),
            items: RefCell::default(),
            waker: RefCell::default(),
            origin: RefCell::default(),
            last_event_id: RefCell::new(last_event_id.into()),
            holds_driver: Cell::new(false),
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
                self.waker.replace(Some(context.waker().clone()));
                Poll::Pending
            }
        }
    }

    /// Whether the driver may read on, after it was told to wait.
    pub(super) fn lets_go(&self) -> bool {
        self.items.borrow().is_empty() && self.holds_driver.replace(false)
    }

    pub(super) fn is_finished(&self) -> bool {
        self.ready_state() == ReadyState::Closed && self.items.borrow().is_empty()
    }

    /// What has come is gone, and nothing more comes.
    pub(super) fn close(&self) {
        self.items.take();
        self.change_to(ReadyState::Closed);
        self.wake();
    }

    pub(super) fn desert(&self) {
        self.deserted.set(true);
    }

    fn is_closed(&self) -> bool {
        self.ready_state() == ReadyState::Closed
    }

    fn change_to(&self, state: ReadyState) {
        if self.ready_state.replace(state) != state
            && !self.deserted.get()
            && let Some(hear) = &self.hooks.ready_state
        {
            hear(state);
        }
    }

    fn error(&self, failure: Failure, response: Option<&Response>, cause: &JsValue) -> Error {
        let body = self.error_body.as_ref().zip(response).and_then(|(error_body, response)| error_body.of(response));
        Error::new(failure, cause, body)
    }

    fn wake(&self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

impl Sink for Rc<Inbox> {
    fn prepare(&self, _attempt: u32, _why: Why, _signal: &AbortSignal) -> Answer<Prepared> {
        self.request.prepare()
    }

    fn refresh_credentials(&self, failure: Failure, response: Option<&Response>, _signal: &AbortSignal) -> Promised {
        let renewed =
            self.hooks.refresh.as_ref().map(|refresh| refresh(self.error(failure, response, &JsValue::UNDEFINED)));
        let answer = async move {
            Ok(match renewed {
                Some(renewed) => renewed.await.into(),
                None => JsValue::FALSE,
            })
        };
        future_to_promise(answer).unchecked_into()
    }

    fn should_retry(&self, failure: Failure, response: Option<&Response>, cause: &JsValue) -> Option<bool> {
        self.hooks.should_retry.as_ref().and_then(|decide| decide(&self.error(failure, response, cause)))
    }

    fn read_error_body(&self, response: &Response) -> Promised {
        let (error_body, response) = (self.error_body.clone(), Clone::clone(response));
        let read = async move {
            if let Some(error_body) = error_body {
                error_body.keep(&response).await;
            }
            Ok(JsValue::UNDEFINED)
        };
        future_to_promise(read).unchecked_into()
    }

    fn announce(&self, response: &Response) {
        if !self.is_closed() {
            let origin = origin_of(&response.url()).or_else(|| origin_of(&self.request.url));
            self.origin.replace(origin.unwrap_or_default().into());
            self.change_to(ReadyState::Open);
        }
    }

    fn dispatch(&self, batch: &Batch) -> bool {
        if self.is_closed() {
            return true;
        }
        {
            let origin = self.origin.borrow();
            self.items.borrow_mut().extend(batch.events().map(|event| Ok(Event::new(event, &origin))));
        }
        self.holds_driver.set(true);
        self.wake();
        // Whoever was woken may have taken all at once.
        !self.holds_driver.get()
    }

    fn pause(&self) {
        if !self.is_closed() {
            self.change_to(ReadyState::Connecting);
        }
    }

    fn fail(&self, failure: Failure, response: Option<&Response>, cause: &JsValue) {
        if self.is_closed() {
            return;
        }
        let error = self.error(failure, response, cause);
        let state = if error.will_retry() { ReadyState::Connecting } else { ReadyState::Closed };
        {
            let mut items = self.items.borrow_mut();
            // One failure tells as much as many that nobody took.
            items.pop_back_if(|last| last.is_err());
            items.push_back(Err(error));
        }
        self.change_to(state);
        self.wake();
    }
}
