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
