//! A board of departures that stays live: the connection ends when the component goes.

use eventsource_wasm::EventSource;
use futures_util::StreamExt;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped_with_cancellation;
use serde::Deserialize;

#[derive(Clone, Deserialize)]
struct Departure {
    destination: String,
    gate: u32,
}

fn main() {
    leptos::mount::mount_to_body(App);
}

#[component]
fn App() -> impl IntoView {
    let (is_shown, show) = signal(true);
    view! {
        <button on:click=move |_| show.update(|shown| *shown = !*shown)>"Board"</button>
        <Show when=move || is_shown.get()>
            <Board />
        </Show>
    }
}

#[component]
fn Board() -> impl IntoView {
    let (departures, set_departures) = signal(Vec::new());
    let (status, set_status) = signal(String::from("connecting"));
    // Cancelled with the component: the source is dropped, and its connection ends.
    spawn_local_scoped_with_cancellation(async move {
        let token = async || Ok::<_, String>([("Authorization", "Bearer example")]);
        let mut source = match EventSource::builder("/departures").headers_fn(token).open() {
            Ok(source) => source,
            Err(error) => return set_status.set(error.to_string()),
        };
        while let Some(item) = source.next().await {
            match item.map(|event| event.json::<Departure>()) {
                Ok(Ok(departure)) => {
                    set_status.set("live".into());
                    set_departures.update(|all| all.push(departure));
                }
                Ok(Err(error)) => set_status.set(format!("not a departure: {error}")),
                Err(error) => set_status.set(error.to_string()),
            }
        }
    });
    view! {
        <p role="status">{status}</p>
        <ul>
            {move || {
                let row = |Departure { destination, gate }: Departure| view! { <li>{destination} " from gate " {gate}</li> };
                departures.get().into_iter().map(row).collect_view()
            }}
        </ul>
    }
}
