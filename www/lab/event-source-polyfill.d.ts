// What the laboratory uses of a package that has no types.

declare module "event-source-polyfill" {
  export const EventSourcePolyfill: new (url: string, init?: { headers?: Record<string, string> }) => EventSource;
}
