// A Node of its own, which shows the memory of its WebAssembly instances and collects garbage when asked to.

import { execFileSync } from "node:child_process";

/** What stands before each script: what it names of the package, the memory of each instance, and a way to have garbage collected. */
const prelude = (names, entry) => `
  const memories = [];
  const note = ({ exports }) => memories.push(Object.values(exports).find((value) => value instanceof WebAssembly.Memory));
  WebAssembly.Instance = class extends WebAssembly.Instance {
    constructor(...given) {
      super(...given);
      note(this);
    }
  };
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate(...given);
    note(made.instance ?? made);
    return made;
  };
  const { ${names} } = await import(${JSON.stringify(new URL(`../../../dist/${entry}.js`, import.meta.url).href)});
  /** What a finalizer lets go is garbage the next time. */
  const collect = async () => {
    for (let round = 0; round < 5; round++) {
      gc();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const sizes = () => memories.map(({ buffer }) => buffer.byteLength);
`;

/** A function that gives what `work`, which sees these names of an entry and those of the prelude, gives in a Node of its own. */
export function inNode(names, entry) {
  return (work, given) => {
    const script = `${prelude(names, entry)}\nconsole.log(JSON.stringify(await (${work})(${JSON.stringify(given)})));`;
    const args = ["--expose-gc", "--input-type=module", "--eval", script];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }));
  };
}
