// A Rust toolchain that builds for wasm32-unknown-unknown.

import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { log, read, say, which } from "../support/run.mjs";
import { installPackages } from "./apt.mjs";
import { findings, remember } from "./environment.mjs";

const TARGET = "wasm32-unknown-unknown";
const LINKED = "debian";

export async function setUpWasm() {
  if (findings().wasm && builds(findings().wasm)) {
    return;
  }
  if (!which("cargo")) {
    throw new Error("Rust is needed: install it from https://rustup.rs, then run this again.");
  }
  remember({ wasm: (await ordinary()) ?? (await debian()) });
}

/** Whether this toolchain has a library for the target. */
function builds(variables) {
  const env = { ...process.env, ...variables };
  const sysroot = read("rustc", ["--print", "sysroot"], { env });
  return sysroot !== undefined && hasLibrary(sysroot);
}

function hasLibrary(sysroot) {
  const folder = join(sysroot, "lib", "rustlib", TARGET, "lib");
  return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith("libstd"));
}

async function ordinary() {
  if (builds({})) {
    await addSources();
    return {};
  }
  say(`Rust target ${TARGET}: asking rustup for it, for the core is compiled to WebAssembly.`);
  try {
    await log("rustup-target", "rustup", ["target", "add", TARGET], { seconds: 90 });
    await addSources();
    return {};
  } catch {
    say("  rustup cannot download it here: using Debian's matched set of compiler and library sources instead.");
    return undefined;
  }
}

/** Adds the library's sources, for a smaller build; without them the core is only larger. */
async function addSources() {
  await log("rust-src", "rustup", ["component", "add", "rust-src"], { seconds: 90 }).catch(() => undefined);
}

async function debian() {
  await installPackages(
    ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy"],
    "a Rust whose library can be built for WebAssembly",
    `run \`rustup target add ${TARGET}\` where rustup can download it, or use the dev container`,
  );
  await log("rustup-link", "rustup", ["toolchain", "link", LINKED, "/usr"]).catch(() => undefined);
  const variables = { RUSTUP_TOOLCHAIN: LINKED, ...linker() };
  const sysroot = read("rustc", ["--print", "sysroot"], { env: { ...process.env, ...variables } });
  if (!sysroot) {
    throw new Error("Debian's Rust was installed, but rustup could not link it as a toolchain.");
  }
  if (!hasLibrary(sysroot)) {
    await buildLibrary(sysroot, variables);
  }
  return variables;
}

/** Finds a linker for WebAssembly: Debian's Rust has none, rustup's toolchains contain one. */
function linker() {
  const home = read("rustup", ["show", "home"]) ?? "";
  const host = read("rustc", ["-vV"])?.match(/^host: (.*)$/m)?.[1] ?? "";
  const found = existsSync(join(home, "toolchains"))
    ? readdirSync(join(home, "toolchains"))
        .map((toolchain) => join(home, "toolchains", toolchain, "lib", "rustlib", host, "bin", "rust-lld"))
        .find(existsSync)
    : undefined;
  return { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: found ?? "wasm-ld-22" };
}

/** Builds the standard library once in a temporary crate, and copies it to where the compiler looks. */
async function buildLibrary(sysroot, variables) {
  say("  building the standard library for WebAssembly, about 40 s.");
  const crate = mkdtempSync(join(tmpdir(), "std-for-wasm-"));
  mkdirSync(join(crate, "src"));
  writeFileSync(join(crate, "src", "lib.rs"), "");
  writeFileSync(
    join(crate, "Cargo.toml"),
    '[package]\nname = "std-for-wasm"\nversion = "0.0.0"\nedition = "2021"\n[profile.release]\nlto = true\n',
  );
  const parts = "std,panic_abort,panic_unwind,proc_macro,test";
  await log("std-for-wasm", "cargo", ["build", "--release", "--target", TARGET, `-Zbuild-std=${parts}`], {
    cwd: crate,
    env: { ...process.env, ...variables, RUSTC_BOOTSTRAP: "1", CARGO_TARGET_DIR: join(crate, "target") },
  });
  const built = join(crate, "target", TARGET, "release", "deps");
  const library = join(sysroot, "lib", "rustlib", TARGET, "lib");
  mkdirSync(library, { recursive: true });
  for (const name of readdirSync(built).filter((name) => /^lib.*\.rlib$/.test(name))) {
    copyFileSync(join(built, name), join(library, name));
  }
  rmSync(crate, { recursive: true, force: true });
}
