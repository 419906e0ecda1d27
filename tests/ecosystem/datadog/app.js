import { datadogRum } from "@datadog/browser-rum";
import { AppEventSource } from "../support/app-event-source.js";
import { streamsRead } from "../support/streams-read.js";

/** What RUM reports of the stream, while it is open. */
const reported = [];
const beforeSend = ({ type, resource }) => {
  if (type === "resource" && resource.url.endsWith("/events")) {
    reported.push(resource.status_code);
  }
  return true;
};

// docs
datadogRum.init({
  applicationId: "00000000-0000-0000-0000-000000000000",
  clientToken: "pub00000000000000000000000000000000",
  site: "datadoghq.com",
  proxy: "/datadog",
  sessionSampleRate: 100,
  sessionReplaySampleRate: 100,
  trackResources: true,
  beforeSend,
});
// end

export function follow(show) {
  const source = new AppEventSource("/events");
  source.onmessage = ({ data }) => show(Number(data));
  return async () => {
    await new Promise((resolve) => setTimeout(resolve, 1500)); // RUM waits for the timing of a resource
    source.close();
    if (streamsRead() > 0) {
      throw new Error("Datadog reads the streams");
    }
    if (!reported.includes(401) || !reported.includes(200)) {
      throw new Error(`Datadog reports ${reported}`);
    }
  };
}
