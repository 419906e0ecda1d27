//! The numbers that cross between the WebAssembly core and TypeScript.
//!
//! `ts/core/wire.ts` declares the same lists by name. A test compares both sides, so that neither can be reordered alone.
//! Pure: it compiles and is tested natively.

/// The numbers of one command.
pub(crate) const FRAME_LENGTH: usize = 9;

mod codes;
mod failure;
mod options;

pub(crate) use codes::{Command, HEAD_LENGTH, HeadNumber, InputKind};
pub(crate) use failure::failure_numbers;
pub(crate) use options::config;

#[cfg(test)]
mod tests;
