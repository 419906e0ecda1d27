import { Activity, createElement, StrictMode, useMemo, useState, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import { AppEventSource } from "../support/app-event-source.js";
import { showItems } from "../support/show-items.js";

// docs
export const useMessages = (url) => useSyncExternalStore(...useMemo(() => storeOf(url), [url]));

function storeOf(url) {
  let messages = [];
  const get = () => messages;
  const subscribe = (changed) => {
    const source = new AppEventSource(url, { initialLastEventId: messages.at(-1)?.lastEventId });
    source.onmessage = (message) => {
      messages = [...messages, message];
      changed();
    };
    return () => source.close();
  };
  return [subscribe, get, get];
}
// end

function Messages() {
  const messages = useMessages("/events");
  return createElement(
    "ol",
    null,
    messages.map(({ data, lastEventId }) => createElement("li", { key: lastEventId }, data)),
  );
}

/** Hides what it shows for a moment, which ends the subscription. */
function Page() {
  const [mode, setMode] = useState("visible");
  showMessages = setMode;
  return createElement(Activity, { mode }, createElement(Messages));
}

let showMessages;

export async function follow(show) {
  const place = document.body.appendChild(document.createElement("main"));
  const root = createRoot(place);
  root.render(createElement(StrictMode, null, createElement(Page)));
  while (!place.firstElementChild) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  showItems(place.firstElementChild, (number) => {
    show(number);
    if (number === 2) {
      showMessages("hidden");
      setTimeout(showMessages, 100, "visible");
    }
  });
  return () => root.unmount();
}
