//! The EventSource (Server-Sent Events) client for browsers.

pub mod event_stream;
