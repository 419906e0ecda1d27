// `npm test`: runs all stages. `npm test -- --only <stage>,<stage>` runs some of them, also those on request; `npm test --
// --list` lists them. `npm test -- --quick` runs the most useful ones in under three minutes.

import { spawn } from "node:child_process";
import { build } from "./build.mjs";
import { environment, findings, wasmEnvironment } from "./setup/environment.mjs";
import { FOR_BUILDING, FOR_TESTING, setUp } from "./setup.mjs";
import { filesUnder } from "./support/files.mjs";
import { root, say } from "./support/run.mjs";

/** The scenario server's address is compiled into the browser tests, so its port stays the same if possible. */
const SCENARIO_PORTS = ["8917", "0"];

const bin = (name) => `node_modules/.bin/${name}`;
const testFiles = (...folders) => folders.flatMap(filesUnder).filter((file) => file.endsWith(".test.mjs"));
const nodeTest = (...folders) =>
  run("node", ["--test", "--test-concurrency=1", ...testFiles(...folders)], nodeEnvironment());

const STAGES = {
  format: () => run("cargo", ["fmt", "--check"]),
  clippy: () => run("cargo", ["clippy", "--all-targets", "--", "-D", "warnings"]),
  core: () => run("cargo", ["test"]),
  simulation: () =>
    run("cargo", ["test", "--release", "--test", "simulation", "--test", "sharing", "--", "--nocapture"]),
  fuzz: () => run("node", ["scripts/check/fuzz.mjs", "15"]),
  build: buildPackage,
  "wasm-warnings": () =>
    run(
      "cargo",
      ["clippy", "--target", "wasm32-unknown-unknown", "--features", "stream,npm,npm-stream,npm-shared"],
      wasmEnvironment({ RUSTFLAGS: "-D warnings" }),
    ),
  "rust-docs": rustDocs,
  biome: () => run(bin("biome"), ["check", "--error-on-warnings"]),
  types: () => run(bin("tsc"), ["-p", "."]),
  "types-versions": () => nodeTest("tests/packaging/types"),
  layers: () => run("node", ["scripts/check/layers.mjs"]),
  spelling: () => run("node", ["scripts/check/spelling.mjs"]),
  size: () => run("node", ["scripts/check/size.mjs"]),
  instructions: () => run("node", ["scripts/check/instructions.mjs"]),
  servers: () => nodeTest("tests/support/scenario-server", "www"),
  chromium: () => wasmPack("--chrome", "--chromedriver", findings().chromedriver),
  firefox: () => wasmPack("--firefox", "--geckodriver", findings().geckodriver),
  package: () => nodeTest("tests/packaging/release"),
  e2e: () => nodeTest("tests/browser/e2e"),
  lab: () => nodeTest("tests/browser/lab"),
  "eventsource-parser": () => nodeTest("tests/ecosystem/eventsource-parser"),
  ecosystem: () => run("node", ["tests/ecosystem/run.mjs", "--light"], nodeEnvironment()),
  testing: () => nodeTest("tests/docs/examples/testing"),
  zone: () => nodeTest("tests/browser/zone"),
  fallback: () => nodeTest("tests/browser/fallback"),
  "old-browsers": () => nodeTest("tests/browser/old-browsers"),
  examples: () => nodeTest("tests/docs/examples/plain"),
  "examples-frameworks": () => nodeTest("tests/docs/examples/frameworks"),
  docs: () => nodeTest("tests/docs/pages"),
  site: () => nodeTest("tests/docs/site"),
  reference: () => run("node", ["scripts/docs.mjs"]),
  gateways: () => nodeTest("tests/network/gateways"),
  verdicts: () => nodeTest("tests/network/verdicts"),
  mutants: () => run("node", ["scripts/check/mutants.mjs"]),
  lifecycle: () => nodeTest("tests/browser/lifecycle"),
  "planted-fit": () => nodeTest("tests/browser/hostile"),
  hostile: () => run("node", ["tests/browser/hostile/run.mjs"], nodeEnvironment()),
  semver: () => run("node", ["scripts/check/semver.mjs"]),
  boundary: () => run("node", ["tests/boundary/break.mjs"]),
  planted: () => run("node", ["tests/browser/hostile/plant.mjs"], nodeEnvironment()),
  sharing: () => nodeTest("tests/browser/sharing"),
  conformance: () => inBrowsers("--suite", "standard"),
  "conformance-quick": () => inChromium(),
  "conformance-no-wasm": () => inBrowsers("--suite", "standard", "--scope", "window", "--entry", "no-wasm"),
  options: () => inBrowsers("--suite", "options", "--scope", "window,worker"),
};

/**
 * Slow stages: they install or compile hundreds of packages, wait for minutes, or build the project once for each planted
 * bug. The workflows run most of them. In `conformance-no-wasm`, Chromium sometimes collects a closed source later than its
 * check waits.
 */
const ON_REQUEST = [
  ...["examples-frameworks", "reference", "ecosystem", "verdicts", "lab"],
  ...["conformance-no-wasm", "mutants", "boundary", "semver", "planted", "conformance-quick"],
];

/** For the loop during development. */
const QUICK = [
  ...["format", "clippy", "core", "build", "biome", "types", "layers", "size"],
  ...["planted-fit", "conformance-quick"],
];

/** These need no program that would be installed system-wide. */
const BROWSERLESS = [
  ...["format", "clippy", "core", "simulation", "fuzz", "wasm-warnings", "rust-docs", "mutants"],
  ...["build", "biome", "types", "layers", "size", "spelling", "package", "reference"],
];

/** The package is built before any other stage, which takes a second if it is up to date. */
const WITHOUT_PACKAGE = [
  ...["format", "clippy", "core", "simulation", "fuzz", "mutants", "instructions"],
  ...["build", "biome", "layers", "spelling"],
];

