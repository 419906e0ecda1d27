import { FetchInstrumentation } from "@opentelemetry/instrumentation-fetch";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import { AppEventSource } from "../support/app-event-source.js";
import { expectOnlyToRead } from "../support/streams-read.js";

// docs
const instrumentation = new FetchInstrumentation({ ignoreUrls: [/\/events$/] });
instrumentation.setTracerProvider(new TracerProvider());
// end

export function follow(show) {
  const source = new AppEventSource("/events");
  source.onmessage = ({ data }) => show(Number(data));
  return async () => {
    source.close();
    await expectOnlyToRead(() => new AppEventSource("/events?traced", { initialLastEventId: "12" }));
    instrumentation.disable();
  };
}
