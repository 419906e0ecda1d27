// Debian's packages, on systems that have them.

import { setTimeout } from "node:timers/promises";
import { log, read, say, which } from "../support/run.mjs";

/** Time in milliseconds for the user to cancel. */
const TIME_TO_STOP = 5000;

let updated = false;

/** The alternative to the packages. */
const WITHOUT =
  "put it on PATH yourself, use the dev container, or run stages that need no such program, " +
  "for example `npm test -- --only core` (`npm test -- --list` names all)";

export async function installPackages(names, why, without = WITHOUT) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder is dpkg's
  const missing = names.filter((name) => !read("dpkg-query", ["-W", "-f=${db:Status-Abbrev}", name])?.startsWith("ii"));
  if (missing.length === 0) {
    return;
  }
  if (!which("apt-get")) {
    throw new Error(`Please install ${names.join(", ")} (${why}): this is not a Debian-like system.`);
  }
  say(`${missing.join(", ")}: installing it system-wide with apt-get, because it is missing and is ${why}.`);
  say(`  To do without: stop now and ${without}.`);
  if (process.stdout.isTTY) {
    await setTimeout(TIME_TO_STOP);
  }
  await updateLists();
  await apt("apt-install", ["install", "-y", "--no-install-recommends", ...missing]);
}

/** Updates the package lists, once. */
export async function updateLists() {
  if (!updated) {
    await apt("apt-update", ["update"]);
    updated = true;
  }
}

async function apt(name, args) {
  const command = ["apt-get", "-o", "DPkg::Lock::Timeout=600", ...args];
  const [program, ...rest] = process.getuid?.() === 0 ? command : ["sudo", "-n", ...command];
  await log(name, program, rest, { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
}
