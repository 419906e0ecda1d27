// One measurement of one implementation under one workload, on a page of its own.

import { IMPLEMENTATIONS } from "./implementations.mjs";
import { ALONE, expected, WORKLOADS } from "./workloads.mjs";

/** In ms, for what a page may hold up. */
const LIMIT = 60_000;

const MB = 1e6;

/** What is measured beside floods, by the names of their workloads. */
const OTHERS = { alone, first };

export const NAMES = [...Object.keys(WORKLOADS), ...Object.keys(OTHERS)];

/** Limits are of a flood; and to dispatch a long text is no more than to dispatch a short one. */
export function isFor(workload, implementation) {
  const isPointless = implementation === "limit-dispatch" && WORKLOADS[workload]?.isLong;
  return !isPointless && (workload in WORKLOADS || IMPLEMENTATIONS[implementation].kind !== "limit");
}

/** Figures by their names; or `{ wrong }`, what was not as it must be. */
export async function measure({ browser, server, implementation, workload }) {
  const page = await browser.open(server.origins[0]);
  let timer;
  try {
    const job = (OTHERS[workload] ?? flood)({ page, server, implementation, workload });
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
  const times = await page.call("alone", `/${implementation}.js`, `${server.origins[0]}/alone`);
  if (times.length !== ALONE.count) {
    return { wrong: `${times.length} of ${ALONE.count} events` };
  }
  times.sort((one, other) => one - other);
  const percentile = (share) => times[Math.ceil(times.length * share) - 1];
  return { p50: percentile(0.5), p99: percentile(0.99) };
}

function first({ page, server, implementation }) {
  return page.call("first", `/${implementation}.js`, `${server.origins[0]}/first`);
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
