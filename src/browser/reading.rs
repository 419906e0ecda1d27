//! Reads bodies: that of the stream, and that of a refused response.

use alloc::rc::Rc;

use super::body::{BodyReader, Chunk};
use super::callback::Settled;
use super::cause::Cause;
use super::connection::Connection;
use super::delegate::SourceDelegate;
use super::driver::{Driver, Pending};
use super::error_body::ErrorBody;
use crate::session::Input;

impl<D: SourceDelegate + 'static> Driver<D> {
    /// Starts to read the stream, unless the delegate has just closed the source.
    pub(super) fn open(&self) {
        if let Some(connection) = self.connection() {
            self.begin(&connection);
        }
    }

    /// Starts to read a refused response's body.
    pub(super) fn read_error_body(&self, attempt: u32) {
        let Some(connection) = self.connection_of(attempt) else { return };
        let give_up = self.weakly(move |driver, ()| driver.finish_error_body(attempt));
        if let Ok(error_body) = ErrorBody::new(move || give_up(())) {
            connection.error_body.replace(Some(error_body));
            self.begin(&connection);
        } else {
            self.input(Input::ErrorBodyRead { attempt });
        }
    }

    fn begin(&self, connection: &Connection) {
        let Some(body) = connection.unread.take() else {
            self.ended(connection);
            return;
        };
        match BodyReader::of(&body) {
            Ok(reader) => {
                connection.reader.replace(Some(Rc::new(reader)));
                self.read();
            }
            Err(cause) => {
                connection.unread.replace(Some(body));
                self.body_failed(connection, cause);
            }
        }
    }

    /// Requests the next chunk, unless events are still untaken. A refused response's body does not wait for them.
    pub(super) fn read(&self) {
        let Some(connection) = self.connection() else { return };
        let Some(reader) = connection.reader() else { return };
        if self.has_backlog.get() && !connection.is_refused() {
            return;
        }
        let Connection { attempt, .. } = *connection;
        let receive = self.weakly(move |driver, outcome: Settled| driver.received(attempt, outcome));
        if let Err(thrown) = reader.read(receive) {
            self.body_failed(&connection, thrown.into());
        }
    }

    fn received(&self, attempt: u32, outcome: Settled) {
        let Some(connection) = self.connection_of(attempt) else { return };
        let Some(reader) = connection.reader() else { return };
        let Chunk { bytes, is_last } = match reader.take(outcome) {
            Ok(chunk) => chunk,
            Err(cause) => {
                self.body_failed(&connection, cause);
                return;
            }
        };
        let is_enough = connection.error_body.borrow_mut().as_mut().map(|error_body| error_body.push(&bytes));
        if is_enough.is_none() && !bytes.is_empty() {
            self.enqueue(Pending::Bytes { attempt, bytes });
        }
        if is_last || is_enough == Some(true) {
            self.ended(&connection);
        } else if self.connection_of(attempt).is_some() {
            self.read();
        }
    }

    fn ended(&self, connection: &Connection) {
        let Connection { attempt, .. } = *connection;
        if connection.is_refused() {
            self.finish_error_body(attempt);
        } else {
            self.input(Input::End { attempt });
        }
    }

    fn body_failed(&self, connection: &Connection, cause: Cause) {
        if connection.is_refused() {
            self.finish_error_body(connection.attempt);
        } else {
            self.request_failed(connection.attempt, cause);
        }
    }

    /// A refused response's body was read, up to its limit or its end.
    fn finish_error_body(&self, attempt: u32) {
        let Some(connection) = self.connection_of(attempt) else { return };
        let Some(error_body) = connection.error_body.take() else { return };
        drop(connection.reader.take());
        self.details.borrow_mut().error_body = Some(error_body.into_text());
        self.input(Input::ErrorBodyRead { attempt });
    }
}
