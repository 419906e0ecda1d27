// What goes wrong in the world, as scenarios (../../support/scenario-server/README.md), and what is right then. `verdict` is given what the
// server saw and what the client heard, and says in a few words what happened, and whether that is right. `given` is what
// the client is given to work with (page.js); those that cannot take it have no part.

const HOLD = { hold: true };
const GOOD = { body: [{ write: "data: good\n\n" }, HOLD] };
const forEver = (response) => ({ responses: [response], repeat: true });
const requests = ({ requests: { length } }) => `${length} request${length === 1 ? "" : "s"}`;
/** By the header, or by the query, where one client puts it. */
const resumed = ({ requests: [, second] }, from) => {
  const id = second && (second.lastEventId ?? new URL(second.url, "http://localhost").searchParams.get("lastEventId"));
  return [second ? `resumes from ${JSON.stringify(id)}` : "no second request", id === from];
};
/** At least one attempt, and not more than these. */
const atMost = (most) => (log) => [requests(log), log.requests.length >= 1 && log.requests.length <= most];
const comesBack = (log, { data }) =>
  data.includes("good") ? [`back after ${requests(log)}`, true] : [`not back after ${requests(log)}`, false];

export const HAZARDS = [
  {
    name: "`retry: 3000000000`",
    why: "The server asks for a delay of 35 days. A browser timer supports 24.8 days and fires at once for a longer delay.",
    scenario: forEver({ body: [{ write: "retry: 3000000000\ndata: x\n\n" }] }),
    verdict: atMost(1),
  },
  {
    name: "`retry: 0` and a stream that ends at once",
    why: "A client that obeys literally reconnects in a tight loop.",
    scenario: forEver({ body: [{ write: "retry: 0\n\n" }] }),
    verdict: atMost(8),
  },
  {
    name: "204 to every request",
    why: "The server asks the client not to reconnect.",
    scenario: forEver({ status: 204 }),
    verdict: atMost(1),
  },
  {
    name: "401 with an event stream as its body",
    why: "The body of a refused response has no events, and a retry with the same token fails again.",
    scenario: forEver({ status: 401, headers: { "content-type": "text/event-stream" }, text: "data: no\n\n" }),
    verdict: (log, { data }) => [
      `${data.length} events, ${requests(log)}`,
      data.length === 0 && log.requests.length === 1,
    ],
  },
  {
    name: "one 503, then a stream",
    why: "This happens during a deployment. By the standard it is final, so a client needs an option to retry it.",
    scenario: { responses: [{ status: 503, text: "" }, GOOD] },
    verdict: comesBack,
  },
  {
    name: "a clean end, then a stream",
    why: "Most gateways end a stream cleanly when their timeout expires.",
    scenario: { responses: [{ body: [{ write: "id: 1\ndata: x\n\n" }] }, GOOD] },
    verdict: comesBack,
  },
  {
    name: "a clean end, then one 502, then a stream",
    why: "This happens when the backend behind a gateway restarts.",
    scenario: { responses: [{ body: [{ write: "data: x\n\n" }] }, { status: 502, text: "" }, GOOD] },
    verdict: comesBack,
  },
  {
    name: "a login page with status 200",
    why: "The user's session has expired. A page of HTML is not an event stream, whatever its lines contain.",
    scenario: forEver({ headers: { "content-type": "text/html" }, text: "<p>\ndata: no\n\n" }),
    verdict: (log, { data }) => [`${data.length} events, ${requests(log)}`, data.length === 0],
  },
  {
    name: "an id with non-ASCII characters, then a lost connection",
    why: "A header contains bytes, not characters. The standard sends the id as UTF-8.",
    scenario: { responses: [{ body: [{ write: "retry: 100\nid: é→\ndata: x\n\n" }] }, GOOD] },
    verdict: (log) => resumed(log, "é→"),
  },
  {
    name: "an id with NUL",
    why: "The standard ignores such an id. Some clients send it, and every further request fails.",
    scenario: { responses: [{ body: [{ write: "retry: 100\nid: 1\ndata: x\n\nid: 2\0\ndata: y\n\n" }] }, GOOD] },
    verdict: (log) => resumed(log, "1"),
  },
  {
    name: "a listener that throws",
    why: "One failing listener must not end the stream.",
    scenario: { responses: [{ body: [{ write: "data: throw\n\ndata: good\n\n" }, HOLD] }] },
    verdict: (log, { data }) => [
      data.includes("good") && log.requests.length === 1 ? "continues" : `${data.join(", ")}; ${requests(log)}`,
      data.join() === "throw,good" && log.requests.length === 1,
    ],
  },
  {
    name: "close() between two events of one chunk",
    why: "After `close()` no event may be dispatched.",
    scenario: { responses: [{ body: [{ write: "data: close\n\ndata: late\n\n" }, HOLD] }] },
    verdict: (_log, { data }) => [
      data.includes("late") ? "delivers the late event" : "delivers nothing more",
      !data.includes("late"),
    ],
  },
  {
    name: "refused responses that never end",
    why: "Unless its body is cancelled, each response holds one of the six connections to an origin.",
    scenario: forEver({ status: 503, headers: { "content-type": "text/plain" }, body: [{ write: "busy" }, HOLD] }),
    verdict: (log) => [`${log.openNow} of ${requests(log)} still open`, log.openNow === 0],
  },
  {
    name: "a custom `fetch` that rejects with an AbortError, once",
    why: "A wrapper with a timeout does this. Nobody closed the source, so it must reconnect.",
    given: "an aborted fetch",
    scenario: { responses: [GOOD] },
    verdict: comesBack,
  },
  {
    name: "a redirect to another origin, with an API key in a header",
    why: "Browsers remove only `Authorization` when a redirect leaves the origin. They forward every other header.",
    given: "an API key",
    scenario: { responses: [{ redirect: "{second}/s/{id}" }, GOOD] },
    verdict: ({ requests: [, second] }) =>
      second?.headers["x-api-key"] ? ["forwards the key", false] : ["does not forward the key", true],
  },
  {
    name: "CR at the end of a chunk",
    why: "The event is complete, so it must not wait for the next byte.",
    scenario: { responses: [{ body: [{ write: "data: good\r\r" }, HOLD] }] },
    verdict: (_log, { data }) => [data.includes("good") ? "delivered" : "waits", data.includes("good")],
  },
  {
    name: "a second byte order mark",
    why: "Only the first one is removed, so this line is not a `data` field.",
    scenario: { responses: [{ body: [{ bytes: btoa("\xef\xbb\xbf\xef\xbb\xbfdata: no\n\ndata: good\n\n") }, HOLD] }] },
    verdict: (_log, { data }) => [data.join(", ") || "nothing", data.join() === "good"],
  },
];
