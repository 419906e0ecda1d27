// What goes wrong in the world, as scenarios (../server/README.md), and what is right then. `judge` is given what the
// server saw and what the client heard, and says in a few words what happened, and whether that is right. `given` is what
// the client is given to work with (page.js); those that cannot take it have no part.

const HOLD = { hold: true };
const GOOD = { body: [{ write: "data: good\n\n" }, HOLD] };
const forEver = (response) => ({ responses: [response], repeat: true });
const requests = ({ requests: { length } }) => `${length} request${length === 1 ? "" : "s"}`;
/** By the header, or by the query, where one client puts it. */
const resumed = ({ requests: [, second] }, from) => {
  const id = second && (second.lastEventId ?? new URL(second.url, "http://localhost").searchParams.get("lastEventId"));
  return [second ? `resumes from ${JSON.stringify(id)}` : "dead", id === from];
};
/** At least one attempt, and not more than these. */
const atMost = (most) => (log) => [requests(log), log.requests.length >= 1 && log.requests.length <= most];
const comesBack = (log, { data }) =>
  data.includes("good") ? [`back after ${requests(log)}`, true] : [`dead after ${requests(log)}`, false];

export const HAZARDS = [
  {
    name: "`retry: 3000000000`",
    why: "The server asks for a wait of 35 days. A timer holds 24.8 and fires at once beyond that.",
    scenario: forEver({ body: [{ write: "retry: 3000000000\ndata: x\n\n" }] }),
    judge: atMost(1),
  },
  {
    name: "`retry: 0`, and each stream ends at once",
    why: "A client that takes it literally asks in a tight loop.",
    scenario: forEver({ body: [{ write: "retry: 0\n\n" }] }),
    judge: atMost(8),
  },
  {
    name: "204 for ever",
    why: "The server asks not to be connected to again.",
    scenario: forEver({ status: 204 }),
    judge: atMost(1),
  },
  {
    name: "401 with an event stream as its body",
    why: "What the server refuses is no event, and asking again with the same token is no use.",
    scenario: forEver({ status: 401, headers: { "content-type": "text/event-stream" }, text: "data: no\n\n" }),
    judge: (log, { data }) => [
      `${data.length} events, ${requests(log)}`,
      data.length === 0 && log.requests.length === 1,
    ],
  },
  {
    name: "503 once, then good",
    why: "A deployment. The standard calls it final, so a client needs an option to live through it.",
    scenario: { responses: [{ status: 503, text: "" }, GOOD] },
    judge: comesBack,
  },
  {
    name: "a clean end, then good",
    why: "Most gateways end a stream in good order when their time is up.",
    scenario: { responses: [{ body: [{ write: "id: 1\ndata: x\n\n" }] }, GOOD] },
    judge: comesBack,
  },
  {
    name: "a clean end, then one 502, then good",
    why: "The backend behind a gateway is restarted.",
    scenario: { responses: [{ body: [{ write: "data: x\n\n" }] }, { status: 502, text: "" }, GOOD] },
    judge: comesBack,
  },
  {
    name: "a login page as 200",
    why: "An expired session. A page of HTML is no event stream, whatever lines are in it.",
    scenario: forEver({ headers: { "content-type": "text/html" }, text: "<p>\ndata: no\n\n" }),
    judge: (log, { data }) => [`${data.length} events, ${requests(log)}`, data.length === 0],
  },
  {
    name: "an id beyond ASCII, then a drop",
    why: "A header takes bytes, not characters: the standard wants the id's UTF-8.",
    scenario: { responses: [{ body: [{ write: "retry: 100\nid: é→\ndata: x\n\n" }] }, GOOD] },
    judge: (log) => resumed(log, "é→"),
  },
  {
    name: "an id with NUL",
    why: "The standard ignores it. Some send it, and the request fails for ever.",
    scenario: { responses: [{ body: [{ write: "retry: 100\nid: 1\ndata: x\n\nid: 2\0\ndata: y\n\n" }] }, GOOD] },
    judge: (log) => resumed(log, "1"),
  },
  {
    name: "a listener that throws",
    why: "One bad event must not end the stream.",
    scenario: { responses: [{ body: [{ write: "data: throw\n\ndata: good\n\n" }, HOLD] }] },
    judge: (log, { data }) => [
      data.includes("good") && log.requests.length === 1 ? "goes on" : `${data.join(", ")}; ${requests(log)}`,
      data.join() === "throw,good" && log.requests.length === 1,
    ],
  },
  {
    name: "close() between two events of one chunk",
    why: "After it nothing is dispatched.",
    scenario: { responses: [{ body: [{ write: "data: close\n\ndata: late\n\n" }, HOLD] }] },
    judge: (_log, { data }) => [
      data.includes("late") ? "the late event comes" : "nothing more",
      !data.includes("late"),
    ],
  },
  {
    name: "refused responses that never end",
    why: "Unread, each holds one of the six connections to an origin.",
    scenario: forEver({ status: 503, headers: { "content-type": "text/plain" }, body: [{ write: "busy" }, HOLD] }),
    judge: (log) => [`${log.openNow} of ${requests(log)} still open`, log.openNow === 0],
  },
  {
    name: "a `fetch` of one's own that rejects with an AbortError, once",
    why: "A wrapper with a time limit, say: nobody closed the source, so it must come back.",
    given: "an aborted fetch",
    scenario: { responses: [GOOD] },
    judge: comesBack,
  },
  {
    name: "a redirect to another origin, and an API key in a header",
    why: "Browsers take only `Authorization` off when a redirect leaves the origin: any other header goes along.",
    given: "an API key",
    scenario: { responses: [{ redirect: "{second}/s/{id}" }, GOOD] },
    judge: ({ requests: [, second] }) =>
      second?.headers["x-api-key"] ? ["the key goes along", false] : ["the key stays", true],
  },
  {
    name: "a line ended by CR at the end of a chunk",
    why: "The event is complete: it must not wait for the next byte.",
    scenario: { responses: [{ body: [{ write: "data: good\r\r" }, HOLD] }] },
    judge: (_log, { data }) => [data.includes("good") ? "delivered" : "waits", data.includes("good")],
  },
  {
    name: "a second byte order mark",
    why: "Only the first is none of the text: this line has another name than `data`.",
    scenario: { responses: [{ body: [{ bytes: btoa("\xef\xbb\xbf\xef\xbb\xbfdata: no\n\ndata: good\n\n") }, HOLD] }] },
    judge: (_log, { data }) => [data.join(", ") || "nothing", data.join() === "good"],
  },
];
