import { createEffect, createSignal, onCleanup } from "solid-js";
import h from "solid-js/h";
import { For, render } from "solid-js/web";
import { AppEventSource } from "../support/app-event-source.js";
import { showItems } from "../support/show-items.js";

// docs
export function createMessages(url) {
  const [messages, setMessages] = createSignal([]);
  createEffect(() => {
    const source = new AppEventSource(url());
    source.onmessage = ({ data }) => setMessages((before) => [...before, data]);
    onCleanup(() => source.close());
  });
  return messages;
}
// end

function Messages() {
  const messages = createMessages(() => "/events");
  return h(
    "ol",
    h(For, { each: messages }, (data) => h("li", data)),
  );
}

export function follow(show) {
  const end = render(() => h(Messages), document.body);
  showItems(document.querySelector("ol"), show);
  return end;
}
