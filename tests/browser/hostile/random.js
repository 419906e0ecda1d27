// Chance that can be repeated: a seed makes a sequence.

/** Mulberry32: small, and good enough to choose with. Gives a function of numbers from 0 to 1. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const chooser = (random) => (list) => list[Math.floor(random() * list.length)];

/** Gives the items one after the other in a random order, each as often as the others. */
export function deck(items, random) {
  let left = [];
  return () => {
    if (left.length === 0) {
      left = [...items];
      for (let last = left.length - 1; last > 0; last -= 1) {
        const other = Math.floor(random() * (last + 1));
        [left[last], left[other]] = [left[other], left[last]];
      }
    }
    return left.pop();
  };
}
