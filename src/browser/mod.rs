//! The Rust API's I/O driver: feeds a [`Session`](crate::session::Session) what happens in the browser, and executes its
//! outputs. It holds no rule, no default and no text for people.
//!
//! # The contract
//!
//! 1. **No exception crosses a frame of this crate.** Whatever is JavaScript's is called through imports that catch; the
//!    caller's functions and futures run in `caught`. What they throw is a value, and ends an attempt, never a source.
//! 2. **No borrow while calling out.** Every call out may re-enter: a callback closes the source, a getter opens another.
//! 3. **One input, then all its outputs, then the next input.** What a re-entrant call feeds waits in a queue.
//! 4. **Dropped is released.** A connection, a timer, a listener and a callback end with the value that stands for them.
//!    JavaScript, and the caller's futures, know the driver weakly.
//!
//! `driver` is the loop of inputs and outputs; `attempt` executes what takes more than a line, `reading` reads bodies. The
//! other files do one thing each, and know nothing of the driver.

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
