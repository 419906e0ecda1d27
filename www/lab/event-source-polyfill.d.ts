// Types for the part of event-source-polyfill that the laboratory uses.

declare module "event-source-polyfill" {
  export const EventSourcePolyfill: new (url: string, init?: { headers?: Record<string, string> }) => EventSource;
}
