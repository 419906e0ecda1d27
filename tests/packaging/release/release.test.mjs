// What .github/workflows/publish.yml does before it publishes.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../../scripts/support/run.mjs";

const read = (...path) => readFileSync(join(...path), "utf8");
const { version } = JSON.parse(read(root, "package.json"));
const told = `# Changelog\n\n## ${version}\n`;

/** Its outcome, and the manifests afterwards. */
function release(t, tag, changelog) {
  const folder = mkdtempSync(join(tmpdir(), "release-"));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const name of ["package.json", "Cargo.toml"]) {
    writeFileSync(join(folder, name), read(root, name));
  }
  writeFileSync(join(folder, "CHANGELOG.md"), changelog);
  const address = { GITHUB_REF_NAME: tag, GITHUB_SERVER_URL: "https://github.example", GITHUB_REPOSITORY: "team/sse" };
  const program = join(root, "scripts/release.mjs");
  const { status, stdout } = spawnSync("node", [program], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, ...address },
  });
  return { status, stdout, manifest: JSON.parse(read(folder, "package.json")), crate: read(folder, "Cargo.toml") };
}

test("both manifests get the address of the repository, without which npm refuses the provenance", (t) => {
  const { status, manifest, crate } = release(t, `v${version}`, told);
  assert.equal(status, 0);
  assert.equal(manifest.repository.url, "git+https://github.example/team/sse.git");
  assert.deepEqual(
    Object.keys(JSON.parse(read(root, "package.json"))).filter((key) => !(key in manifest)),
    [],
  );
  assert.match(crate, /^\[package\]\n(?:.+\n)*repository = "https:\/\/github\.example\/team\/sse"\n/);
});

test("a tag of another version is not published", (t) => {
  const { status, stdout } = release(t, "v99.0.0", told);
  assert.equal(status, 1);
  assert.match(stdout, /v99\.0\.0/);
});

test("a version that the changelog does not tell of is not published", (t) => {
  const { status, stdout } = release(t, `v${version}`, "# Changelog\n\n## Unreleased\n");
  assert.equal(status, 1);
  assert.match(stdout, /CHANGELOG/);
});

test("the workflow publishes with provenance and without a stored token, after the tests", () => {
  const workflow = read(root, ".github/workflows/publish.yml");
  const [, npm] = /^ {2}npm:\n((?: {4}.*\n|\n)*)/m.exec(workflow);
  assert.match(npm, /needs: test/);
  assert.match(npm, /id-token: write/);
  assert.match(npm, /release\.mjs[\s\S]*npm publish --provenance/);
  assert.doesNotMatch(workflow, /secrets\./);
});

test("workflows run actions that nobody can change: each is named by its commit", () => {
  for (const workflow of ["publish", "test"]) {
    const used = [...read(root, `.github/workflows/${workflow}.yml`).matchAll(/uses: (.*)/g)].map(
      ([, action]) => action,
    );
    assert.ok(used.length > 0);
    for (const action of used) {
      assert.match(action, /^(\.\/.+|[\w-]+\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+)$/);
    }
  }
});
