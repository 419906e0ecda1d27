// onopen, onmessage, onerror: event handler IDL attributes.

import { check, groupOf } from "../harness.js";
import * as at from "../sections.js";

groupOf("handlers");

const message = (data = "") => new MessageEvent("message", { data });

for (const type of ["open", "message", "error"]) {
  const name = `on${type}`;

  check(`${name} is null at first`, at.HANDLERS, (t) => {
    t.equal(t.idle()[name], null);
  });

  check(`${name} gives back the function that was set`, at.HANDLERS, (t) => {
    const source = t.idle();
    const handler = () => {};
    source[name] = handler;
    t.equal(source[name], handler);
  });

  check(`${name} hears events of its type only`, at.HANDLERS, (t) => {
    const source = t.idle();
    const heard = [];
    source[name] = (event) => heard.push(event.type);
    for (const other of ["open", "message", "error", "other", type.toUpperCase()]) {
      source.dispatchEvent(new Event(other));
    }
    t.same(heard, [type]);
  });

  check(`${name} set to null hears no more`, at.HANDLERS, (t) => {
    const source = t.idle();
    let heard = 0;
    source[name] = () => heard++;
    source[name] = null;
    source.dispatchEvent(new Event(type));
    t.equal(heard, 0);
    t.equal(source[name], null, "its value");
  });

  check(`${name} is called on the source with the event alone`, at.HANDLERS, (t) => {
    const source = t.idle();
    const event = new Event(type);
    let call;
    source[name] = function (...given) {
      call = [this, ...given];
    };
    source.dispatchEvent(event);
    t.equal(call.length, 2, "this and arguments");
    t.equal(call[0], source, "this");
    t.equal(call[1], event, "the argument");
  });
}

for (const [what, value] of [
  ["undefined", undefined],
  ["a number", 1],
  ["a string", "() => {}"],
  ["true", true],
  ["a symbol", Symbol("x")],
  ["a BigInt", 1n],
]) {
  check(`a handler that is ${what} becomes null`, at.IDL_CALLBACK, (t) => {
    const source = t.idle();
    source.onmessage = () => {};
    source.onmessage = value;
    t.equal(source.onmessage, null);
  });
}

check("a handler that is an object without call is kept and does nothing", at.IDL_CALLBACK, (t) => {
  const source = t.idle();
  const object = {};
  source.onmessage = object;
  t.equal(source.onmessage, object);
  source.dispatchEvent(message());
});

check("a handler with handleEvent is not a listener object", at.IDL_CALLBACK, (t) => {
  const source = t.idle();
  let heard = 0;
  source.onmessage = { handleEvent: () => heard++ };
  source.dispatchEvent(message());
  t.equal(heard, 0);
});

check("a listener object's handleEvent is called on it", at.DOM_DISPATCH, (t) => {
  const source = t.idle();
  let heard;
  const listener = {
    handleEvent() {
      heard = this;
    },
  };
  source.addEventListener("message", listener);
  source.dispatchEvent(message());
  t.equal(heard, listener);
});

/** The order in which listeners and a handler are called, after `arrange` has set them up. */
function order(t, arrange) {
  const source = t.idle();
  const called = [];
  const listener = (name) => () => called.push(name);
  arrange(source, listener);
  source.dispatchEvent(message());
  return called.join(" ");
}

check("a handler is called in its turn among listeners", at.HANDLERS, (t) => {
  const called = order(t, (source, listener) => {
    source.addEventListener("message", listener("a"));
    source.onmessage = listener("handler");
    source.addEventListener("message", listener("b"));
  });
  t.equal(called, "a handler b");
});

check("a handler that is replaced keeps its turn", at.HANDLERS, (t) => {
  const called = order(t, (source, listener) => {
    source.onmessage = listener("first");
    source.addEventListener("message", listener("a"));
    source.onmessage = listener("second");
  });
  t.equal(called, "second a");
});

check("a handler that was null meanwhile comes last", at.HANDLERS, (t) => {
  const called = order(t, (source, listener) => {
    source.onmessage = listener("first");
    source.addEventListener("message", listener("a"));
    source.onmessage = null;
    source.onmessage = listener("second");
  });
  t.equal(called, "a second");
});

