import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "./sources.ts";

interface Package {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Dependencies without a row of their own in the tables of the page: `| \`name\` | what for | … |`. */
function withoutReason(project: Package, page: string): string[] {
  const rows = page.split("\n").filter((line) => /^\|.*\|.*\w.*\|/.test(line));
  const named = rows.flatMap((row) => row.split("|")[1]?.match(/`[^`]+`/g) ?? []);
  return Object.keys(allOf(project)).filter((name) => !named.includes(`\`${name}\``));
}

function allOf(project: Package): Readonly<Record<string, string>> {
  return { ...project.dependencies, ...project.devDependencies, ...project.optionalDependencies };
}

const project: Package = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const page = readFileSync(join(ROOT, "docs/dependencies.md"), "utf8");

test("every dependency has its reason in docs/dependencies.md", () => {
  assert.deepEqual(withoutReason(project, page), []);
});

test("every dependency has an exact version", () => {
  const loose = Object.entries(allOf(project)).filter(([, version]) =>
    !/^\d+\.\d+\.\d+$/.test(version)
  );
  assert.deepEqual(loose, []);
});

test("a dependency without a reason is found", () => {
  const planted = { dependencies: { planted: "1.0.0", yargs: "1.0.0" } };
  assert.deepEqual(withoutReason(planted, `${page}\nplanted, \`planted\`\n`), ["planted"]);
});
