//! RFC 9110, "Retry-After": seconds or a date, as a span.

use super::sys;
use crate::session::Millis;
use web_sys::Response;

/// How long the server asks to wait; `None` if it does not say, or not in a way that can be read. CORS hides the header
/// from other origins unless the server exposes it.
pub(super) fn retry_after(response: &Response) -> Option<Millis> {
    let header = |name| response.headers().get(name).ok().flatten();
    let value = header("Retry-After")?;
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Millis::from_secs(seconds));
    }
    let date = parse(&value)?;
    // By the server's own clock, if it tells the time. `as` makes of a date that has passed no wait at all.
    Some(match header("Date").and_then(|now| parse(&now)) {
        Some(now) => Millis((date - now) as u64),
        None => Millis((date - sys::date_now()) as u64).min(LONGEST_BY_OUR_CLOCK),
    })
}

/// The clock of this machine may be wrong by any span.
const LONGEST_BY_OUR_CLOCK: Millis = Millis::from_secs(10 * 60);

fn parse(date: &str) -> Option<f64> {
    Some(sys::date_parse(date)).filter(|date| !date.is_nan())
}
