// Deals cases to lanes: several at a time, and a new lane after one in which something went wrong.

/** Ms for one case; a lane that takes longer hangs. */
const LIMIT = 30_000;
const LONG_LIMIT = 70_000;
/** Cases of a lane, after which it is looked at for what was not collected. */
const CASES_OF_A_LANE = 25;

const limited = (promise, ms, otherwise) =>
  Promise.race([promise, new Promise((resolve) => setTimeout(() => resolve(otherwise), ms))]);

/** `tell` gets `{ given, failures, reached, seen }` for each case; `open` makes a lane, `lanes` is how many at once. */
export async function runLanes(cases, { lanes, open, tell }) {
  const byEntry = grouped(cases);
  const batches = [...byEntry].flatMap(([entry, all]) => batchesOf(all).map((batch) => ({ entry, batch })));
  let count = 0;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let next = batches.shift(); next; next = batches.shift()) {
        const rest = await runBatch({ ...next, id: `lane-${(count += 1)}`, open, tell });
        if (rest.length > 0) {
          batches.push({ entry: next.entry, batch: rest });
        }
      }
    }),
  );
}

/** Gives the cases that are left when something went wrong: they need a lane that is sound. */
async function runBatch({ entry, batch, id, open, tell }) {
  const lane = await limited(open({ id, entry }), LIMIT);
  if (!lane) {
    batch.forEach((given) => tell({ given, failures: ["its lane does not open"], reached: true, seen: [] }));
    return [];
  }
  const done = [];
  try {
    for (const given of batch) {
      const hung = { failures: ["the whole lane hangs"], reached: true, seen: [] };
      const result = await limited(lane.ask("run", given), given.isPatient ? LONG_LIMIT : LIMIT, hung);
      tell({ given, ...result });
      done.push(given);
      if (result.failures.length > 0) {
        return batch.slice(done.length);
      }
    }
    const left = await limited(lane.ask("left"), LIMIT, []);
    for (const [index, given] of done.entries()) {
      const what = left.filter((one) => one.index === index).map((one) => one.what);
      if (what.length > 0) {
        tell({ given, failures: [`not collected: ${what.join(", ")}`], reached: true, seen: [] });
      }
    }
    return [];
  } finally {
    lane.end();
  }
}

function batchesOf(cases) {
  const count = Math.ceil(cases.length / CASES_OF_A_LANE);
  return Array.from({ length: count }, (_, index) =>
    cases.slice(index * CASES_OF_A_LANE, (index + 1) * CASES_OF_A_LANE),
  );
}

function grouped(cases) {
  const groups = new Map();
  for (const given of cases) {
    groups.set(given.entry, [...(groups.get(given.entry) ?? []), given]);
  }
  return groups;
}
