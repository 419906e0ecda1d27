//! Options that can never mean anything are refused before a request is made, as the JavaScript class refuses them.

use core::fmt::Debug;

use web_sys::RequestMode;

use super::InvalidRequest;
use super::request::{RequestTemplate, is_cross_origin};
use crate::session::{Config, Heartbeat, Millis};

const SPAN: &str = "more than zero";
const MOST_BYTES: usize = 1 << 30;

pub(super) fn check(
    config: &Config,
    request: &RequestTemplate,
    id_parameter: Option<&str>,
) -> Result<(), InvalidRequest> {
    let Config { retry, heartbeat, connect_timeout, max_buffer_size, unauthorized_statuses, .. } = config;
    let id = &config.initial_last_event_id;
    let mode = request.mode;
    expect(matches!(mode, RequestMode::Cors | RequestMode::SameOrigin), "mode", "Cors or SameOrigin", &mode)?;
    let reaches = mode == RequestMode::Cors || !is_cross_origin(&request.url);
    expect(reaches, "mode", "Cors for the URL of another origin", &mode)?;
    expect(id_parameter != Some(""), "last_event_id_query_parameter_name", "a name", &id_parameter)?;
    expect(!id.contains(['\0', '\n', '\r']), "initial_last_event_id", "no line break", id)?;
    expect((1.0..=f64::MAX).contains(&retry.factor), "retry.factor", "a number, at least 1", &retry.factor)?;
    let is_ratio = retry.jitter_ratio.is_none_or(|ratio| (0.0..=1.0).contains(&ratio));
    expect(is_ratio, "retry.jitter_ratio", "a number from 0 to 1", &retry.jitter_ratio)?;
    expect(*heartbeat != Heartbeat::Fixed(Millis::ZERO), "heartbeat", SPAN, heartbeat)?;
    expect(*connect_timeout != Some(Millis::ZERO), "connect_timeout", SPAN, connect_timeout)?;
    expect((1..=MOST_BYTES).contains(max_buffer_size), "max_buffer_size", "bytes from 1 to 2^30", max_buffer_size)?;
    let are_statuses = unauthorized_statuses.iter().all(|status| (100..=599).contains(status));
    expect(are_statuses, "unauthorized_statuses", "statuses from 100 to 599", unauthorized_statuses)
}

fn expect(holds: bool, name: &'static str, expected: &'static str, given: &impl Debug) -> Result<(), InvalidRequest> {
    let refusal = || InvalidRequest::Option { name, expected, given: format!("{given:?}") };
    holds.then_some(()).ok_or_else(refusal)
}
