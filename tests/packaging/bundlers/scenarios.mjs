// What a page's stream does, and what the page then shows.

/** The stream ends and is resumed. */
const RESUMED = {
  events: [
    { id: "1", data: "first", retry: 10 },
    { id: "2", data: "second" },
  ],
  responses: [{ body: [{ replay: { count: 1 } }] }, { body: [{ replay: true }, { hold: true }] }],
};

const ONCE = { responses: [], otherwise: { body: [{ write: "data: first\n\n" }] } };

/** Who parses a response by himself does not come back by himself. */
export function scenarioOf(page) {
  return page.startsWith("stream")
    ? { script: ONCE, expected: "first" }
    : { script: RESUMED, expected: "first second" };
}
