//! Opens a source. Invalid options are refused before a request is made, as by the JavaScript class.

use alloc::rc::Rc;
use core::fmt::Debug;
use core::time::Duration;

use web_sys::RequestMode;

use super::inbox::Inbox;
use super::request::{RequestTemplate, is_cross_origin, resolve};
use super::{Builder, EventSource, InvalidRequest};
use crate::browser::{Driver, seed};
use crate::session::{Config, Heartbeat, Millis};

impl Builder {
    /// Connects.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`] if the URL, the method or a header can never be sent, or an option is invalid. Later failures are
    /// items of the stream.
    pub fn open(self) -> Result<EventSource, InvalidRequest> {
        let Self { mut request, transport, mut config, callbacks } = self;
        request.url = resolve(&request.url)?;
        check(&config, &request, transport.last_event_id_parameter.as_deref())?;
        request.check_method()?;
        request.headers(&[])?;
        config.idempotent = request.is_idempotent();
        let looks = config.probes_cors && transport.fetch.is_none();
        let is_cross_origin = is_cross_origin(&request.url);
        config.probes_cors = looks && is_cross_origin;
        config.looks_for_redirects = looks && !is_cross_origin && request.method.eq_ignore_ascii_case("GET");
        config.seed = seed();
        request.transport = Rc::new(transport);
        let url = request.url.clone();
        let inbox = Rc::new(Inbox::new(request, callbacks, &config.initial_last_event_id));
        let driver = Driver::new(config, Rc::clone(&inbox));
        driver.start();
        Ok(EventSource { url, driver, inbox })
    }
}

const SPAN: &str = "more than zero";
const MOST_BYTES: usize = 1 << 30;

fn check(config: &Config, request: &RequestTemplate, id_parameter: Option<&str>) -> Result<(), InvalidRequest> {
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
    expect(*heartbeat != Heartbeat::Fixed(Millis::ZERO), "heartbeat", SPAN, &Duration::ZERO)?;
    expect(*connect_timeout != Some(Millis::ZERO), "connect_timeout", SPAN, &Duration::ZERO)?;
    expect((1..=MOST_BYTES).contains(max_buffer_size), "max_buffer_size", "bytes from 1 to 2^30", max_buffer_size)?;
    let are_statuses = unauthorized_statuses.iter().all(|status| (100..=599).contains(status));
    expect(are_statuses, "unauthorized_statuses", "statuses from 100 to 599", unauthorized_statuses)
}

fn expect(holds: bool, name: &'static str, expected: &'static str, given: &impl Debug) -> Result<(), InvalidRequest> {
    let refusal = || InvalidRequest::Option { name, expected, given: format!("{given:?}") };
    holds.then_some(()).ok_or_else(refusal)
}
