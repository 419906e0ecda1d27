// The code that the demo writes for a visitor's own server: pasted into an app of each framework, built, and opened.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { transform } from "esbuild";
import express from "express";
import { root } from "../../../../scripts/support/run.mjs";
import { openPage } from "../../../browser/e2e/chromium.mjs";
import { pack } from "../../../browser/e2e/package.mjs";
import { copyExamples } from "../example.mjs";

/** Every option is in the code. */
const SETTINGS = {
  url: "/events",
  header: "X-Example",
  value: "",
  cookies: true,
  heartbeat: true,
  transient: true,
  hidden: true,
};

/** The versions are those of the examples. */
const VITE = { vite: "8.3.8" };
const APPS = {
  vanilla: {
    file: "main.js",
    main: (code) => code.replace("console.log(data)", "document.body.append(data)"),
    dependencies: VITE,
  },
  react: {
    file: "Events.jsx",
    main: () => `
      import { createElement } from "react";
      import { createRoot } from "react-dom/client";
      import { Events } from "./Events.jsx";
      createRoot(document.getElementById("app")).render(createElement(Events));`,
    plugin: "@vitejs/plugin-react",
    dependencies: { ...VITE, react: "19.3.1", "react-dom": "19.3.1", "@vitejs/plugin-react": "6.3.0" },
  },
  vue: {
    file: "Events.vue",
    main: () => 'import { createApp } from "vue"; import Events from "./Events.vue"; createApp(Events).mount("#app");',
    plugin: "@vitejs/plugin-vue",
    dependencies: { ...VITE, vue: "3.5.45", "@vitejs/plugin-vue": "6.0.11" },
  },
  svelte: {
    file: "Events.svelte",
    main: () => `
      import { mount } from "svelte";
      import Events from "./Events.svelte";
      mount(Events, { target: document.getElementById("app") });`,
    plugin: "{ svelte } from @sveltejs/vite-plugin-svelte",
    dependencies: { ...VITE, svelte: "5.57.3", "@sveltejs/vite-plugin-svelte": "7.3.1" },
  },
};

let codeFor;

before(async () => {
  const source = readFileSync(join(root, "www/page/code-for.ts"), "utf8");
  const { code } = await transform(source, { loader: "ts", format: "esm" });
  ({ codeFor } = await import(`data:text/javascript,${encodeURIComponent(code)}`));
});

for (const [framework, app] of Object.entries(APPS)) {
  test(`the demo's code for ${framework} shows the events of a stream`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), `generated-${framework}-`));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const code = codeFor(framework, SETTINGS);
    writeFileSync(join(folder, app.file), code);
    writeFileSync(join(folder, "main.js"), app.main(code));
    writeFileSync(join(folder, "index.html"), '<div id="app"></div><script type="module" src="main.js"></script>');
    writeFileSync(join(folder, "vite.config.js"), configWith(app.plugin));
    const dependencies = { ...app.dependencies, "eventsource-wasm": `file:${pack(folder)}` };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
    npm(folder, "install", "--prefer-offline", "--no-audit", "--no-fund");
    npm(folder, "exec", "vite", "build");
    await showsEvents(t, join(folder, "dist"));
  });
}

test("the demo's code for angular shows the events of a stream", async (t) => {
  const { folder, remove } = await copyExamples("server", "angular");
  t.after(remove);
  const app = join(folder, "angular");
  mkdirSync(join(app, "src"), { recursive: true });
  writeFileSync(join(app, "src/events.ts"), codeFor("angular", SETTINGS));
  writeFileSync(
    join(app, "src/main.ts"),
    `import { bootstrapApplication } from "@angular/platform-browser";
     import { Events } from "./events";
     bootstrapApplication(Events).catch(console.error);`,
  );
  writeFileSync(join(app, "src/index.html"), '<base href="/"><app-events></app-events>');
  npm(app, "install", "--prefer-offline", "--no-audit", "--no-fund");
  npm(app, "run", "build");
  await showsEvents(t, join(app, "dist/prices/browser"));
});

function configWith(plugin = "") {
  const [, name, from] = /^(?:(\{ \w+ \}) from )?(.*)$/.exec(plugin);
  const imported = name ?? "plugin";
  const call = name ? name.replace(/[{} ]/g, "") : "plugin";
  return from === ""
    ? "export default {};"
    : `import ${imported} from ${JSON.stringify(from)};\nexport default { plugins: [${call}()] };`;
}

function npm(cwd, ...args) {
  execFileSync("npm", args, { cwd, stdio: "pipe" });
}

async function showsEvents(t, files) {
  const app = express();
  const headers = [];
  app.get("/events", (request, response) => {
    headers.push(request.get("x-example"));
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write("data: Hello\n\n");
  });
  app.use(express.static(files));
  const server = app.listen(0, "127.0.0.1");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  const page = await openPage(t);
  await page.goto(`http://127.0.0.1:${server.address().port}`);
  await page.getByText("Hello").waitFor();
  assert.deepEqual(headers, [""]);
}
