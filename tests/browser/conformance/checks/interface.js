// The interface as WebIDL lays it out.

import { check, groupOf } from "../harness.js";
import * as at from "../sections.js";

groupOf("interface");

const CONSTANTS = { CONNECTING: 0, OPEN: 1, CLOSED: 2 };
const READ_ONLY = ["url", "withCredentials", "readyState"];
const HANDLERS = ["onopen", "onmessage", "onerror"];

/** The flags of a property, as letters. */
function flags(object, name) {
  const property = Object.getOwnPropertyDescriptor(object, name);
  const letters = { writable: "w", enumerable: "e", configurable: "c" };
  return property && Object.keys(letters).reduce((text, flag) => text + (property[flag] ? letters[flag] : "-"), "");
}

check("the interface object is a function", at.IDL_INTERFACES, (t) => {
  t.equal(typeof t.EventSource, "function");
  t.equal(Object.getPrototypeOf(t.EventSource), EventTarget, "its prototype");
});

check("the interface object's name", at.IDL_INTERFACES, (t) => {
  t.equal(t.EventSource.name, "EventSource");
  t.equal(flags(t.EventSource, "name"), "--c");
});

check("the interface object's length", at.IDL_INTERFACES, (t) => {
  t.equal(t.EventSource.length, 1);
  t.equal(flags(t.EventSource, "length"), "--c");
});

check("the interface object's prototype property", at.IDL_INTERFACES, (t) => {
  t.equal(flags(t.EventSource, "prototype"), "---");
});

check("the interface object has no properties but the standard's", at.IDL_INTERFACES, (t) => {
  const expected = ["length", "name", "prototype", ...Object.keys(CONSTANTS)].sort();
  t.same(Reflect.ownKeys(t.EventSource).map(String).sort(), expected);
});

check("the prototype object inherits from EventTarget's", at.IDL_INTERFACES, (t) => {
  t.equal(Object.getPrototypeOf(t.EventSource.prototype), EventTarget.prototype);
});

check("the prototype object's constructor", at.IDL_INTERFACES, (t) => {
  t.equal(t.EventSource.prototype.constructor, t.EventSource);
  t.equal(flags(t.EventSource.prototype, "constructor"), "w-c");
});

check("the prototype object's class string", at.IDL_INTERFACES, (t) => {
  t.equal(t.EventSource.prototype[Symbol.toStringTag], "EventSource");
  t.equal(flags(t.EventSource.prototype, Symbol.toStringTag), "--c");
});

check("the prototype object has no properties but the standard's", at.IDL_INTERFACES, (t) => {
  const expected = [
    "close",
    "constructor",
    ...Object.keys(CONSTANTS),
    ...READ_ONLY,
    ...HANDLERS,
    "Symbol(Symbol.toStringTag)",
  ];
  t.same(Reflect.ownKeys(t.EventSource.prototype).map(String).sort(), expected.sort());
});

check("an instance is an EventTarget and has the class string", at.IDL_INTERFACES, (t) => {
  const source = t.idle();
  t.ok(source instanceof t.EventSource, "instanceof EventSource");
  t.ok(source instanceof EventTarget, "instanceof EventTarget");
  t.equal(Object.getPrototypeOf(source), t.EventSource.prototype, "its prototype");
  t.equal(Object.prototype.toString.call(source), "[object EventSource]");
  t.equal(String(source), "[object EventSource]");
});

check("an instance has no own properties", at.IDL_INTERFACES, (t) => {
  t.same(Reflect.ownKeys(t.idle()).map(String), []);
});

check("an instance can be extended by properties of the caller's", at.IDL_INTERFACES, (t) => {
  const source = t.idle();
  source.mine = 1;
  t.equal(source.mine, 1);
  t.ok(Object.isExtensible(source), "extensible");
});

