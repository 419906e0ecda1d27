import { Observable } from "rxjs";
import { AppEventSource } from "../support/app-event-source.js";

// docs
const messages = (url) =>
  new Observable((subscriber) => {
    const source = new AppEventSource(url);
    source.onmessage = ({ data }) => subscriber.next(data);
    source.onerror = (error) => error.willRetry || subscriber.error(error);
    return () => source.close();
  });
// end

export function follow(show) {
  const subscription = messages("/events").subscribe((data) => show(Number(data)));
  return () => subscription.unsubscribe();
}
