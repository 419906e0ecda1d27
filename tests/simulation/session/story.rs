//! Records the events of a run, for people who read a failure.

use eventsource_wasm::session::{Input, Millis, Output};

/// The lines of a run; a run that is not printed keeps none.
#[derive(Default)]
pub(crate) struct Story {
    pub(crate) lines: Option<Vec<String>>,
}

impl Story {
    pub(crate) fn kept() -> Self {
        Self { lines: Some(Vec::new()) }
    }

    pub(crate) fn input(&mut self, now: Millis, input: &Input<'_>) {
        if let Some(lines) = &mut self.lines {
            lines.push(match input {
                Input::Bytes { attempt, chunk } => {
                    format!("{:>10} ms  Bytes {{ attempt: {attempt} }} {:?}", now.0, String::from_utf8_lossy(chunk))
                }
                other => format!("{:>10} ms  {other:?}", now.0),
            });
        }
    }

    pub(crate) fn output(&mut self, output: &Output) {
        if let Some(lines) = &mut self.lines {
            lines.push(match output {
                Output::Dispatch(batch) => {
                    let events: Vec<_> = batch.events().map(|event| event.data).collect();
                    format!("{:>15} -> Dispatch {events:?}", "")
                }
                other => format!("{:>15} -> {other:?}", ""),
            });
        }
    }
}
