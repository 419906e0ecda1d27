// Random streams of what parsers stumble over, from a seed, so that a failing one can be run again.

const TOKENS = [
  ..."data|event|id|retry|foo|Data|i|da|ev|:|: |data:|data: |data: |event: |id: |id: |retry: |retry: ".split("|"),
  ...["\n", "\n", "\n\n", "\n\n", "\r", "\r\n", "\r\n\r\n", "\n\r"],
  ...'a|b|tick| |  |\t|0|1|1000|-1|12x|\0|é|漢|🦀|\uFFFD|１|{"a":1}'.split("|"),
  "x".repeat(40),
  "an unknown field of many words: and its value",
];

/** A number below `below`, each time another: mulberry32. */
export function random(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Text, and where it is cut: between any two UTF-16 units. */
export function stream(next) {
  const tokens = Array.from({ length: next(40) }, () => TOKENS[next(TOKENS.length)]);
  const text = tokens.join("");
  const chunks = [];
  const most = 1 + next(next(2) ? 6 : 60);
  for (let start = 0; start < text.length; ) {
    const end = start + next(most + 1);
    chunks.push(text.slice(start, end));
    start = end;
  }
  return chunks;
}
