// The constructor's arguments.

import { check, groupOf } from "../harness.js";
import * as at from "../sections.js";

groupOf("constructor");

// --- The URL argument: USVString ---

const base = () => globalThis.document?.baseURI ?? location.href;

for (const [what, value, text] of [
  ["undefined", undefined, "undefined"],
  ["null", null, "null"],
  ["a number", 7, "7"],
  ["a boolean", false, "false"],
  ["a BigInt", 7n, "7"],
  ["an array", ["a", "b"], "a,b"],
  ["an object with toString", { toString: () => "made" }, "made"],
  ["an object with Symbol.toPrimitive", { [Symbol.toPrimitive]: (hint) => hint }, "string"],
  ["an object with valueOf only", Object.assign(Object.create(null), { valueOf: () => "worth" }), "worth"],
  ["a URL object", new URL("http://127.0.0.1:9/nowhere?x#y"), "http://127.0.0.1:9/nowhere?x#y"],
  ["a String object", new String("boxed"), "boxed"],
]) {
  check(`the URL may be ${what}`, at.IDL_USVSTRING, (t) => {
    // An about: base resolves nothing but has a parent whose base does.
    t.equal(t.open(value).url, new URL(text, base()).href);
  });
}

check("a symbol is no URL", at.IDL_USVSTRING, (t) => {
  t.throws(() => new t.EventSource(Symbol("x")), TypeError);
  t.throws(() => new t.EventSource(Symbol.iterator), TypeError, "a well-known one");
});

check("an object that has no string is no URL", at.IDL_USVSTRING, (t) => {
  t.throws(() => new t.EventSource(Object.create(null)), TypeError);
  t.throws(() => new t.EventSource({ toString: () => ({}), valueOf: () => ({}) }), TypeError, "with objects only");
});

check("what toString throws comes through", at.IDL_USVSTRING, (t) => {
  const error = new RangeError("mine");
  const url = {
    toString() {
      throw error;
    },
  };
  t.throws(() => new t.EventSource(url), error);
});

check("the URL is made a string once", at.IDL_USVSTRING, (t) => {
  let asked = 0;
  t.open({ toString: () => `${t.origin}/nowhere?${++asked}` });
  t.equal(asked, 1);
});

for (const [what, text] of [
  ["a high one", "\uD800"],
  ["a low one", "\uDC00"],
  ["two in the wrong order", "\uDC00\uD800"],
  ["one before a character", "\uD83Dx"],
]) {
  check(`lone surrogates of the URL become U+FFFD: ${what}`, at.IDL_USVSTRING, (t) => {
    const expected = new URL(`${t.origin}/${text.replace(/[\uD800-\uDFFF]/g, "\uFFFD")}`).href;
    t.equal(t.open(`${t.origin}/${text}`).url, expected);
  });
}

check("surrogates in pairs stay", at.IDL_USVSTRING, (t) => {
  t.equal(t.open(`${t.origin}/\u{1F600}`).url, `${t.origin}/%F0%9F%98%80`);
});

// --- The dictionary ---

check("withCredentials is false by default", at.INTERFACE, (t) => {
  t.equal(t.idle().withCredentials, false);
  t.equal(t.idle({}).withCredentials, false, "with an empty dictionary");
});

for (const [what, value] of [
  ["undefined", undefined],
  ["null", null],
  ["a function", () => {}],
  ["an array", []],
  ["a regular expression", /x/],
  ["an object without prototype", Object.create(null)],
]) {
  check(`the dictionary may be ${what}`, at.IDL_DICTIONARIES, (t) => {
    t.equal(t.open(`${t.origin}/nowhere`, value).withCredentials, false);
  });
}

for (const [what, value] of [
  ["a string", "withCredentials"],
  ["an empty string", ""],
  ["a number", 0],
  ["true", true],
  ["false", false],
  ["a BigInt", 1n],
  ["a symbol", Symbol("x")],
]) {
  check(`the dictionary may not be ${what}`, at.IDL_DICTIONARIES, (t) => {
    t.throws(() => new t.EventSource(`${t.origin}/nowhere`, value), TypeError);
  });
}

for (const [what, value, expected] of [
  ["true", true, true],
  ["false", false, false],
  ["undefined", undefined, false],
  ["null", null, false],
  ["0", 0, false],
  ["NaN", Number.NaN, false],
  ["1", 1, true],
  ["an empty string", "", false],
  ["the string false", "false", true],
  ["an object", {}, true],
  ["a symbol", Symbol("x"), true],
]) {
  check(`withCredentials made a boolean: ${what}`, at.IDL_DICTIONARIES, (t) => {
    t.equal(t.idle({ withCredentials: value }).withCredentials, expected);
  });
}

check("a property of a function counts as member of the dictionary", at.IDL_DICTIONARIES, (t) => {
  t.equal(t.idle(Object.assign(() => {}, { withCredentials: true })).withCredentials, true);
});

check("members of the dictionary may be inherited", at.IDL_DICTIONARIES, (t) => {
  t.equal(t.idle(Object.create({ withCredentials: true })).withCredentials, true);
});

check("a getter of the dictionary is asked once", at.IDL_DICTIONARIES, (t) => {
  let asked = 0;
  const init = {
    get withCredentials() {
      asked += 1;
      return true;
    },
  };
  const source = t.idle(init);
  t.equal(source.withCredentials, true);
  t.equal(source.withCredentials, true, "again");
  t.equal(asked, 1, "how often");
});

check("what a getter of the dictionary throws comes through", at.IDL_DICTIONARIES, (t) => {
  const error = new RangeError("mine");
  const init = {
    get withCredentials() {
      throw error;
    },
  };
  t.throws(() => new t.EventSource(`${t.origin}/nowhere`, init), error);
});

check("the dictionary is read after the URL is made a string, and before it is parsed", at.IDL_INTERFACES, (t) => {
  const asked = [];
  const url = {
    toString() {
      asked.push("url");
      return "http://[";
    },
  };
  const init = {
    get withCredentials() {
      asked.push("withCredentials");
      return false;
    },
  };
  t.throws(() => new t.EventSource(url, init), "SyntaxError");
  t.same(asked, ["url", "withCredentials"]);
});

check("a wrong dictionary is told before a wrong URL", at.IDL_INTERFACES, (t) => {
  t.throws(() => new t.EventSource("http://[", 1), TypeError);
});
