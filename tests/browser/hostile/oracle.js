// What is legal after a case's faults.

import { isHonest } from "./misbehaviours.js";
import { PLACES } from "./places/index.js";
import { CLOSED, OPEN } from "./recorder.js";
import { ERRORS } from "./scenes.js";

/** Waits from here on are the caller's own wish. */
const LONG_WAIT = 1500;

const REPORTS = /^(retry\.shouldRetry|parse)\b|hostile parse|refuses everything/;

/** Values that promise an answer and never give one. */
const NEVER = /hangs|never settles|never calls/;

export function expectationOf({ faults, isPatient, scene }, subject) {
  const { means, recorder } = subject;
  const places = faults.map(({ place }) => PLACES[place]);
  const some = (property) => places.some((place) => place[property]);
  const dishonest = faults.filter(({ what }) => !isHonest(what)).map(({ place }) => PLACES[place]);
  const mayLose = some("skipsEvents") || dishonest.some((place) => place.mayLose);
  const mayClose = dishonest.some((place) => place.mayClose);
  const never = faults.filter(({ what }) => NEVER.test(what));
  return {
    /** It waits for an answer that has 30 s to come. */
    mayWait: !isPatient && (never.some(({ place }) => PLACES[place].hasLongLimit) || mayClose),
    isStuck: false,
    /** Nothing is to be noticed but so many error events, which are the server's doing. */
    isQuiet: Boolean(places[0].isQuiet),
    errors: ERRORS[scene],
    mayLose,
    /** Nothing that is done has a part in the connection. */
    isAside: places.every(({ isAside }) => isAside),

    mayRefuse(thrown) {
      return isOwn(thrown, ({ throwsToCaller }) => throwsToCaller) || (some("throwsToCaller") && isRefusal(thrown));
    },

    /** The wait that was announced is longer than a test waits. */
    waitsLong() {
      return recorder.last?.willRetry && recorder.last.delay > LONG_WAIT;
    },

    judgeEvents(expect) {
      const { readyState } = means.source;
      const { errors } = recorder;
      const final = errors.filter(({ willRetry }) => !willRetry);
      expect(recorder.faults.length === 0, recorder.faults[0]);
      expect([0, 1, 2].includes(readyState), `readyState is ${String(readyState)}`);
      expect(final.length <= 1, `${final.length} final error events`);
      if (readyState === CLOSED && !means.isClosed && !mayClose) {
        expect(final.length === 1, `closed with ${final.length} final error events`);
      }
      if (final.length > 0) {
        expect(recorder.last === final[0], `an event ${recorder.last.type} came after the final error event`);
        expect(readyState === CLOSED, `after a final error event its state is ${readyState}`);
      }
      if (!mayLose) {
        expect(recorder.gaps.length === 0, `events are missing: ${recorder.gaps.join(", ")}`);
      }
      if (this.isQuiet) {
        expect(readyState === OPEN, `its state is ${readyState}`);
        expect(this.errors.includes(errors.length), `${errors.length} error events`);
      }
      judgeNeedless(expect, errors);
      judgeCause(expect, errors);
    },

    /** What was told to the global scope is somebody's own throw, where a throw is told so. */
    mayBeReported({ kind, value }) {
      if (isOfAsync(value)) {
        return true;
      }
      if (kind === "unhandled rejection") {
        return isOwn(value, ({ takesPromise }) => !takesPromise);
      }
      return isOwn(value, ({ mayReport }) => mayReport) || (some("mayReport") && isReport(value));
    },
  };

  /**
   * An async function of the caller's that resolves with a value that cannot be resolved with; nobody takes its promise.
   * Node makes an uncaught error of what a listener's promise is rejected with.
   */
  function isOfAsync(value) {
    const isSo = ({ place, what }) => !PLACES[place].takesPromise && what.startsWith("resolves with ");
    return faults.some(isSo) && /refuses everything|revoked/.test(messageOf(value));
  }

  /** The platform's or the package's words for what it makes of a value that cannot be used. */
  function isReport(value) {
    const message = messageOf(value);
    return REPORTS.test(message) || places.some(({ reports }) => reports?.test(message));
  }

  /** Whether code at such a place threw it. */
  function isOwn(value, isSuch) {
    return means.thrown.some((own) => isSuch(PLACES[own.place]) && Object.is(own.value, value));
  }

  /** A wrapper that lacks what nobody needs is as good as a response. */
  function judgeNeedless(expect, errors) {
    const isGiven = ({ what }) => /^(gives|resolves with) /.test(what);
    if (
      places.every(({ isNeedless }) => isNeedless) &&
      faults.every(isGiven) &&
      !means.isClosed &&
      scene === "steady"
    ) {
      expect(errors.length === 0, `the stream could be read, and is not: ${errors[0]?.reason}: ${errors[0]?.message}`);
    }
  }

  /** A mistake in the caller's function is told, and not taken for a lost network. */
  function judgeCause(expect, errors) {
    if (
      faults.length === 1 &&
      places[0].tellsCause &&
      /^(throws|rejects with) /.test(faults[0].what) &&
      errors.length > 0
    ) {
      const told = errors.some(({ error }) => isOwn(error, ({ tellsCause }) => tellsCause));
      expect(told, `no error event has what was thrown as its error, but ${typeof errors[0].error}`);
    }
  }
}

/** What the constructor is meant to throw. */
function isRefusal(thrown) {
  const { name, message } = Object(thrown);
  if (name === "SyntaxError" || /refuses everything/.test(message)) {
    return true;
  }
  return (
    name === "TypeError" && /^[\w. ]+: |Symbol|convert|proxy|not a function|revoked|iterable|construct/i.test(message)
  );
}

/** What was thrown may be anything, a revoked proxy too. */
function messageOf(value) {
  try {
    return String(Object(value).message);
  } catch {
    return "";
  }
}
