//! The head of a response. Some members may be missing: a caller's own `fetch` may return any object.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Url;

use super::cause::Cause;
use super::{clock, sys};
use crate::session::{Millis, ResponseHead};

/// The head of a response, read once. The response itself is not kept.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    /// Whether it is a redirect that was not followed.
    pub(super) is_redirect: bool,
    /// Whether it came through a redirect that was followed.
    pub(super) is_redirected: bool,
    pub(super) retry_after: Option<Millis>,
    /// The absolute URL of the response.
    pub(super) url: String,
}

impl Head {
    /// Returns `Err` if the response cannot be used. The request's URL replaces a missing URL of the response, and is the
    /// base of a relative one.
    pub(super) fn of(response: &sys::Response, request_url: &str) -> Result<Self, Cause> {
        // Only some responses have these, and they are optional.
        let kind = response.kind().ok().and_then(text);
        let url = response.url().ok().and_then(text);
        let is_redirected = response.redirected().ok().flatten().is_some_and(|redirected| redirected.is_truthy());
        if kind.as_deref() == Some("error") {
            return Err("the response is a network error".into());
        }
        // Reading this throws a TypeError if the response is no object.
        let status = response.status()?.and_then(|status| status.as_f64()).filter(|status| is_status(*status));
        let status = status.ok_or("the response has no status")? as u16;
        let headers = response.headers()?.ok_or("the response has no headers")?;
        Ok(Self {
            status,
            content_type: text(headers.get("Content-Type")?),
            is_redirect: kind.as_deref() == Some("opaqueredirect"),
            is_redirected,
            retry_after: retry_after(&headers)?,
            url: url.and_then(|url| absolute(&url, request_url)).unwrap_or_else(|| request_url.into()),
        })
    }

    pub(super) fn for_session(&self) -> ResponseHead<'_> {
        ResponseHead {
            status: self.status,
            content_type: self.content_type.as_deref(),
            redirect: self.is_redirect,
            redirected: self.is_redirected,
            retry_after: self.retry_after,
        }
    }
}

fn text(value: Option<JsValue>) -> Option<String> {
    value.and_then(|value| value.as_string())
}

fn is_status(number: f64) -> bool {
    number.fract() == 0.0 && (0.0..1000.0).contains(&number)
}

fn absolute(url: &str, base: &str) -> Option<String> {
    let url: Url = sys::construct("URL", &Array::of2(&url.into(), &base.into())).ok()?;
    Some(url.href())
}

/// Releases the connection of a response that is late or cannot be used.
pub(super) fn discard_response(response: &JsValue) {
    if let Ok(Some(body)) = response.unchecked_ref::<sys::Response>().body() {
        super::body::discard(&body);
    }
}

/// Parses RFC 9110, "Retry-After": seconds or a date, as a duration. `None` if it is invalid. CORS hides the header from
/// other origins unless the server exposes it.
fn retry_after(headers: &sys::Headers) -> Result<Option<Millis>, JsValue> {
    let Some(value) = text(headers.get("Retry-After")?) else { return Ok(None) };
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits only that do not fit into 64 bits mean the longest wait.
        return Ok(Some(Millis::from_secs(value.parse().unwrap_or(u64::MAX))));
    }
    // Compared with the server's own clock, if it sends `Date`. A date in the past means no wait: the difference saturates.
    let server_time = text(headers.get("Date")?).and_then(|date| parsed(&date));
    Ok(parsed(&value).map(|date| match server_time {
        Some(now) => date - now,
        None => (date - clock::now()).min(LONGEST_BY_OUR_CLOCK),
    }))
}

/// The local clock may be wrong by any span, so waits that it determines are limited.
const LONGEST_BY_OUR_CLOCK: Millis = Millis::from_secs(10 * 60);

/// `as` converts dates before 1970 to zero.
fn parsed(date: &str) -> Option<Millis> {
    sys::date_parse(date).ok().filter(|date| !date.is_nan()).map(|date| Millis(date as u64))
}
