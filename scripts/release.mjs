// `node scripts/release.mjs`, run by .github/workflows/publish.yml: checks that all files have the same version; writes the
// repository's address into both manifests, because npm requires it for provenance.

import { readFileSync, writeFileSync } from "node:fs";
import { say } from "./support/run.mjs";

const { GITHUB_REF_NAME: tag, GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const crate = readFileSync("Cargo.toml", "utf8");
const { version } = manifest;
const [, crateVersion] = /^version = "(.*)"$/m.exec(crate);
const problems = [
  tag !== `v${version}` && `the tag is ${tag}, and package.json has version ${version}`,
  crateVersion !== version && `Cargo.toml has version ${crateVersion}, and package.json ${version}`,
  !readFileSync("CHANGELOG.md", "utf8").includes(`\n## ${version}`) && `CHANGELOG.md has no section ${version}`,
  !(server && repository) && "GITHUB_SERVER_URL and GITHUB_REPOSITORY do not say where the repository is",
].filter(Boolean);
if (problems.length > 0) {
  say(`Not to be released: ${problems.join("; ")}.`);
  process.exit(1);
}

const address = `${server}/${repository}`;
const addresses = {
  repository: { type: "git", url: `git+${address}.git` },
  homepage: `${address}#readme`,
  bugs: `${address}/issues`,
};
writeFileSync("package.json", `${JSON.stringify({ ...manifest, ...addresses }, null, 2)}\n`);
writeFileSync("Cargo.toml", crate.replace(/^license = /m, `repository = "${address}"\n$&`));
say(`${version} may be released from ${address}.`);
