// What reaches the global scope: errors that nobody caught and rejections that nobody handled.

export class Errors {
  #seen = [];

  constructor() {
    if (globalThis.process?.on) {
      process.on("uncaughtException", (value) => this.#note("uncaught error", value));
      process.on("unhandledRejection", (value) => this.#note("unhandled rejection", value));
      return;
    }
    globalThis.addEventListener("error", (event) => {
      event.preventDefault();
      this.#note("uncaught error", event.error);
    });
    globalThis.addEventListener("unhandledrejection", (event) => {
      event.preventDefault();
      this.#note("unhandled rejection", event.reason);
    });
  }

  #note(kind, value) {
    if (isOfDom(value)) {
      return;
    }
    this.#seen.push({ kind, value });
  }

  begin() {
    this.#seen = [];
  }

  /** What came since the beginning. */
  end() {
    const seen = this.#seen;
    this.#seen = [];
    return seen;
  }
}

/** A fault of a DOM for Node: it was thrown there, and nobody called it from elsewhere. */
function isOfDom(value) {
  try {
    const frames = value.stack.split("\n").filter((line) => /^ *at /.test(line));
    return frames.some((line) => line.includes("/happy-dom/")) && !frames.some((line) => line.includes("/dist/"));
  } catch {
    return false;
  }
}
