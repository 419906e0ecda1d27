//! The code that the property tests and the fuzzer share.

pub(crate) mod check;
pub(crate) mod reader;
pub(crate) mod reference;
