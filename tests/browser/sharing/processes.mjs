// What the processes of a browser have used, as the system tells.

import { readdirSync, readFileSync } from "node:fs";

/** Over all processes of the browser. */
export function sum(group, ask) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((id) => {
      try {
        const [, , , processGroup] = fieldsOf(id);
        return Number(processGroup) === group ? ask(id) : 0;
      } catch {
        return 0; // It is gone.
      }
    })
    .reduce((total, one) => total + one, 0);
}

/** What the system tells of a process behind its name, which may have any character. */
function fieldsOf(id) {
  return readFileSync(`/proc/${id}/stat`, "utf8").replace(/.*\)/s, "").split(" ");
}

/** kB of its own. */
export function memoryOf(id) {
  const [, kilobytes] = readFileSync(`/proc/${id}/status`, "utf8").match(/RssAnon:\s+(\d+)/) ?? [];
  return Number(kilobytes ?? 0);
}

/** µs of CPU; the system counts hundredths of a second. */
export function timeOf(id) {
  const [user, kernel] = fieldsOf(id).slice(12, 14);
  return (Number(user) + Number(kernel)) * 10_000;
}
