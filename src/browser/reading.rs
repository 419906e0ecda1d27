//! Bodies: the stream's, and a refused response's.

use alloc::rc::Rc;

use super::body::BodyReader;
use super::callback::Settled;
use super::cause::Cause;
use super::connection::Connection;
use super::delegate::SourceDelegate;
use super::driver::{Driver, Pending};
use crate::session::Input;

impl<D: SourceDelegate + 'static> Driver<D> {
    /// Begins to read the current connection's body.
    pub(super) fn open(&self) {
        let Some(connection) = self.connection() else { return };
        let Connection { attempt, .. } = *connection;
        let Some(body) = connection.unread.take() else {
            self.input(Input::End { attempt });
            return;
        };
        match BodyReader::of(&body) {
            Ok(reader) => {
                connection.reader.replace(Some(Rc::new(reader)));
                self.read();
            }
            Err(cause) => {
                connection.unread.replace(Some(body));
                self.stopped(&connection, cause);
            }
        }
    }

    /// Asks for the next chunk, unless events are still to be taken.
    pub(super) fn read(&self) {
        let Some(connection) = self.connection().filter(|_| !self.is_behind.get()) else { return };
        let Some(reader) = connection.reader() else { return };
        let Connection { attempt, .. } = *connection;
        let receive = self.weakly(move |driver, outcome: Settled| driver.received(attempt, outcome));
        if let Err(thrown) = reader.read(receive) {
            self.stopped(&connection, thrown.into());
        }
    }

    fn received(&self, attempt: u32, outcome: Settled) {
        let Some(connection) = self.connection_of(attempt) else { return };
        let Some(reader) = connection.reader() else { return };
        let chunk = match reader.take(outcome) {
            Ok(chunk) => chunk,
            Err(cause) => {
                self.stopped(&connection, cause);
                return;
            }
        };
        let refused = connection.error_body.borrow_mut().as_mut().map(|error_body| error_body.push(&chunk.bytes));
        if let Some(has_room) = refused {
            if chunk.is_last || !has_room {
                self.finish_error_body(attempt);
                return;
            }
        } else {
            if !chunk.bytes.is_empty() {
                self.enqueue(Pending::Bytes { attempt, bytes: chunk.bytes });
            }
            if chunk.is_last {
                self.input(Input::End { attempt });
            }
        }
        if !chunk.is_last && self.connection_of(attempt).is_some() {
            self.read();
        }
    }

    /// The body cannot be read any further.
    fn stopped(&self, connection: &Connection, cause: Cause) {
        if connection.error_body.borrow().is_some() {
            self.finish_error_body(connection.attempt);
        } else {
            self.broke(connection.attempt, cause);
        }
    }

    /// Tells of a refused response whose body was read as far as it is wanted.
    pub(super) fn finish_error_body(&self, attempt: u32) {
        let Some(connection) = self.connection_of(attempt) else { return };
        let Some(error_body) = connection.error_body.take() else { return };
        drop(connection.reader.take());
        let head = error_body.head.clone();
        self.known.borrow_mut().error_body = Some(error_body.into_text());
        self.head_came(attempt, head);
    }
}
