// Programs written in Rust: prebuilt ones where available, otherwise built from source.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { log, read, root, say, tools } from "../support/run.mjs";

const bin = join(tools, "bin");
const TRIPLES = {
  "linux-x64": "x86_64-unknown-linux-musl",
  "darwin-arm64": "aarch64-apple-darwin",
  "darwin-x64": "x86_64-apple-darwin",
};
const triple = TRIPLES[`${process.platform}-${process.arch}`];

/** wasm-bindgen's tools, in exactly the crate's version: they support no other. */
export function setUpBindgen() {
  const version = lockedVersion("wasm-bindgen");
  return install({
    crate: "wasm-bindgen-cli",
    version,
    programs: ["wasm-bindgen", "wasm-bindgen-test-runner"],
    why: "makes the JavaScript around the WebAssembly",
    archive: `https://github.com/wasm-bindgen/wasm-bindgen/releases/download/${version}/wasm-bindgen-${version}-${triple}.tar.gz`,
  });
}

export function setUpWasmPack() {
  const version = "0.15.1";
  return install({
    crate: "wasm-pack",
    version,
    programs: ["wasm-pack"],
    why: "runs the Rust tests in browsers",
    archive: `https://github.com/wasm-bindgen/wasm-pack/releases/download/v${version}/wasm-pack-v${version}-${triple}.tar.gz`,
  });
}

export function setUpGeckodriver() {
  const version = "0.37.1";
  return install({
    crate: "geckodriver",
    version,
    programs: ["geckodriver"],
    why: "drives Firefox",
    archive: `https://github.com/mozilla/geckodriver/releases/download/v${version}/geckodriver-v${version}-linux64.tar.gz`,
  });
}

export function setUpSemverChecks() {
  const version = "0.51.0";
  return install({
    crate: "cargo-semver-checks",
    version,
    programs: ["cargo-semver-checks"],
    why: "compares the crate's API with that of the last release",
    archive: `https://github.com/obi1kenobi/cargo-semver-checks/releases/download/v${version}/cargo-semver-checks-${triple}.tar.gz`,
  });
}

async function install({ crate, version, programs, why, archive }) {
  if (programs.every((program) => read(join(bin, program), ["--version"])?.includes(version))) {
    return;
  }
  mkdirSync(bin, { recursive: true });
  say(`${crate} ${version}: ${why}.`);
  try {
    await download(crate, archive, programs);
  } catch {
    say("  no ready-made program can be downloaded here: building it with cargo, some minutes.");
    await log(crate, "cargo", ["install", "--root", tools, "--version", version, crate], {
      env: { ...process.env, CARGO_TARGET_DIR: join(tools, "target") },
    });
  }
}

async function download(crate, archive, programs) {
  const folder = mkdtempSync(join(tmpdir(), "download-"));
  try {
    const file = join(folder, "archive.tar.gz");
    await log(`${crate}-download`, "curl", [
      "-fsSL",
      "--connect-timeout",
      "10",
      "--max-time",
      "120",
      "-o",
      file,
      archive,
    ]);
    await log(`${crate}-unpack`, "tar", ["-xzf", file, "-C", folder]);
    for (const program of programs) {
      const found = read("find", [folder, "-type", "f", "-name", program]);
      if (!found) {
        throw new Error(`${archive} holds no ${program}`);
      }
      await copyFile(found.split("\n")[0], join(bin, program));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function lockedVersion(crate) {
  const lock = join(root, "Cargo.lock");
  const version = existsSync(lock) && readFileSync(lock, "utf8").match(`name = "${crate}"\nversion = "([^"]+)"`)?.[1];
  if (!version) {
    throw new Error(`Cargo.lock does not name ${crate}`);
  }
  return version;
}
