//! The contract between a driver and the owner of a source.

use futures_core::future::LocalBoxFuture;

use super::cause::Cause;
use super::fetch::PreparedRequest;
use crate::event_stream::{Batch, Comments};
use crate::session::Failure;

/// The owner of a source: hears of events, and answers what only the caller can. None of its methods throws: it runs the
/// caller's code by [`reported`](super::reported) only.
pub(crate) trait SourceDelegate {
    /// Prepares the request of the next attempt.
    fn prepare(&self) -> MaybeFuture<PreparedRequest>;
    /// Refreshes the credentials; the future gives whether to try again.
    fn refresh_credentials(&self, failed: &FailedAttempt) -> LocalBoxFuture<'static, bool>;
    /// Decides whether to reconnect after a failure; `None` leaves it to the standard.
    fn should_retry(&self, failed: &FailedAttempt) -> Option<bool>;
    /// The connection to this URL is open.
    fn announce(&self, url: &str);
    /// Events, in order. Whether all were taken: if not, reading waits for [`Driver::drained`](super::Driver::drained).
    fn dispatch(&self, batch: &Batch<Comments>) -> bool;
    /// The connection is given up for now, without a failure.
    fn pause(&self);
    /// The connection failed.
    fn fail(&self, failed: &FailedAttempt);
}

/// What can be had at once or later.
pub(crate) enum MaybeFuture<T> {
    Ready(Result<T, Cause>),
    /// Runs the caller's code.
    Pending(LocalBoxFuture<'static, Result<T, Cause>>),
}

/// A failure, and what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct FailedAttempt {
    pub(crate) failure: Failure,
    pub(crate) cause: Cause,
    /// The beginning of the refused response's body, if the caller asked for it.
    pub(crate) body: Option<Box<str>>,
}
