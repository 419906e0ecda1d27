// One measurement of one implementation under one workload, on a page of its own.

import { IMPLEMENTATIONS } from "./implementations.mjs";
import { ALONE, expected, STARTS, WORKLOADS } from "./workloads.mjs";

/** In ms, for what a page may hold up. */
const LIMIT = 60_000;

const MB = 1e6;

/** What users feel first, so that an early look at the results shows it. */
export const NAMES = [...Object.keys(STARTS), "alone", "memory", ...Object.keys(WORKLOADS)];

/** What is no flood and no start. */
const OTHERS = { alone, memory };

/** Limits are of a flood; to dispatch a long text is no more than to dispatch a short one; entries differ in their start. */
export function isFor(workload, implementation) {
  const { kind, isOnlyForStarts, isLikeAnother } = IMPLEMENTATIONS[implementation];
  if (workload in STARTS || workload === "memory") {
    return kind !== "limit" && !isLikeAnother;
  }
  const isPointless = implementation === "limit-dispatch" && WORKLOADS[workload]?.isLong;
  return !isPointless && !isOnlyForStarts && (workload in WORKLOADS || kind !== "limit");
}

/** Figures by their names; or `{ wrong }`, what was not as it must be. */
export async function measure({ browser, server, implementation, workload }) {
  const { slowdown, roundTrip } = STARTS[workload] ?? {};
  const origin = roundTrip ? server.distant[roundTrip] : server.origins[0];
  const page = await browser.open(origin);
  let timer;
  try {
    const job = slowdown
      ? start({ page, origin, implementation, slowdown })
      : (OTHERS[workload] ?? flood)({ page, server, implementation, workload });
    const tooLate = new Promise((resolve) => {
      timer = setTimeout(resolve, LIMIT, { wrong: `hangs for ${LIMIT / 1000} s` });
    });
    return await Promise.race([job, tooLate]);
  } catch (error) {
    return { wrong: error.message.split("\n")[0] };
  } finally {
    clearTimeout(timer);
    await page.close();
  }
}

async function flood({ page, server: { origins, bytesOf }, implementation, workload }) {
  const { type, count, unread = 0, sources } = WORKLOADS[workload];
  const urls = Array.from({ length: sources }, (_, index) => `${origins[index % origins.length]}/${workload}`);
  await page.call("prepare", `/${implementation}.js`, urls[0], type);
  const before = await page.cost();
  const heard = await page.call("flood", urls, type);
  const after = await page.cost();
  if (heard.ends.length < sources) {
    return { wrong: `not done in time: ${heard.count} events` };
  }
  const told = heard.ends.reduce((sum, end) => sum + end, 0);
  const bodies = isBlind(implementation) ? Math.floor(told / bytesOf(workload)) : told;
  const wrong = isBlind(implementation) ? undefined : mistake(heard, expected(WORKLOADS[workload]), bodies);
  if (wrong) {
    return { wrong };
  }
  const megabytes = (bytesOf(workload) * bodies) / MB;
  const seconds = heard.duration / 1000;
  return {
    events: ((count + unread) * bodies) / seconds,
    megabytes: megabytes / seconds,
    ...(before === undefined ? {} : { cpu: (after - before) / megabytes }),
    ...(await page.memory()),
  };
}

async function alone({ page, server, implementation }) {
  const { warmUp, count } = ALONE;
  await page.call("startAlone", `/${implementation}.js`, `${server.origins[0]}/alone`, warmUp);
  const before = await page.mainThread();
  const times = (await page.call("alone")).slice(warmUp);
  const after = await page.mainThread();
  if (times.length !== count) {
    return { wrong: `${times.length} of ${count} events` };
  }
  times.sort((one, other) => one - other);
  const percentile = (share) => times[Math.ceil(times.length * share) - 1];
  const mainThread = before === undefined ? {} : { mainThread: ((after - before) * 1000) / count };
  return { p50: percentile(0.5), p99: percentile(0.99), ...mainThread };
}

/** In bytes, what a page holds more than before: with the script, and when sources were used and closed. */
async function memory({ page, server, implementation }) {
  const empty = await page.memory();
  await page.call("load", `/${implementation}.js`);
  const loaded = await page.memory();
  await page.call("start", `/${implementation}.js`, `${server.origins[0]}/first`);
  const used = await page.memory();
  return { script: loaded.heap - empty.heap, objects: used.heap - loaded.heap, wasm: used.wasm };
}

async function start({ page, origin, implementation, slowdown }) {
  await page.slowDown(slowdown);
  return page.trace(() => page.call("start", `/${implementation}.js`, `${origin}/first`));
}

/** Whether it looks at no event: it tells the number of bytes. */
function isBlind(implementation) {
  return ["limit-read", "limit-decode"].includes(implementation);
}

function mistake(heard, each, bodies) {
  if (heard.count !== each.count * bodies) {
    return `${heard.count} events instead of ${each.count * bodies}`;
  }
  const length = each.length * bodies;
  return heard.length === length ? undefined : `data of ${heard.length} characters instead of ${length}`;
}
