import * as Sentry from "@sentry/browser";
import { AppEventSource } from "../support/app-event-source.js";
import { expectOnlyToRead } from "../support/streams-read.js";

// docs
const QuietEventSource = AppEventSource.with({ fetch: globalThis.fetch, corsProbe: true }); // before Sentry.init
Sentry.init({
  dsn: "https://key@sentry.example/1",
  integrations: [Sentry.browserTracingIntegration(), Sentry.replayIntegration()],
  tracesSampleRate: 1,
  replaysSessionSampleRate: 1,
  tunnel: "/tunnel",
});
// end

export function follow(show) {
  const source = new QuietEventSource("/events");
  source.onmessage = ({ data }) => show(Number(data));
  return async () => {
    source.close();
    await expectOnlyToRead(() => new AppEventSource("/events", { initialLastEventId: "12" }));
    await Sentry.close();
  };
}
