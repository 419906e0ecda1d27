//! One parameter of a URL's query.

use js_sys::{decode_uri_component, encode_uri_component};

/// Appends the parameter, and removes others of its name; the rest of the query stays unchanged, byte for byte.
pub(super) fn with_parameter(url: &str, name: &str, value: &str) -> String {
    let (address, fragment) = url.split_at(url.find('#').unwrap_or(url.len()));
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let encode = |text: &str| String::from(encode_uri_component(text));
    let mut parts: Vec<String> = Vec::new();
    if !query.is_empty() {
        parts.extend(query.split('&').filter(|part| name_of(part) != name).map(Into::into));
    }
    parts.push(format!("{}={}", encode(name), encode(value)));
    format!("{path}?{}{fragment}", parts.join("&"))
}

fn name_of(part: &str) -> String {
    let name = part.split('=').next().unwrap_or_default();
    decode_uri_component(&name.replace('+', " ")).map_or_else(|_| name.into(), Into::into)
}
