import { createTRPCClient, httpSubscriptionLink, retryLink } from "@trpc/client";
import { AppEventSource } from "../support/app-event-source.js";

// docs
const trpc = createTRPCClient({
  links: [
    retryLink({ retry: ({ error }) => error.data?.code === "UNAUTHORIZED" }),
    httpSubscriptionLink({ url: "/trpc", EventSource: AppEventSource }),
  ],
});
// end

export function follow(show) {
  const subscription = trpc.numbers.subscribe(undefined, { onData: ({ data }) => show(data) });
  return () => subscription.unsubscribe();
}
