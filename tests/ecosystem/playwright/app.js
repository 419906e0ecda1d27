import { AppEventSource } from "../support/app-event-source.js";

/** A page as it may be tested: it shows two streams. */
export function follow(show) {
  document.body.innerHTML = "<output></output><ol></ol>";
  const greetings = new AppEventSource("/greetings");
  greetings.onmessage = ({ data }) => {
    document.querySelector("output").textContent = data;
  };
  const source = new AppEventSource("/events");
  source.onmessage = ({ data }) => {
    show(Number(data));
    document.querySelector("ol").append(Object.assign(document.createElement("li"), { textContent: data }));
  };
  return () => {
    greetings.close();
    source.close();
  };
}
