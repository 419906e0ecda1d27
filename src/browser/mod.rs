//! The Rust API's I/O driver. It feeds browser events to a [`Session`](crate::session::Session), and executes its outputs.
//! It contains no rules, no defaults and no messages for people.
//!
//! # The contract
//!
//! 1. **No exception crosses a frame of this crate.** JavaScript is called only through imports that catch; the caller's
//!    functions and futures run in `caught`. Their exceptions are values, and end an attempt, never a source.
//! 2. **No borrow while calling out.** Every call may re-enter: a callback may close the source, a getter may open another
//!    one.
//! 3. **One input, then all its outputs, then the next input.** Inputs of a re-entrant call wait in a queue.
//! 4. **Dropped is released.** A connection, a timer, a listener and a callback end when their value is dropped. JavaScript
//!    and the caller's futures hold the driver weakly.
//!
//! `driver` is the loop of inputs and outputs; `attempt` executes the longer outputs, `reading` reads bodies. The other
//! files have one job each, and do not know the driver.

mod attempt;
mod body;
mod callback;
mod caught;
mod cause;
mod clock;
mod connection;
mod delegate;
mod driver;
mod error_body;
mod fetch;
mod head;
mod page;
mod query;
mod reading;
mod sys;
mod timer;

pub(crate) use caught::reported;
pub(crate) use cause::Cause;
pub(crate) use clock::seed;
pub(crate) use delegate::{FailedAttempt, MaybeFuture, SourceDelegate};
pub(crate) use driver::Driver;
pub(crate) use fetch::{FetchFn, PreparedRequest, Transport, bare_init};
pub(crate) use page::base_url;
pub(crate) use sys::{construct, parse_json};
