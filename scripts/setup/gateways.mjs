// nginx, HAProxy and Caddy from Debian's packages, for the tests that send streams through them. They are unpacked and not
// installed, because an installation would start three services, which take port 80.

import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { log, read, say, tools, which } from "../support/run.mjs";
import { updateLists } from "./apt.mjs";

/** The folder of the unpacked packages. */
export const UNPACKED = join(tools, "gateways");
/** The folders in which Debian installs servers, on the system and in the unpacked packages. */
const FOLDERS = ["/usr/sbin", join(UNPACKED, "usr/sbin"), join(UNPACKED, "usr/bin")];
/** The gateways, and openssl for the tests' certificates. */
const PROGRAMS = ["nginx", "haproxy", "caddy", "openssl"];

/** Returns the environment in which the gateways are found. */
export function gatewayEnvironment(env = process.env) {
  const libraries = join(UNPACKED, "usr/lib");
  const architectures = existsSync(libraries) ? readdirSync(libraries).map((name) => join(libraries, name)) : [];
  return {
    ...env,
    PATH: [env.PATH, ...FOLDERS].join(":"),
    LD_LIBRARY_PATH: [env.LD_LIBRARY_PATH, ...architectures].filter(Boolean).join(":"),
  };
}

/** Never fails: tests without their gateway are reported as skipped. */
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

/**
 * Returns the packages that an installation would add. Upgrades, listed with the old version in brackets, are not needed.
 */
function dependencies(program) {
  const plan = read("apt-get", ["-s", "install", "--no-install-recommends", program]) ?? "";
  return [...plan.matchAll(/^Inst (\S+) (?!\[)/gm)].map(([, name]) => name);
}
