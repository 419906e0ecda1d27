//! Checks whether a response is an event stream: HTML standard, "server-sent events", the `processResponse` steps.

use super::clock::Millis;
use super::failure::Reason;

/// The parts of a response's head that the session uses.
#[derive(Clone, Copy, Debug, Default)]
pub struct ResponseHead<'a> {
    /// The status; 0 for a redirect that was not followed.
    pub status: u16,
    /// The value of `Content-Type`; several values are joined by commas, as by `Headers.get`.
    pub content_type: Option<&'a str>,
    /// Whether this is a redirect that was not followed.
    pub redirect: bool,
    /// Whether this response came through a redirect that was followed.
    pub redirected: bool,
    /// The wait that the server requests: RFC 9110, "Retry-After".
    pub retry_after: Option<Millis>,
}

impl ResponseHead<'_> {
    /// Whether this is an event stream.
    #[must_use]
    pub fn is_stream(&self) -> bool {
        self.refusal(&[]).is_none()
    }

    /// The reason why this is not an event stream; `None` if it is.
    pub(super) fn refusal(&self, unauthorized: &[u16]) -> Option<Reason> {
        match self.status {
            _ if self.redirect => Some(Reason::Redirect),
            200 if self.content_type.is_some_and(is_event_stream) => None,
            200 => Some(Reason::ContentType),
            204 => Some(Reason::NoContent),
            status if unauthorized.contains(&status) => Some(Reason::Unauthorized),
            _ => Some(Reason::Http),
        }
    }
}

/// Whether the MIME type that the Fetch standard extracts from `Content-Type` has the essence `text/event-stream`. The last
/// type that parses counts; parameters do not.
fn is_event_stream(content_type: &str) -> bool {
    let mut is_stream = false;
    for value in split_outside_quotes(content_type.as_bytes()) {
        if let Some(essence) = essence(value)
            && essence != b"*/*"
        {
            is_stream = essence.eq_ignore_ascii_case(b"text/event-stream");
        }
    }
    is_stream
}

/// Type and subtype as parsed by the MIME Sniffing standard; `None` is its failure.
fn essence(value: &[u8]) -> Option<&[u8]> {
    let end = value.iter().position(|byte| *byte == b';').unwrap_or(value.len());
    let essence = trimmed(value.get(..end)?);
    let mut slashes = 0;
    for (index, byte) in essence.iter().enumerate() {
        match byte {
            b'/' if index > 0 => slashes += 1,
            b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~' => {}
            byte if byte.is_ascii_alphanumeric() => {}
            _ => return None,
        }
    }
    (slashes == 1 && !essence.ends_with(b"/")).then_some(essence)
}

/// The Fetch standard's "get, decode, and split": commas separate, except within a quoted string.
fn split_outside_quotes(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    let (mut quoted, mut escaped) = (false, false);
    value.split(move |byte| {
        let separates = *byte == b',' && !quoted;
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ => {}
        }
        separates
    })
}

/// Removes HTTP whitespace at both ends.
fn trimmed(mut value: &[u8]) -> &[u8] {
    while let [b'\t' | b'\n' | b'\r' | b' ', rest @ ..] | [rest @ .., b'\t' | b'\n' | b'\r' | b' '] = value {
        value = rest;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_essence_is_compared_without_case_and_parameters() {
        for accepted in [
            "text/event-stream",
            "Text/Event-Stream",
            "text/event-stream;charset=utf-8",
            "text/event-stream ; charset=iso-8859-1",
            " text/event-stream\t",
            "text/event-stream;",
            "text/html, text/event-stream",
            "text/event-stream, */*",
            "text/event-stream;a=\"x,text/html\"",
            "text/event-stream, nonsense",
        ] {
            assert!(is_event_stream(accepted), "{accepted:?} must be accepted");
        }
        for refused in [
            "",
            "text/event-streamfoo",
            "xtext/event-stream",
            "text/event-stream, text/html",
            "text /event-stream",
            "text/event stream",
            "text/ event-stream",
            "*/*",
            "\"text/event-stream\"",
        ] {
            assert!(!is_event_stream(refused), "{refused:?} must be refused");
        }
    }

    #[test]
    fn only_status_200_with_the_right_type_opens() {
        let head = |status, content_type| ResponseHead { status, content_type, ..ResponseHead::default() };
        let stream = Some("text/event-stream");
        assert_eq!(head(200, stream).refusal(&[401]), None);
        assert_eq!(head(200, None).refusal(&[401]), Some(Reason::ContentType));
        assert_eq!(head(200, Some("text/html")).refusal(&[401]), Some(Reason::ContentType));
        assert_eq!(head(204, stream).refusal(&[401]), Some(Reason::NoContent));
        assert_eq!(head(401, stream).refusal(&[401]), Some(Reason::Unauthorized));
        for status in [201, 205, 206, 301, 304, 400, 403, 404, 429, 500, 503] {
            assert_eq!(head(status, stream).refusal(&[401]), Some(Reason::Http), "{status}");
        }
        assert_eq!(head(403, stream).refusal(&[401, 403]), Some(Reason::Unauthorized));
        assert_eq!(head(401, stream).refusal(&[]), Some(Reason::Http));
    }

    #[test]
    fn a_redirect_that_was_not_followed_is_told_apart() {
        let head = ResponseHead { redirect: true, ..ResponseHead::default() };
        assert_eq!(head.refusal(&[401]), Some(Reason::Redirect));
    }
}