/** With docs.rs's options. The examples are only compiled: those that need no browser run in `core`. */
async function rustDocs() {
  const crate = ["--target", "wasm32-unknown-unknown", "--features", "stream"];
  const pages = await run("cargo", ["doc", "--no-deps", ...crate], wasmEnvironment({ RUSTDOCFLAGS: "-D warnings" }));
  const compileOnly = wasmEnvironment({ CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: "true" });
  return pages.failed > 0 ? pages : run("cargo", ["test", "--doc", ...crate], compileOnly);
}

async function buildPackage() {
  await build();
  return { passed: 1, failed: 0 };
}

function inBrowsers(...args) {
  return conformance("chromium,firefox", ...args);
}

/** The standard's rules and the options, in one scope of one browser. */
async function inChromium() {
  const standard = await conformance("chromium", "--suite", "standard", "--scope", "window");
  const options = await conformance("chromium", "--suite", "options", "--scope", "window");
  return { passed: standard.passed + options.passed, failed: standard.failed + options.failed };
}

function conformance(browsers, ...args) {
  return run(
    "node",
    ["tests/browser/conformance/run.mjs", "--browser", browsers, "--which", "ours", ...args],
    nodeEnvironment(),
  );
}

function failure(error) {
  say(error.message);
  return { passed: 0, failed: 1 };
}

async function wasmPack(...browser) {
  const tests = ["--features", "stream", "--test", "browser", "--test", "browser_worker"];
  const args = ["test", "--headless", ...browser, "--mode", "no-install", "--", ...tests];
  const server = await startScenarioServer();
  try {
    const variables = { SCENARIO_SERVER: server.address, WASM_BINDGEN_TEST_TIMEOUT: "120" };
    return await run("wasm-pack", args, wasmEnvironment(variables));
  } finally {
    server.process.kill();
  }
}

async function startScenarioServer() {
  for (const SCENARIO_PORT of SCENARIO_PORTS) {
    const server = spawn("node", ["tests/support/scenario-server/main.mjs"], {
      cwd: root,
      env: { ...process.env, SCENARIO_PORT },
    });
    const said = await new Promise((resolve) => {
      server.stdout.once("data", (data) => resolve(String(data)));
      server.once("exit", () => resolve(""));
    });
    const [address] = said.match(/http:\/\/\S+/) ?? [];
    if (address) {
      return { process: server, address };
    }
  }
  throw new Error("the scenario server does not start: node tests/support/scenario-server/main.mjs");
}

function nodeEnvironment() {
  return environment({
    CHROMIUM: findings().chromium,
    CHROMEDRIVER: findings().chromedriver,
    FIREFOX: findings().firefox,
    GECKODRIVER: findings().geckodriver,
  });
}

/** Runs one command of a stage, and adds its runner's counts; a command without counts is one test. */
async function run(command, args, env = environment()) {
  say(`$ ${[command, ...args].join(" ")}`);
  const child = spawn(command, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const [stream, target] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    stream.on("data", (data) => {
      output += data;
      target.write(data);
    });
  }
  const succeeded = await new Promise((resolve) => {
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
  return counts(output, succeeded);
}

function counts(output, succeeded) {
  const sum = (pattern) => [...output.matchAll(pattern)].reduce((total, [, number]) => total + Number(number), 0);
  const passed = sum(/^test result: .*?(\d+) passed/gm) + sum(/^(?:#|ℹ) pass (\d+)$/gm);
  const skipped = sum(/^(?:#|ℹ) skipped (\d+)$/gm);
  const failed = sum(/^test result: .*? (\d+) failed/gm) + sum(/^(?:#|ℹ) fail (\d+)$/gm);
  if (passed + failed === 0) {
    return succeeded ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  }
  return { passed, skipped, failed: succeeded ? failed : Math.max(failed, 1) };
}

const [option, named = ""] = process.argv.slice(2);
const chosen = option === "--quick" ? QUICK : named.split(",");
if (option === "--list") {
  for (const name of Object.keys(STAGES)) {
    say(ON_REQUEST.includes(name) ? `${name} (only when it is asked for)` : name);
  }
  process.exit(0);
}
if (option && !(["--only", "--quick"].includes(option) && chosen.every((name) => name in STAGES))) {
  say(`npm test takes --list, --quick, or --only with some of: ${Object.keys(STAGES).join(",")}`);
  process.exit(2);
}

const started = Date.now();
const asked = Object.entries(STAGES).filter(([name]) => (option ? chosen.includes(name) : !ON_REQUEST.includes(name)));
if (option && !chosen.includes("build") && !chosen.every((name) => WITHOUT_PACKAGE.includes(name))) {
  asked.unshift(["build", STAGES.build]);
}
await setUp(asked.every(([name]) => BROWSERLESS.includes(name)) ? FOR_BUILDING : FOR_TESTING);
say(`Set-up took ${seconds(started)} s.`);
const results = [];
for (const [name, stage] of asked) {
  const since = Date.now();
  say(`\n=== ${name}`);
  const result = await stage().catch(failure);
  results.push({ name, ...result, seconds: seconds(since) });
}
const row = (name, ...cells) => say(`${name.padEnd(20)}${cells.map((cell) => String(cell).padStart(9)).join("")}`);
say("");
row("stage", "passed", "failed", "skipped", "seconds");
for (const { name, passed, failed, skipped = 0, seconds } of results) {
  row(name, passed, failed, skipped, seconds);
}
const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
say(`${total("passed")} passed, ${total("failed")} failed`);
process.exit(total("failed") === 0 ? 0 : 1);

function seconds(since) {
  return Math.round((Date.now() - since) / 1000);
}
