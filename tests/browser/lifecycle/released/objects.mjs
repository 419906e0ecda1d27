// Counts objects by Chromium's protocol, in a page or in a worker of it.

/** `send` is a session's. */
export function counting(send) {
  const evaluate = async (expression, more = {}) => {
    const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, awaitPromise: true, ...more });
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result;
  };

  /** Calls a function with an array of all objects that have this prototype; collects garbage before. */
  const ofAll = async (prototype, declaration) => {
    const { objectId: prototypeObjectId } = await evaluate(prototype, { objectGroup: "counting" });
    const { objects } = await send("Runtime.queryObjects", { prototypeObjectId, objectGroup: "counting" });
    const { result } = await send("Runtime.callFunctionOn", {
      objectId: objects.objectId,
      functionDeclaration: declaration,
      returnByValue: true,
    });
    await send("Runtime.releaseObjectGroup", { objectGroup: "counting" });
    return result.value;
  };

  const most = (property) => `function () { return Math.max(0, ...this.map((one) => one.${property})); }`;

  return {
    evaluate: async (expression) => (await evaluate(expression, { returnByValue: true })).value,
    count: (prototype) => ofAll(prototype, "function () { return this.length; }"),
    /** The largest memory's bytes, and the longest table's entries. */
    memory: () => ofAll("WebAssembly.Memory.prototype", most("buffer.byteLength")),
    table: () => ofAll("WebAssembly.Table.prototype", most("length")),
    /** On window and document. */
    async listeners() {
      let count = 0;
      for (const target of ["globalThis", "document"]) {
        const { objectId } = await evaluate(target, { objectGroup: "counting" });
        count += (await send("DOMDebugger.getEventListeners", { objectId })).listeners.length;
      }
      return count;
    },
    /** Makes the browser give free memory back. */
    purge: () => send("Memory.simulatePressureNotification", { level: "critical" }),
    /** Of JavaScript, in bytes, with as little garbage as can be. */
    async heap() {
      for (let round = 0; round < 3; round += 1) {
        await send("HeapProfiler.collectGarbage");
      }
      return (await send("Runtime.getHeapUsage")).usedSize;
    },
  };
}
