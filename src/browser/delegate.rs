//! The contract between a driver and the owner of a source.

use futures_core::future::LocalBoxFuture;

use super::cause::Cause;
use super::fetch::PreparedRequest;
use crate::event_stream::Batch;
use crate::session::Failure;

/// The owner of a source. It receives the events, and calls the caller's functions. None of its methods throws: it runs the
/// caller's code by [`reported`](super::reported) only.
pub(crate) trait SourceDelegate {
    /// Prepares the request of the next attempt.
    fn prepare(&self) -> MaybeFuture<PreparedRequest>;
    /// Refreshes the credentials; the future returns whether to retry.
    fn refresh_credentials(&self, failed: &FailedAttempt) -> LocalBoxFuture<'static, bool>;
    /// Decides whether to retry after a failure; `None` leaves the decision to the default rules.
    fn should_retry(&self, failed: &FailedAttempt) -> Option<bool>;
    /// The connection to this URL is open.
    fn announce(&self, url: &str);
    /// Delivers events in order. Returns whether all were taken: if not, reading waits for
    /// [`Driver::drained`](super::Driver::drained).
    fn dispatch(&self, batch: &Batch) -> bool;
    /// The connection is suspended, without a failure.
    fn pause(&self);
    /// The connection failed.
    fn fail(&self, failed: &FailedAttempt);
}

/// A value that is available now or later.
pub(crate) enum MaybeFuture<T> {
    Ready(Result<T, Cause>),
    /// Runs the caller's code.
    Pending(LocalBoxFuture<'static, Result<T, Cause>>),
}

/// A failure, with its details.
#[derive(Clone, Debug)]
pub(crate) struct FailedAttempt {
    pub(crate) failure: Failure,
    pub(crate) cause: Cause,
    /// The beginning of the refused response's body, if the caller requested it.
    pub(crate) body: Option<Box<str>>,
}
