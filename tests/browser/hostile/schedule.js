// Deals cases to lanes: several at a time, and a new lane after one in which something went wrong.

/** Ms for one case; a lane that takes longer hangs. */
const LIMIT = 30_000;
const LONG_LIMIT = 70_000;
/** Cases of a lane, after which it is looked at for what was not collected. */
const CASES_OF_A_LANE = 25;

const limited = (promise, ms, otherwise) =>
  Promise.race([promise, new Promise((resolve) => setTimeout(() => resolve(otherwise), ms))]);

/** `tell` gets `{ given, failures, reached, seen }` for each case; `open` makes a lane, `lanes` is how many at once, and `name` tells
 * them from those of other platforms. */
export async function runLanes(cases, { name, lanes, open, tell }) {
  const [patient, others] = [true, false].map((is) => cases.filter(({ isPatient = false }) => isPatient === is));
  const batches = [...grouped(others)].flatMap(batchesOf);
  let count = 0;
  const run = async (batch) => {
    count += 1;
    const rest = await runBatch({ batch, id: `${name}-${count}`, open, tell });
    if (rest.length > 0) {
      batches.push(rest);
    }
  };
  const lane = async () => {
    for (let next = batches.shift(); next; next = batches.shift()) {
      await run(next);
    }
  };
  // Those only wait, and each keeps its lane for long.
  await Promise.all([...patient.map((given) => run([given])), ...Array.from({ length: lanes }, lane)]);
}

/** Gives the cases that are left when something went wrong: they need a lane that is sound. */
async function runBatch({ batch, id, open, tell }) {
  const [{ entry, scope }] = batch;
  const lane = await limited(open({ id, entry, scope }), LIMIT);
  if (!lane) {
    for (const given of batch) {
      tell({ given, failures: ["its lane does not open"], reached: true, seen: [] });
    }
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
        tell({
          given,
          failures: [`not collected: ${what.join(", ")} (case ${index} of its lane)`],
          reached: true,
          seen: [],
        });
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

/** Those for lanes of the same kind. */
function grouped(cases) {
  const groups = new Map();
  for (const given of cases) {
    const kind = `${given.entry} ${given.scope}`;
    groups.set(kind, [...(groups.get(kind) ?? []), given]);
  }
  return groups.values();
}
