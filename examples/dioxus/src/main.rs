//! A board of departures that stays live: the connection ends when the component goes.

use dioxus::prelude::*;
use eventsource_wasm::EventSource;
use futures_util::StreamExt;
use serde::Deserialize;

#[derive(Clone, Deserialize)]
struct Departure {
    destination: String,
    gate: u32,
}

fn main() {
    dioxus::launch(App);
}

#[component]
fn App() -> Element {
    let mut is_shown = use_signal(|| true);
    rsx! {
        button { onclick: move |_| is_shown.toggle(), "Board" }
        if is_shown() {
            Board {}
        }
    }
}

#[component]
fn Board() -> Element {
    let mut departures = use_signal(Vec::<Departure>::new);
    let mut status = use_signal(|| String::from("connecting"));
    // Cancelled with the component: the source is dropped, and its connection ends.
    use_future(move || async move {
        let token = async || Ok::<_, String>([("Authorization", "Bearer example")]);
        let mut source = match EventSource::builder("/departures").headers_fn(token).open() {
            Ok(source) => source,
            Err(error) => return status.set(error.to_string()),
        };
        while let Some(item) = source.next().await {
            match item.map(|event| event.json::<Departure>()) {
                Ok(Ok(departure)) => {
                    status.set("live".into());
                    departures.push(departure);
                }
                Ok(Err(error)) => status.set(format!("not a departure: {error}")),
                Err(error) => status.set(error.to_string()),
            }
        }
    });
    rsx! {
        p { role: "status", "{status}" }
        ul {
            for Departure { destination , gate } in departures() {
                li { "{destination} from gate {gate}" }
            }
        }
    }
}
