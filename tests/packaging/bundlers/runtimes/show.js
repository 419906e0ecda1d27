// In place of a page's.

import process from "node:process";

export const stream = process.argv[2];

export function show({ data }) {
  process.stdout.write(`${data} `);
}
