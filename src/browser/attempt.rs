//! An attempt up to its response: preparation, request, probe, refresh of credentials.

use alloc::rc::Rc;

use futures_core::future::LocalBoxFuture;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

use super::callback::{Settled, follow};
use super::caught::Caught;
use super::cause::Cause;
use super::connection::{Abort, Connection};
use super::delegate::{MaybeFuture, SourceDelegate};
use super::driver::{AttemptDetails, Driver, Pending};
use super::fetch::{PreparedRequest, Sent};
use super::head::{Head, discard_response};
use super::sys;
use crate::session::{Failure, Input};

impl<D: SourceDelegate + 'static> Driver<D> {
    pub(super) fn prepare(&self, attempt: u32) {
        self.details.replace(AttemptDetails::default());
        if let Err(thrown) = self.connect(attempt) {
            self.preparation_failed(attempt, thrown.into());
            return;
        }
        match self.delegate.prepare() {
            MaybeFuture::Ready(request) => self.prepared(attempt, request),
            MaybeFuture::Pending(request) => self.spawn(request, move |driver, outcome| {
                if let Some(driver) = driver {
                    driver.prepared(attempt, outcome.map_err(Cause::from).flatten());
                }
            }),
        }
    }

    fn connect(&self, attempt: u32) -> Result<(), JsValue> {
        let connection = Connection::new(attempt)?;
        self.hold(Some(Rc::new(connection)));
        Ok(())
    }

    fn prepared(&self, attempt: u32, request: Result<PreparedRequest, Cause>) {
        let Some(connection) = self.connection_of(attempt) else { return };
        match request {
            Ok(request) => {
                let custom_headers = request.has_custom_headers;
                connection.request.replace(Some(Rc::new(request)));
                self.input(Input::Prepared { attempt, custom_headers });
            }
            Err(cause) => self.preparation_failed(attempt, cause),
        }
    }

    fn preparation_failed(&self, attempt: u32, cause: Cause) {
        self.details.borrow_mut().cause = cause;
        self.input(Input::PreparationFailed { attempt });
    }

    pub(super) fn fetch(&self, attempt: u32, last_event_id: &str, follow_redirects: bool) {
        let Some(connection) = self.connection_of(attempt) else { return };
        let Some(request) = connection.request() else { return };
        let driver = self.weak();
        let respond = move |outcome: Settled| match driver.upgrade() {
            Some(driver) => driver.responded(attempt, outcome),
            None => outcome.iter().for_each(discard_response),
        };
        let sent = connection.signal().and_then(|signal| request.send(last_event_id, follow_redirects, &signal));
        match sent {
            // Not dropped with the attempt: the connection of a late response must be released.
            Ok(Sent::Promise(promise)) => match follow(&promise, respond) {
                Ok(callback) => callback.detach(),
                Err(thrown) => self.request_failed(attempt, thrown.into()),
            },
            Ok(Sent::Future(future)) => self.spawn(future, move |_, outcome| {
                respond(outcome.flatten().map(JsValue::from));
            }),
            Err(thrown) => self.request_failed(attempt, thrown.into()),
        }
    }

    pub(super) fn probe(&self, attempt: u32) {
        let Some(connection) = self.connection_of(attempt) else { return };
        let Some(request) = connection.request() else { return };
        let then = self.weakly(move |driver, outcome: Settled| {
            if let Some(connection) = driver.connection_of(attempt) {
                // The response's head suffices, so its body is cancelled.
                drop(connection.probe.take());
                driver.input(Input::Probed { attempt, reachable: outcome.is_ok() });
            }
        });
        let sent = Abort::new().and_then(|abort| {
            let promise = request.probe(&abort.signal()?)?;
            connection.probe.replace(Some(abort));
            follow(&promise, then)
        });
        match sent {
            Ok(callback) => callback.detach(),
            Err(_) => self.input(Input::Probed { attempt, reachable: false }),
        }
    }

    pub(super) fn refresh_credentials(&self, failure: Failure) {
        let Failure { attempt, .. } = failure;
        let refreshed = self.delegate.refresh_credentials(&self.failed(failure));
        // The next attempt makes another connection; this one only marks the refresh as pending.
        if let Err(thrown) = self.connect(attempt) {
            self.refreshed(attempt, Err(thrown));
            return;
        }
        self.spawn(refreshed, move |driver, outcome| {
            if let Some(driver) = driver.filter(|driver| driver.connection_of(attempt).is_some()) {
                driver.refreshed(attempt, outcome);
            }
        });
    }

    fn refreshed(&self, attempt: u32, outcome: Result<bool, JsValue>) {
        let renewed = outcome.map_err(|thrown| self.details.borrow_mut().cause = thrown.into()).ok();
        self.input(Input::CredentialsRefreshed { attempt, renewed });
    }

    fn responded(&self, attempt: u32, outcome: Settled) {
        match (outcome, self.connection_of(attempt)) {
            (Ok(response), None) => discard_response(&response),
            (Ok(response), Some(connection)) => {
                if let Err(cause) = self.accept(&connection, &response) {
                    discard_response(&response);
                    self.request_failed(attempt, cause);
                }
            }
            (Err(thrown), _) => self.request_failed(attempt, thrown.into()),
        }
    }

    /// Returns `Err` if the response cannot be used.
    fn accept(&self, connection: &Connection, response: &JsValue) -> Result<(), Cause> {
        let Connection { attempt, .. } = *connection;
        let url = connection.request().map(|request| Rc::clone(&request.url)).unwrap_or_default();
        let response: &sys::Response = response.unchecked_ref();
        let head = Head::of(response, &url)?;
        connection.unread.replace(response.body()?);
        self.details.borrow_mut().url = head.url.as_str().into();
        self.enqueue(Pending::Response { attempt, head });
        Ok(())
    }

    pub(super) fn request_failed(&self, attempt: u32, cause: Cause) {
        let Some(connection) = self.connection_of(attempt) else { return };
        self.details.borrow_mut().cause = cause;
        let blocked = connection.request().is_some_and(|request| request.is_blocked());
        self.input(Input::NetworkError { attempt, blocked });
    }

    /// Runs the caller's future to its end, even if the attempt ends before: cancelling a refresh of credentials may lose
    /// them. `then` receives the driver, if it still exists, and the outcome.
    fn spawn<T: 'static>(
        &self,
        future: LocalBoxFuture<'static, T>,
        then: impl FnOnce(Option<Rc<Self>>, Result<T, JsValue>) + 'static,
    ) {
        let driver = self.weak();
        spawn_local(async move {
            let outcome = Caught::new(future).await;
            then(driver.upgrade(), outcome);
        });
    }
}
