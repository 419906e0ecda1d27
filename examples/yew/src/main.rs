//! A board of departures that stays live: the connection ends when the component goes.

use eventsource_wasm::EventSource;
use futures_util::StreamExt;
use futures_util::future::abortable;
use serde::Deserialize;
use yew::platform::spawn_local;
use yew::prelude::*;

#[derive(Clone, Deserialize, PartialEq)]
struct Departure {
    destination: String,
    gate: u32,
}

fn main() {
    yew::Renderer::<App>::new().render();
}

#[component]
fn App() -> Html {
    let is_shown = use_state(|| true);
    let toggle = {
        let is_shown = is_shown.clone();
        move |_| is_shown.set(!*is_shown)
    };
    html! {
        <>
            <button onclick={toggle}>{ "Board" }</button>
            if *is_shown {
                <Board />
            }
        </>
    }
}

/// All departures so far.
#[derive(Default, PartialEq)]
struct Departures(Vec<Departure>);

impl Reducible for Departures {
    type Action = Departure;

    fn reduce(self: std::rc::Rc<Self>, departure: Departure) -> std::rc::Rc<Self> {
        Self([&*self.0, &[departure]].concat()).into()
    }
}

#[component]
fn Board() -> Html {
    let departures = use_reducer(Departures::default);
    let status = use_state(|| String::from("connecting"));
    {
        let (departures, status) = (departures.dispatcher(), status.setter());
        use_effect_with((), move |()| {
            let (task, handle) = abortable(async move {
                let token = async || Ok::<_, String>([("Authorization", "Bearer example")]);
                let mut source = match EventSource::builder("/departures").headers_fn(token).open() {
                    Ok(source) => source,
                    Err(error) => return status.set(error.to_string()),
                };
                while let Some(item) = source.next().await {
                    match item.map(|event| event.json::<Departure>()) {
                        Ok(Ok(departure)) => {
                            status.set("live".into());
                            departures.dispatch(departure);
                        }
                        Ok(Err(error)) => status.set(format!("not a departure: {error}")),
                        Err(error) => status.set(error.to_string()),
                    }
                }
            });
            spawn_local(async move {
                let _ = task.await;
            });
            // The source is dropped with the task, and its connection ends.
            move || handle.abort()
        });
    }
    let row =
        |Departure { destination, gate }: &Departure| html! { <li>{ format!("{destination} from gate {gate}") }</li> };
    html! {
        <>
            <p role="status">{ &*status }</p>
            <ul>{ for departures.0.iter().map(row) }</ul>
        </>
    }
}
