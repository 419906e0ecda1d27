import { AppEventSource } from "../support/app-event-source.js";
import { origin } from "../support/session.js";

export function follow(show) {
  // docs
  const source = new AppEventSource(`${origin()}/events`); // there is no page: the URL is absolute
  source.onmessage = ({ data }) => show(Number(data));
  // end
  return () => source.close();
}
