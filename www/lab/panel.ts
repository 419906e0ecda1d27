// The buttons of the laboratory. A press loads the rest of it, with the other clients.

import { isWithoutServer, NoServer } from "../page/api.ts";
import { byId, messageOf, setText } from "../page/dom.ts";

export function wireLab(): void {
  byId("lab-faults").addEventListener("click", async ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    const fault = button?.dataset.fault;
    if (!button || !fault) return;
    for (const each of byId("lab-faults").querySelectorAll("button")) {
      each.setAttribute("aria-pressed", String(each === button));
    }
    const what = byId("lab-what");
    setText(what, `${button.textContent}: ${byId(`fault-${fault}`).textContent}`);
    byId("lab-result").hidden = false;
    try {
      const { run } = await import("./lab.ts");
      await run(fault, byId("lab-rows"), byId("lab-summary"));
    } catch (error) {
      byId("lab-result").hidden = true;
      const needsServer = error instanceof NoServer || isWithoutServer();
      setText(
        what,
        needsServer ? "This needs the demo’s server: npm start." : `That did not work: ${messageOf(error)}`,
      );
    }
  });
}
