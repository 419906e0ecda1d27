// `npm start`: builds missing parts, serves the demo and prints its address.

import { build } from "./build.mjs";
import { FOR_BUILDING, setUp } from "./setup.mjs";
import { say, show } from "./support/run.mjs";

await setUp(FOR_BUILDING);
await build();
say("Building the demo's page.");
show("node_modules/.bin/vite", ["build", "www", "--logLevel", "warn"]);
await import("../www/server/main.mjs");
