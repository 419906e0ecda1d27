// Questions about the results of a run: by workload and implementation, `{ rounds, wrong }`.

import { IMPLEMENTATIONS } from "./implementations.mjs";

export function median(numbers) {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median over the rounds, or undefined. */
export function figure(results, workload, implementation, name) {
  const { rounds, wrong } = results[workload]?.[implementation] ?? { wrong: "not asked" };
  return wrong || rounds[0]?.[name] === undefined ? undefined : median(rounds.map((round) => round[name]));
}

/** The median of the ratios of each round: both had the same machine then. */
export function ratio(results, workload, implementation, other, name) {
  const [one, two] = [implementation, other].map((each) => figure(results, workload, each, name));
  if (one === undefined || two === undefined) {
    return undefined;
  }
  const { rounds } = results[workload][other];
  return median(results[workload][implementation].rounds.map((round, index) => round[name] / rounds[index][name]));
}

/** The median of the differences of each round. */
export function difference(results, workload, implementation, other, name) {
  const [one, two] = [implementation, other].map((each) => figure(results, workload, each, name));
  if (one === undefined || two === undefined) {
    return undefined;
  }
  const { rounds } = results[workload][other];
  return median(results[workload][implementation].rounds.map((round, index) => round[name] - rounds[index][name]));
}

/** The one of these with the highest figure, or the lowest. */
export function best(results, workload, implementations, name, isLowBest) {
  const known = implementations.filter((each) => figure(results, workload, each, name) !== undefined);
  const sign = isLowBest ? -1 : 1;
  const value = (each) => sign * figure(results, workload, each, name);
  return known.toSorted((one, other) => value(other) - value(one))[0];
}

export const isOurs = (implementation) => implementation.startsWith("ours");

/** Other people's clients of the same kind. */
export function peers(implementation) {
  const { kind } = IMPLEMENTATIONS[implementation];
  return Object.keys(IMPLEMENTATIONS).filter(
    (each) => IMPLEMENTATIONS[each].kind === kind && each !== "native" && !isOurs(each),
  );
}
