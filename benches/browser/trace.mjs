// What the main thread of a page did between two marks of its script, by Chromium's tracing.

const CATEGORIES = ["disabled-by-default-devtools.timeline", "blink.user_timing"];

/** The names of the marks. */
export const [ASKED, HEARD] = ["asked", "heard"];

/**
 * Gives what `act` gives, and `longestTask` between the marks in ms. `send` asks the page's own session: a trace of the whole
 * browser now and then waits 10 s for a process that ends.
 */
export async function withTrace(send, on, act) {
  const events = [];
  on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const traceConfig = { includedCategories: CATEGORIES, excludedCategories: ["*"] };
  await send("Tracing.start", { traceConfig, transferMode: "ReportEvents" });
  try {
    const result = await act();
    return { ...result, longestTask: longestTask(await ended(send, on, events)) };
  } catch (error) {
    await ended(send, on, events);
    throw error;
  }
}

async function ended(send, on, events) {
  const complete = new Promise((resolve) => on("Tracing.tracingComplete", resolve));
  await send("Tracing.end");
  await complete;
  return events;
}

/** The part of a task that lies between the marks counts. Times of a trace are in µs. */
function longestTask(events) {
  const [asked, heard] = [ASKED, HEARD].map((mark) => events.find(({ name }) => name === mark));
  // One that was not over when the trace ended has no length, and began after the marks.
  const tasks = events.filter(
    ({ name, pid, tid, dur }) => name === "RunTask" && pid === asked.pid && tid === asked.tid && dur !== undefined,
  );
  const lengths = tasks.map(({ ts, dur }) => Math.min(ts + dur, heard.ts) - Math.max(ts, asked.ts));
  return Math.max(...lengths) / 1000;
}
