// The format of a scenario (README.md) as code: converts JSON to a complete and checked script, without missing defaults and
// wrong fields.

import {
  base64,
  byteText,
  fail,
  flag,
  inside,
  integer,
  listOf,
  milliseconds,
  oneLine,
  plainObject,
  record,
  ScriptError,
  text,
  yes,
} from "./check.mjs";
import { formatEvent } from "./events.mjs";

/** @throws {ScriptError} that names the field */
export function parseScenario(json) {
  let value;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new ScriptError(`scenario: not JSON: ${error.message}`);
  }
  const script = readScenario(value, "");
  return {
    responses: [],
    otherwise: readResponse({ status: 204 }, "otherwise"),
    repeat: false,
    countHead: false,
    events: [],
    preflight: readPreflight({}, "preflight"),
    ...script,
  };
}

const readEvent = record({
  id: oneLine,
  event: oneLine,
  data: text,
  retry: integer(0, Number.MAX_SAFE_INTEGER),
});

const readCorsRecord = record({
  origin: byteText,
  credentials: flag,
  allowHeaders: byteText,
  allowMethods: byteText,
  exposeHeaders: byteText,
});

const ANSWER = {
  status: integer(100, 999),
  statusText: byteText,
  headers: readHeaders,
  rawHead: byteText,
  cors: readCors,
  delay: milliseconds,
  waitFor: text,
  redirect: byteText,
  text: text,
  body: listOf(readStep),
};

const readAnswer = record(ANSWER);

const readAnswerToRequest = record({ ...ANSWER, requireAuthorization: byteText, preflight: readPreflight });

const readScenario = record({
  responses: listOf(readResponse),
  otherwise: readResponse,
  repeat: flag,
  countHead: flag,
  events: listOf(readEvent),
  requireAuthorization: byteText,
  preflight: readPreflight,
});

/** The actions of a step, each with the step's first form: `bytes` for all that only write. */
const VERBS = {
  write: (value, at) => ({ bytes: Buffer.from(text(value, at)) }),
  bytes: (value, at) => ({ bytes: base64(value, at) }),
  comment: (value, at) => ({ bytes: Buffer.from(`: ${oneLine(value, at)}\n\n`) }),
  event: (value, at) => ({ bytes: Buffer.from(formatEvent(readEvent(value, at))) }),
  raw: (value, at) => ({ bytes: Buffer.from(text(value, at)) }),
  replay: (value, at) => ({ replay: value === true ? {} : readReplay(value, at) }),
  sleep: (value, at) => ({ sleep: milliseconds(value, at) }),
  waitFor: (value, at) => ({ waitFor: text(value, at) }),
  hold: (value, at) => ({ hold: yes(value, at) }),
  end: (value, at) => ({ end: yes(value, at) }),
  fin: (value, at) => ({ fin: yes(value, at) }),
  reset: (value, at) => ({ reset: yes(value, at) }),
};

const readReplay = record({ count: integer(0, Number.MAX_SAFE_INTEGER), overlap: integer(0, Number.MAX_SAFE_INTEGER) });

const readPace = record({
  slice: integer(1, Number.MAX_SAFE_INTEGER),
  times: integer(1, Number.MAX_SAFE_INTEGER),
  every: milliseconds,
});

function readResponse(value, at) {
  return completed({ cors: {}, ...readAnswerToRequest(value, at) }, 200, at);
}

/** Its CORS is that of the response to the announced request, by default. */
function readPreflight(value, at) {
  return completed(readAnswer(value, at), 204, at);
}

function completed({ text: wholeBody, redirect, ...response }, usualStatus, at) {
  if (wholeBody !== undefined && response.body) throw new ScriptError(`${at}: both text and body`);
  const complete = {
    status: redirect === undefined ? usualStatus : 302,
    headers: [],
    delay: 0,
    body: wholeBody === undefined ? [] : [{ verb: "write", bytes: Buffer.from(wholeBody) }],
    redirect,
    ...response,
  };
  const writing = complete.body.findIndex((step) => step.bytes || step.replay);
  if (writing >= 0 && hasNoBody(complete.status) && complete.rawHead === undefined) {
    throw new ScriptError(`${at}.body[${writing}]: a response of status ${complete.status} has no body`);
  }
  return complete;
}

export function hasNoBody(status) {
  return status < 200 || status === 204 || status === 304;
}

/** A list of pairs, with any order and repetition. A value of `null` removes a default header. */
function readHeaders(value, at) {
  const pairs = Array.isArray(value) ? value : Object.entries(plainObject(value, at));
  return pairs.map((pair, i) => {
    if (!Array.isArray(pair) || pair.length !== 2) fail(`${at}[${i}]`, "a pair of name and value", pair);
    const [name, content] = pair;
    return [byteText(name, `${at}[${i}]`), content === null ? null : byteText(content, inside(at, name))];
  });
}

/** `null` for no CORS at all, otherwise the differences to "everything is allowed". */
function readCors(value, at) {
  if (typeof value === "boolean") return value ? {} : null;
  return readCorsRecord(value, at);
}

function readStep(value, at) {
  const names = Object.keys(plainObject(value, at));
  const verbs = names.filter((name) => Object.hasOwn(VERBS, name));
  if (verbs.length !== 1) {
    fail(at, `exactly one of ${Object.keys(VERBS).join(", ")}`, value);
  }
  const [verb] = verbs;
  const { [verb]: argument, ...pace } = value;
  const step = { verb, ...VERBS[verb](argument, inside(at, verb)) };
  return { ...step, ...(step.bytes ? readPace : record({}))(pace, at) };
}
