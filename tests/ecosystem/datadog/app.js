import { datadogRum } from "@datadog/browser-rum";
import { AppEventSource } from "../support/app-event-source.js";
import { streamsRead } from "../support/streams-read.js";

// docs
datadogRum.init({
  applicationId: "00000000-0000-0000-0000-000000000000",
  clientToken: "pub00000000000000000000000000000000",
  site: "datadoghq.com",
  proxy: "/datadog",
  sessionSampleRate: 100,
  sessionReplaySampleRate: 100,
  trackResources: true,
});
// end

export function follow(show) {
  const patched = globalThis.fetch;
  const source = new AppEventSource("/events");
  source.onmessage = ({ data }) => show(Number(data));
  return () => {
    source.close();
    if (/native code/.test(patched) || streamsRead() > 0) {
      throw new Error("Datadog does not watch fetch, or reads the streams");
    }
  };
}
