// A classic script takes a module with `import()`.

addEventListener("message", async (event) => {
  const [{ run }, { answer }] = await Promise.all([import("../entry.js"), import("./answer.js")]);
  answer(event, run);
});
