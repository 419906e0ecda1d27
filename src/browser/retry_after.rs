//! RFC 9110, "Retry-After": seconds or a date, as a span.

use super::sys;
use crate::session::Millis;
use web_sys::Response;

/// How long the server asks to wait; `None` if it does not say, or not in a way that can be read. CORS hides the header
/// from other origins unless the server exposes it.
pub(super) fn retry_after(response: &Response) -> Option<Millis> {
    let value = response.headers().get("Retry-After").ok().flatten()?;
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Millis::from_secs(seconds));
    }
    let date = sys::date_parse(&value);
    // `as` makes of a date that has passed no wait at all.
    (!date.is_nan()).then(|| Millis((date - sys::date_now()) as u64))
}
