//! What the property tests and the fuzzer share.

pub(crate) mod check;
pub(crate) mod reference;