check("for...in over an instance meets the standard's members", at.IDL_INTERFACES, (t) => {
  const met = [];
  for (const name in t.idle()) {
    met.push(name);
  }
  for (const name of [...READ_ONLY, ...HANDLERS, ...Object.keys(CONSTANTS), "close", "addEventListener"]) {
    t.ok(met.includes(name), `${name} is not met`);
  }
});

for (const [name, value] of Object.entries(CONSTANTS)) {
  check(`the constant ${name} on the interface object`, at.IDL_CONSTANTS, (t) => {
    t.equal(t.EventSource[name], value);
    t.equal(flags(t.EventSource, name), "-e-");
  });

  check(`the constant ${name} on the prototype object`, at.IDL_CONSTANTS, (t) => {
    t.equal(t.EventSource.prototype[name], value);
    t.equal(flags(t.EventSource.prototype, name), "-e-");
    t.equal(t.idle()[name], value, "through an instance");
  });

  check(`the constant ${name} cannot be assigned`, at.IDL_CONSTANTS, (t) => {
    const source = t.idle();
    t.throws(() => (t.EventSource[name] = 9), TypeError, "on the interface object");
    t.throws(() => (source[name] = 9), TypeError, "on an instance");
  });
}

for (const name of READ_ONLY) {
  check(`${name} is a read-only accessor on the prototype`, at.IDL_ATTRIBUTES, (t) => {
    const property = Object.getOwnPropertyDescriptor(t.EventSource.prototype, name);
    t.equal(typeof property.get, "function", "get");
    t.equal(property.set, undefined, "set");
    t.equal(flags(t.EventSource.prototype, name), "-ec");
  });

  check(`assigning ${name} throws in strict code and changes nothing`, at.IDL_ATTRIBUTES, (t) => {
    const source = t.idle();
    const before = source[name];
    t.throws(() => (source[name] = "other"), TypeError);
    t.equal(source[name], before);
  });
}

for (const name of HANDLERS) {
  check(`${name} is an accessor on the prototype`, at.IDL_ATTRIBUTES, (t) => {
    const property = Object.getOwnPropertyDescriptor(t.EventSource.prototype, name);
    t.equal(typeof property.get, "function", "get");
    t.equal(typeof property.set, "function", "set");
    t.equal(property.set.name, `set ${name}`);
    t.equal(property.set.length, 1, "the setter's length");
    t.equal(flags(t.EventSource.prototype, name), "-ec");
  });

  check(`the setter of ${name} on another object throws`, at.IDL_ATTRIBUTES, (t) => {
    const { set } = Object.getOwnPropertyDescriptor(t.EventSource.prototype, name);
    for (const other of [{}, new EventTarget(), t.EventSource.prototype, Object.create(t.EventSource.prototype), 1]) {
      t.throws(() => set.call(other, () => {}), TypeError);
    }
  });
}

for (const name of [...READ_ONLY, ...HANDLERS]) {
  check(`the getter of ${name}`, at.IDL_ATTRIBUTES, (t) => {
    const { get } = Object.getOwnPropertyDescriptor(t.EventSource.prototype, name);
    t.equal(get.name, `get ${name}`);
    t.equal(get.length, 0, "its length");
    t.throws(() => new get(), TypeError, "as a constructor");
  });

  check(`the getter of ${name} on another object throws`, at.IDL_ATTRIBUTES, (t) => {
    const { get } = Object.getOwnPropertyDescriptor(t.EventSource.prototype, name);
    const others = [{}, new EventTarget(), t.EventSource.prototype, Object.create(t.EventSource.prototype), 1];
    for (const other of [...others, undefined, null]) {
      t.throws(() => get.call(other), TypeError);
    }
  });
}

check("close is an operation on the prototype", at.IDL_OPERATIONS, (t) => {
  const { close } = t.EventSource.prototype;
  t.equal(typeof close, "function");
  t.equal(close.name, "close", "its name");
  t.equal(close.length, 0, "its length");
  t.equal(flags(t.EventSource.prototype, "close"), "wec");
  t.throws(() => new close(), TypeError, "as a constructor");
  t.equal(Object.hasOwn(close, "prototype"), false, "has a prototype");
});

