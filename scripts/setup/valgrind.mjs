// Valgrind, which counts the parser's instructions.

import { which } from "../support/run.mjs";
import { installPackages } from "./apt.mjs";

export async function setUpValgrind() {
  if (!which("valgrind")) {
    await installPackages(["valgrind"], "what counts the parser's instructions");
  }
}
