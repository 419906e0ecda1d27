import {
  QueryClient,
  QueryClientProvider,
  queryOptions,
  experimental_streamedQuery as streamedQuery,
  useQuery,
} from "@tanstack/react-query";
import { createElement, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { AppEventSource } from "../support/app-event-source.js";
import { showItems } from "../support/show-items.js";

// docs
const messagesOf = (url) =>
  queryOptions({
    queryKey: ["messages", url],
    queryFn: streamedQuery({ streamFn: ({ signal }) => new AppEventSource(url, { signal }) }),
    staleTime: Number.POSITIVE_INFINITY,
  });
// end

function Messages() {
  const { data = [] } = useQuery(messagesOf("/events"));
  return createElement(
    "ol",
    null,
    data.map((event) => createElement("li", { key: event.lastEventId }, event.data)),
  );
}

export async function follow(show) {
  const client = new QueryClient();
  const place = document.body.appendChild(document.createElement("main"));
  const root = createRoot(place);
  root.render(createElement(StrictMode, null, createElement(QueryClientProvider, { client }, createElement(Messages))));
  while (!place.firstElementChild) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  showItems(place.firstElementChild, show);
  return () => root.unmount();
}
