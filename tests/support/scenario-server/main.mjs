// Starts the scenario server until it is stopped: `SCENARIO_PORT=4100 node tests/support/scenario-server/main.mjs`.

import { startScenarioServer } from "./server.mjs";

const server = await startScenarioServer({ port: Number(process.env.SCENARIO_PORT ?? 0) });
process.stdout.write(`scenario server on ${server.origin}\nsecond origin on ${server.secondOrigin}\n`);

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => server.close());
