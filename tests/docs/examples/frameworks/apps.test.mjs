// The examples with a framework, whose packages are installed for the test.

import { test } from "node:test";
import { copyExamples } from "../example.mjs";
import { visit } from "../visit.mjs";

for (const name of ["react", "vue", "angular", "svelte"]) {
  test(`the example with ${name} shows every price, also after its token expired, and closes its stream`, async (t) => {
    const { start, remove } = await copyExamples("server", name);
    t.after(remove);
    const said = start(t, name);
    await visit(t, await said(/http:\/\/localhost:(?!.*Server)\d+\//));
  });
}
