// Answers, and what becomes of a source that gets them.

export const STREAM = [{ write: "data: x\n\n" }, { hold: true }];

/** It ends, because browsers look into an answer of unclear type before they show it to anyone. */
export const NO_STREAM = [{ write: "data: x\n\n" }];

/** Firefox now and then ends the connection of a refused response only when its next byte comes. */
export const BEAT = [{ write: "data: x\n\n" }, { comment: "", every: 500, times: 1000 }];

/** Opens it, and demands that it fails for good: one error event, closed, no second request, no connection left. */
export async function failsForGood(t, scenario, { cross = false, init } = {}) {
  const source = t.open(cross ? scenario.secondUrl : scenario.url, init);
  const seen = t.record(source);
  await t.next(source, "error");
  t.equal(source.readyState, 2, "readyState in the error event");
  await t.pause(60);
  t.same(
    seen.map(([type]) => type),
    ["error"],
    "events",
  );
  const { requests } = await t.waiting("the server to see the end", scenario.log("open:0", 12_000));
  // A refusal to a page of another origin may take a second request to tell it from a lost connection.
  t.ok(requests.length <= (cross ? 2 : 1), `${requests.length} requests`);
}

export async function opens(t, scenario, { cross = false, init, data = "x" } = {}) {
  const source = t.open(cross ? scenario.secondUrl : scenario.url, init);
  const seen = t.record(source);
  await t.eventually(() => seen.length > 1, "an open event and a message");
  t.same(seen, [
    ["open", undefined, undefined, 1],
    ["message", data, "", 1],
  ]);
  return source;
}