check("the methods that it inherits are EventTarget's to see, and work on any target", at.DOM_TARGET, (t) => {
  const { addEventListener, removeEventListener } = t.EventSource.prototype;
  t.same([addEventListener.length, removeEventListener.length], [2, 2], "their lengths");
  t.same([addEventListener.name, removeEventListener.name], ["addEventListener", "removeEventListener"], "their names");
  const target = new EventTarget();
  let heard = 0;
  const listener = () => heard++;
  addEventListener.call(target, "x", listener);
  target.dispatchEvent(new Event("x"));
  removeEventListener.call(target, "x", listener);
  target.dispatchEvent(new Event("x"));
  t.equal(heard, 1, "events heard");
  t.throws(() => addEventListener.call({}, "x", listener), TypeError);
  t.throws(() => t.idle().addEventListener("x"), TypeError, "with one argument");
  t.throws(() => t.idle().removeEventListener("x"), TypeError, "with one argument");
});

check("close on another object throws", at.IDL_OPERATIONS, (t) => {
  const { close } = t.EventSource.prototype;
  for (const other of [
    {},
    new EventTarget(),
    t.EventSource.prototype,
    Object.create(t.EventSource.prototype),
    undefined,
  ]) {
    t.throws(() => close.call(other), TypeError);
  }
});

check("close returns undefined and ignores arguments", at.IDL_OPERATIONS, (t) => {
  t.equal(t.idle().close(1, 2), undefined);
});

check("a call without new throws", at.IDL_INTERFACES, (t) => {
  t.throws(() => t.EventSource(`${t.origin}/nowhere`), TypeError);
  t.throws(() => t.EventSource.call(t.idle(), `${t.origin}/nowhere`), TypeError, "on an instance");
});

check("a call without arguments throws", at.IDL_INTERFACES, (t) => {
  t.throws(() => new t.EventSource(), TypeError);
});

check("more arguments are ignored", at.IDL_INTERFACES, (t) => {
  t.equal(t.open(`${t.origin}/nowhere`, {}, 3, 4).readyState, 0);
});

check("a class can extend it", at.INTERFACE, async (t) => {
  class Derived extends t.EventSource {
    mine = 7;
    get twice() {
      return this.mine * 2;
    }
  }
  const { url } = await t.stream("data: x\n\n");
  const source = new Derived(url);
  t.atEnd(() => source.close());
  t.ok(source instanceof Derived && source instanceof t.EventSource, "instanceof");
  t.equal(source.twice, 14);
  t.equal((await t.next(source, "message")).data, "x");
});

check("a derived class may hide methods that the class itself does not need", at.INTERFACE, async (t) => {
  class Derived extends t.EventSource {
    dispatchEvent() {
      throw new Error("not the platform's business");
    }
    addEventListener(...given) {
      super.addEventListener(...given);
    }
    get readyState() {
      return 9;
    }
    get onmessage() {
      return null;
    }
  }
  const { url } = await t.stream("data: x\n\n");
  const source = new Derived(url);
  t.atEnd(() => source.close());
  t.equal((await t.next(source, "message")).data, "x");
});

check("Reflect.construct takes the prototype of new.target", at.IDL_INTERFACES, (t) => {
  function Other() {}
  Other.prototype = Object.create(t.EventSource.prototype);
  const source = Reflect.construct(t.EventSource, [`${t.origin}/nowhere`], Other);
  t.atEnd(() => source.close());
  t.equal(Object.getPrototypeOf(source), Other.prototype);
  t.equal(source.readyState, 0, "readyState");
});

check("new.target without a prototype gives the class's own", at.IDL_INTERFACES, (t) => {
  const Other = class {}.bind();
  const source = Reflect.construct(t.EventSource, [`${t.origin}/nowhere`], Other);
  t.atEnd(() => source.close());
  t.equal(Object.getPrototypeOf(source), t.EventSource.prototype);
});

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
