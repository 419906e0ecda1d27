// One case from its beginning to its end.

import { Friend } from "./friend.js";
import { expectationOf } from "./oracle.js";
import { PLACES } from "./places/index.js";
import { CLOSED, OPEN } from "./recorder.js";
import { REQUESTS } from "./scenes.js";
import { show } from "./show.js";
import { Subject } from "./subject.js";
import { comesTrue, LONG_TIMEOUT, pause, STEP, TIMEOUT } from "./time.js";

/** Gives `{ failures, reached, seen }`: what did not hold, whether each fault had its occasion, and what the source told. */
export async function runCase(given, lane, name) {
  const failures = [];
  const expect = (holds, what) => holds || failures.push(what);
  const subject = new Subject(given, lane, name);
  const { means, recorder } = subject;
  const expectation = expectationOf(given, subject);
  const friend = isShared(given) ? new Friend(given, lane, name) : undefined;
  lane.errors.begin();

  const refusal = subject.open(lane.EventSource);
  if (refusal) {
    expect(expectation.mayRefuse(refusal.thrown), `the constructor threw ${show(refusal.thrown)}`);
  } else {
    friend?.open();
    await hasHit(subject);
    await settles(subject, given, expectation, expect);
    await countConnections(lane, name, given, expectation, means, Boolean(friend), expect);
    for (const opened of means.opened) {
      const holds = await comesTrue(() => opened.events > 0);
      expect(holds, `a source that was opened meanwhile has state ${opened.source.readyState} and no event`);
    }
    expectation.judgeEvents(expect);
    end(subject, given, expectation, expect);
  }
  subject.cleanUp();
  const heard = recorder.events.length;
  await comesTrue(() => means.late === 0);
  await pause(STEP);
  expect(recorder.events.length === heard, "an event came after the end");
  await friend?.check(expectation, expect);
  const holds = async () => (await lane.seen(name)).open === 0 && (await lane.seen(`${name} other`)).open === 0;
  expect(await comesTrue(holds), "a connection is left after the end");
  await lane.bystanders.check(expect);
  for (const error of lane.errors.end()) {
    expect(expectation.mayBeReported(error), `${error.kind}: ${show(error.value)}`);
  }
  lane.collector.watch([...subject.handed, ...(friend?.handed ?? [])]);
  subject.forget();
  friend?.forget();
  const seen = recorder.events.map(({ type, state, reason }) => `${reason ?? type} ${state}`);
  return { failures, reached: subject.faults.every(({ hits }) => hits > 0), seen: inShort(seen) };
}

/** What the constructor reads may make it another stream than the friend's. */
function isShared({ entry, faults }) {
  return entry === "shared" && globalThis.navigator?.locks && !faults.some(({ place }) => PLACES[place].throwsToCaller);
}

/** The server sees what the client says: one connection where there is to be one, and no needless request. */
async function countConnections(lane, name, { scene }, { isStuck, isAside }, { source, isClosed }, hasFriend, expect) {
  const connections = source.readyState === CLOSED && !hasFriend ? 0 : 1;
  if (!isStuck) {
    const holds = async () => (await lane.seen(name)).open <= connections;
    expect(await comesTrue(holds), `more than ${connections} connections stay open`);
  }
  if (isAside && !isClosed) {
    const { requests } = await lane.seen(name);
    expect(requests <= REQUESTS[scene], `${requests} requests, instead of at most ${REQUESTS[scene]}`);
  }
}

function end(subject, given, expectation, expect) {
  try {
    subject.close(given.end);
  } catch (error) {
    // A signal that is none may throw when it is let go.
    expect(expectation.mayRefuse(error), `close() threw ${show(error)}`);
  }
  const { readyState } = subject.means.source;
  expect(readyState === CLOSED, `after its end its state is ${readyState}`);
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
  const timeout = given.isPatient ? LONG_TIMEOUT : TIMEOUT;
  if (expectation.mayWait) {
    await comesTrue(holds, 300);
    expectation.isStuck = !holds();
    return;
  }
  const { last } = recorder;
  expect(
    (await comesTrue(holds, timeout)) || expectation.waitsLong(),
    `stuck with state ${means.source.readyState}; the last event is ${last ? `${last.type} (${last.reason ?? ""})` : "none"}`,
  );
}

function inShort(list) {
  return list.length > 14 ? [...list.slice(0, 8), `… ${list.length - 13} more …`, ...list.slice(-5)] : list;
}
