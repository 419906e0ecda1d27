export function printFailures(runs) {
  for (const { browser, scope, which, results } of runs) {
    for (const { group, name, message, passed, ms } of results ?? []) {
      if (!passed) console.log(`${browser} ${scope} ${which}: ${group}: ${name}\n    ${message}`);
    }
  }
}
export function printTable() {}
export function judge() {}
export function writeDocs() {}
