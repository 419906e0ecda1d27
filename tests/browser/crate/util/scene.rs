//! A scenario on the server, from the first request to the last socket.

use core::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use super::platform::ask;
use super::uncaught;
use eventsource_wasm::{Builder, EventSource, RetryConfig};

/// Where the scenario server listens.
const SERVER: &str = match option_env!("SCENARIO_SERVER") {
    Some(origin) => origin,
    None => "http://127.0.0.1:8917",
};

/// How long the last connection may take to end, in milliseconds. Now and then Chromium keeps one for 5 s that it was told
/// to drop between two reads, in the hope to use it again; see [`not_to_be_kept`].
const LAST_SOCKET: u32 = 6000;

/// One scenario. Every test [ends](Scene::end) its scene.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Scene {
    pub(crate) url: String,
    pub(crate) second_url: String,
    log: String,
    signal: String,
    cut: String,
}

/// What the server saw.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Log {
    pub(crate) requests: Vec<Request>,
    pub(crate) preflights: Vec<Request>,
    pub(crate) probes: Vec<Request>,
    pub(crate) max_open: u32,
}

/// One request as the server saw it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: serde_json::Map<String, Value>,
    pub(crate) last_event_id: Option<String>,
    pub(crate) last_event_id_bytes: Option<String>,
    pub(crate) at: f64,
    pub(crate) closed_at: Option<f64>,
    pub(crate) closed_by: Option<String>,
    pub(crate) bytes_written: u64,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(Value::as_str)
    }
}

impl Scene {
    /// Sets the scene: the fields of a scenario, as the server's README describes them.
    pub(crate) async fn play(script: Value) -> Self {
        uncaught::watch();
        let made = ask("POST", &format!("{SERVER}/scenarios"), Some(&script.to_string())).await;
        serde_json::from_str(&made).expect("a scenario")
    }

    /// A scene of these responses, one for each request; then 204.
    pub(crate) async fn of(responses: Value) -> Self {
        Self::play(json!({ "responses": responses })).await
    }

    /// A source that comes back quickly, so that tests need not wait.
    pub(crate) fn source(&self) -> Builder {
        EventSource::builder(&self.url).retry(quick())
    }

    /// Opens such a source.
    pub(crate) fn open(&self) -> EventSource {
        self.source().open().expect("a valid request")
    }

    pub(crate) async fn signal(&self, name: &str) {
        ask("POST", &format!("{}/{name}", self.signal), None).await;
    }

    /// Ends all open connections: by `end`, `fin` or `reset`.
    pub(crate) async fn cut(&self, how: &str) {
        ask("POST", &format!("{}/{how}", self.cut), None).await;
    }

    /// What the server has seen, once these conditions hold; fails if they do not within 5 s.
    pub(crate) async fn log(&self, until: &str) -> Log {
        self.log_within(5000, until).await
    }

    /// The same with another limit in milliseconds.
    pub(crate) async fn log_within(&self, limit: u32, until: &str) -> Log {
        let log = ask("GET", &format!("{}?until={until}&timeout={limit}", self.log), None).await;
        serde_json::from_str(&log).expect("a log")
    }

    /// What the server has seen so far.
    pub(crate) async fn log_now(&self) -> Log {
        serde_json::from_str(&ask("GET", &self.log, None).await).expect("a log")
    }

    /// Drops what is still held of the source and ends the scene: no connection may stay, and nothing may have gone
    /// unhandled.
    pub(crate) async fn end<T>(self, held: T) -> Log {
        drop(held);
        let log = self.log_within(LAST_SOCKET, "open:0").await;
        uncaught::assert_none().await;
        log
    }
}

/// Short waits, always the same.
pub(crate) fn quick() -> RetryConfig {
    RetryConfig::new().initial_delay(Duration::from_millis(20)).jitter_ratio(0.0).factor(1.0)
}

/// A response that sends these steps and then a comment now and then, until the client leaves.
///
/// Firefox closes the connection of a fetch that was redirected only when its next byte comes, however it is told to.
pub(crate) fn beat(steps: Value) -> Value {
    let Value::Array(mut body) = steps else { panic!("steps are an array") };
    body.push(json!({ "comment": "", "every": 100, "times": 1000 }));
    json!({ "body": body })
}

/// The same response on a connection that no browser keeps, so that it ends as soon as it is let go.
pub(crate) fn not_to_be_kept(mut response: Value) -> Value {
    response["headers"]["connection"] = json!("close");
    response
}

/// A response that sends these steps and then nothing, until the client leaves.
pub(crate) fn hold(steps: Value) -> Value {
    let Value::Array(mut body) = steps else { panic!("steps are an array") };
    body.push(json!({ "hold": true }));
    json!({ "body": body })
}
