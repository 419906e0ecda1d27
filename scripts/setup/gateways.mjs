// nginx, HAProxy and Caddy from Debian's packages, for the tests that send streams through them. Unpacked, not installed:
// an installation would start three services that nobody asked for, and take port 80.

import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { log, read, say, tools, which } from "../support/run.mjs";
import { updateLists } from "./apt.mjs";

/** Where the packages are unpacked. */
export const UNPACKED = join(tools, "gateways");
/** Where Debian keeps servers, on the system and below the folder. */
const FOLDERS = ["/usr/sbin", join(UNPACKED, "usr/sbin"), join(UNPACKED, "usr/bin")];
/** With what makes the certificates of the tests. */
const PROGRAMS = ["nginx", "haproxy", "caddy", "openssl"];

/** The environment in which the gateways are found. */
export function gatewayEnvironment(env = process.env) {
  const libraries = join(UNPACKED, "usr/lib");
  const architectures = existsSync(libraries) ? readdirSync(libraries).map((name) => join(libraries, name)) : [];
  return {
    ...env,
    PATH: [env.PATH, ...FOLDERS].join(":"),
    LD_LIBRARY_PATH: [env.LD_LIBRARY_PATH, ...architectures].filter(Boolean).join(":"),
  };
}

/** Never fails: tests that miss a gateway say that they are skipped. */
export async function setUpGateways() {
  for (const program of PROGRAMS) {
    if (!which(program, { env: gatewayEnvironment() })) {
      await obtain(program).catch(({ message }) => {
        say(`${program} cannot be had (${message}): tests with it are skipped. Install it to run them.`);
      });
    }
  }
}

async function obtain(program) {
  if (!which("apt-get")) {
    throw new Error("this is not a Debian-like system");
  }
  say(`Debian package ${program}: unpacking it into .tools/gateways, for the tests through gateways.`);
  await unpack(program).catch(async () => {
    await updateLists();
    await unpack(program);
  });
}

async function unpack(program) {
  mkdirSync(UNPACKED, { recursive: true });
  await log("gateways-download", "apt-get", ["download", ...new Set([program, ...dependencies(program)])], {
    cwd: UNPACKED,
  });
  for (const file of readdirSync(UNPACKED).filter((name) => name.endsWith(".deb"))) {
    await log("gateways-unpack", "dpkg", ["-x", join(UNPACKED, file), UNPACKED]);
    rmSync(join(UNPACKED, file));
  }
}

/** What an installation would add. What it would upgrade, with the old version in brackets, is good enough as it is. */
function dependencies(program) {
  const plan = read("apt-get", ["-s", "install", "--no-install-recommends", program]) ?? "";
  return [...plan.matchAll(/^Inst (\S+) (?!\[)/gm)].map(([, name]) => name);
}
