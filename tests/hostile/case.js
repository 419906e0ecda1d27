// One case from its beginning to its end.

import { expectationOf } from "./judge.js";
import { CLOSED, OPEN } from "./recorder.js";
import { Subject } from "./subject.js";

/** Ms for anything that has to come; a machine may be busy with other things. */
const PATIENCE = 5000;
/** The same for what has a limit of 30 s. */
const LONG_PATIENCE = 40_000;
const STEP = 15;

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether it came to hold in time. */
export async function comesTrue(holds, patience = PATIENCE) {
  for (const end = performance.now() + patience; ; await pause(STEP)) {
    if (await holds()) {
      return true;
    }
    if (performance.now() > end) {
      return false;
    }
  }
}

/** Gives `{ failures, reached, seen }`: what did not hold, whether each fault had its occasion, and what the source told. */
export async function runCase(given, lane, name) {
  const failures = [];
  const expect = (holds, what) => holds || failures.push(what);
  const subject = new Subject(given, lane, name);
  const { means, recorder } = subject;
  const expectation = expectationOf(given, subject);
  lane.errors.begin();

  const refusal = subject.open(lane.EventSource);
  if (refusal) {
    expect(expectation.mayRefuse(refusal.thrown), `the constructor threw ${show(refusal.thrown)}`);
  } else {
    await hasHit(subject);
    await settles(subject, given, expectation, expect);
    const connections = means.source.readyState === CLOSED ? 0 : 1;
    if (!expectation.isStuck) {
      const holds = async () => (await lane.seen(name)).open <= connections;
      expect(await comesTrue(holds), `more than ${connections} connections stay open`);
    }
    for (const opened of means.opened) {
      const holds = () => opened.events > 0;
      expect(
        await comesTrue(holds),
        `a source that was opened meanwhile has state ${opened.source.readyState} and no event`,
      );
    }
    expectation.judgeEvents(expect);
    try {
      subject.close(given.end);
    } catch (error) {
      // A signal that is none may throw when it is let go.
      expect(expectation.mayRefuse(error), `close() threw ${show(error)}`);
    }
    expect(means.source.readyState === CLOSED, `after its end its state is ${means.source.readyState}`);
  }
  subject.cleanUp();
  const heard = recorder.events.length;
  await comesTrue(() => means.late === 0);
  await pause(STEP);
  expect(recorder.events.length === heard, "an event came after the end");
  const holds = async () => (await lane.seen(name)).open === 0 && (await lane.seen(`${name} other`)).open === 0;
  expect(await comesTrue(holds), "a connection is left after the end");
  await lane.bystanders.judge(expect);
  for (const error of lane.errors.end()) {
    expect(expectation.mayBeReported(error), `${error.kind}: ${show(error.value)}`);
  }
  lane.collector.watch(subject.handed);
  subject.forget();
  const seen = recorder.events.map(({ type, state, reason }) => `${reason ?? type} ${state}`);
  return { failures, reached: subject.faults.every(({ hits }) => hits > 0), seen: inShort(seen) };
}

/** Every fault has had its occasion, or its source is closed, or it will not come to that. */
function hasHit({ faults, means }) {
  return comesTrue(() => means.source.readyState === CLOSED || faults.every(({ hits }) => hits > 0), 400);
}

/** The source ends in a state that is legal: closed, or something still comes of it. */
async function settles(subject, given, expectation, expect) {
  const { means, recorder, faults } = subject;
  const progress = () => recorder.events.length + faults.reduce((sum, { calls }) => sum + calls, 0);
  const before = progress();
  if (expectation.isQuiet) {
    await comesTrue(() => means.source.readyState === OPEN && recorder.errors.length >= expectation.errors[0]);
  }
  // More than what may have been on its way already.
  const holds = () => means.source.readyState === CLOSED || progress() > before + 3;
  const patience = given.isPatient ? LONG_PATIENCE : PATIENCE;
  if (expectation.mayWait) {
    await comesTrue(holds, 300);
    expectation.isStuck = !holds();
    return;
  }
  const { last } = recorder;
  expect(
    (await comesTrue(holds, patience)) || expectation.waitsLong(),
    `stuck with state ${means.source.readyState}; the last event is ${last ? `${last.type} (${last.reason ?? ""})` : "none"}`,
  );
}

/** Whatever the value, without running its code. */
export function show(value) {
  try {
    return value instanceof Error
      ? `${value.name}: ${value.message.slice(0, 300)} ${placeOf(value)}`
      : String(value).slice(0, 300);
  } catch {
    return `a value that cannot be shown (${typeof value})`;
  }
}

/** The innermost function of its stack that is not a misbehaviour itself. */
function placeOf({ stack }) {
  const lines = String(stack)
    .split("\n")
    .filter((line) => /package\/|dist\//.test(line));
  return lines
    .slice(0, 3)
    .map((line) => line.trim().replace(/\(?(http|file).*\/dist\//, ""))
    .join(" < ");
}

function inShort(list) {
  return list.length > 14 ? [...list.slice(0, 8), `… ${list.length - 13} more …`, ...list.slice(-5)] : list;
}