check("null before any handler reserves no turn", at.HANDLERS, (t) => {
  const called = order(t, (source, listener) => {
    source.onmessage = null;
    source.addEventListener("message", listener("a"));
    source.onmessage = listener("handler");
  });
  t.equal(called, "a handler");
});

check("an object without call reserves a turn", at.HANDLERS, (t) => {
  const called = order(t, (source, listener) => {
    source.onmessage = {};
    source.addEventListener("message", listener("a"));
    source.onmessage = listener("handler");
  });
  t.equal(called, "handler a");
});

check("a function may be handler and listener at once", at.HANDLERS, (t) => {
  const called = order(t, (source, listener) => {
    const both = listener("both");
    source.onmessage = both;
    source.addEventListener("message", both);
  });
  t.equal(called, "both both");
});

check("removeEventListener does not remove a handler", at.HANDLERS, (t) => {
  const called = order(t, (source, listener) => {
    source.onmessage = listener("handler");
    source.removeEventListener("message", source.onmessage);
  });
  t.equal(called, "handler");
});

check("a handler set while its event is dispatched is not called for it if it is new", at.HANDLERS, (t) => {
  const called = order(t, (source, listener) => {
    source.addEventListener("message", () => {
      source.onmessage = listener("handler");
    });
  });
  t.equal(called, "");
});

check("a handler replaced while its event is dispatched is called as the new one", at.HANDLERS, (t) => {
  const called = order(t, (source, listener) => {
    source.addEventListener("message", () => {
      source.onmessage = listener("new");
    });
    source.onmessage = listener("old");
  });
  t.equal(called, "new");
});

check("a handler nulled while its event is dispatched is not called", at.HANDLERS, (t) => {
  const called = order(t, (source, listener) => {
    source.addEventListener("message", () => {
      source.onmessage = null;
    });
    source.onmessage = listener("old");
  });
  t.equal(called, "");
});

check("stopImmediatePropagation stops handlers after it", at.DOM_DISPATCH, (t) => {
  const called = order(t, (source, listener) => {
    source.addEventListener("message", (event) => event.stopImmediatePropagation());
    source.onmessage = listener("handler");
  });
  t.equal(called, "");
});

check("setting a handler calls no method of a derived class", at.HANDLERS, (t) => {
  let called = 0;
  class Derived extends t.EventSource {
    addEventListener() {
      called += 1;
    }
    removeEventListener() {
      called += 1;
    }
  }
  const source = new Derived(`${t.origin}/nowhere`);
  t.atEnd(() => source.close());
  source.onmessage = () => {};
  source.onmessage = null;
  t.equal(called, 0);
});

check("a handler of one source is none of another", at.HANDLERS, (t) => {
  const [one, other] = [t.idle(), t.idle()];
  one.onmessage = () => {};
  t.equal(other.onmessage, null);
});

check("onerror takes an ErrorEvent as one argument, too", at.HANDLERS, (t) => {
  const source = t.idle();
  let count;
  source.onerror = (...given) => {
    count = given.length;
  };
  source.dispatchEvent(new ErrorEvent("error", { message: "x" }));
  t.equal(count, 1);
});

check("a handler that returns true cancels nothing", at.HANDLERS, (t) => {
  const source = t.idle();
  source.onerror = () => true;
  t.equal(source.dispatchEvent(new ErrorEvent("error", { cancelable: true })), true);
});

check("a handler that returns false cancels a cancelable event", at.HANDLERS, (t) => {
  const source = t.idle();
  source.onmessage = () => false;
  t.equal(source.dispatchEvent(new Event("message", { cancelable: true })), false);
});

check("events that scripts dispatch do not change readyState", at.INTERFACE, (t) => {
  const source = t.idle();
  source.dispatchEvent(new Event("open"));
  source.dispatchEvent(new Event("error"));
  t.equal(source.readyState, 0);
});

check("events that scripts dispatch are heard after close()", at.INTERFACE, (t) => {
  const source = t.idle();
  source.close();
  let heard = 0;
  source.onmessage = () => heard++;
  source.dispatchEvent(message());
  t.equal(heard, 1);
});
