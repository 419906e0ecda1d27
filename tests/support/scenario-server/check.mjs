// Converts untrusted JSON to checked values. A reader takes a value and its path, and returns the value or throws a
// ScriptError that names the path: a typo in a test must not become a passing test.

export class ScriptError extends Error {}

export function text(value, at) {
  return typeof value === "string" ? value : fail(at, "a string", value);
}

/** Text with one byte per character: header names and values, raw heads. */
export function byteText(value, at) {
  const read = text(value, at);
  for (let i = 0; i < read.length; i++) {
    if (read.charCodeAt(i) > 0xff) fail(at, "characters up to U+00FF, each one byte on the wire", read);
  }
  return read;
}

export function oneLine(value, at) {
  const read = text(value, at);
  return /[\r\n]/.test(read) ? fail(at, "a string without line ends", value) : read;
}

export function base64(value, at) {
  const read = text(value, at);
  return /^[A-Za-z0-9+/]*={0,2}$/.test(read) ? Buffer.from(read, "base64") : fail(at, "base64", value);
}

export function flag(value, at) {
  return typeof value === "boolean" ? value : fail(at, "true or false", value);
}

export function yes(value, at) {
  return value === true ? value : fail(at, "true", value);
}

export function integer(min, max) {
  return (value, at) =>
    Number.isInteger(value) && value >= min && value <= max
      ? value
      : fail(at, `a whole number from ${min} to ${max}`, value);
}

/** A longer time would overflow a timer, which then fires at once. */
export const milliseconds = integer(0, 2 ** 31 - 1);

export function listOf(reader) {
  return (value, at) =>
    Array.isArray(value) ? value.map((item, i) => reader(item, `${at}[${i}]`)) : fail(at, "a list", value);
}

/** An object with exactly these fields. `null` counts as absent, because serialisers write it for optional fields. */
export function record(readers) {
  return (value, at) => {
    plainObject(value, at);
    const read = {};
    for (const [name, field] of Object.entries(value)) {
      const where = inside(at, name);
      if (!Object.hasOwn(readers, name)) {
        throw new ScriptError(`${where}: unknown field; known here: ${Object.keys(readers).join(", ")}`);
      }
      if (field !== null) read[name] = readers[name](field, where);
    }
    return read;
  };
}

export function plainObject(value, at) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : fail(at, "an object", value);
}

export function inside(at, name) {
  return at === "" ? name : `${at}.${name}`;
}

export function fail(at, expected, value) {
  throw new ScriptError(`${at || "scenario"}: expected ${expected}, got ${abridged(value)}`);
}

function abridged(value) {
  const json = JSON.stringify(value) ?? "nothing";
  return json.length > 60 ? `${json.slice(0, 60)}...` : json;
}
