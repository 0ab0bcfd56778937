/** Links from the README and the pages of docs/ into the repository lead somewhere. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { ROOT } from "./pages.ts";

const PAGES = [
  ...readdirSync(ROOT).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** Text outside of blocks and code. */
function prose(markdown: string): string {
  return markdown.replace(/^ *```[^]*?^ *```$/gm, "").replace(/`[^`\n]*`/g, "");
}

/** As GitHub names a heading. */
function anchorOf(heading: string): string {
  return heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
}

function anchorsOf(file: string): readonly string[] {
  const text = readFileSync(file, "utf8").replace(/^ *```[^]*?^ *```$/gm, "");
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));
}

/** Links of `markdown`, a page at `page`, that lead nowhere. */
function brokenLinks(page: string, markdown: string): readonly string[] {
  return [...prose(markdown).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = "", anchor] = target.split("#");
      const file = path === "" ? join(ROOT, page) : join(ROOT, dirname(page), path);
      return !existsSync(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
    });
}

test("every link into the repository leads to a file, and to a heading that it has", () => {
  for (const page of PAGES) {
    assert.deepEqual(brokenLinks(page, readFileSync(join(ROOT, page), "utf8")), [], page);
  }
});

test("links that lead nowhere are found", () => {
  const page =
    "[a](docs/gone.md) [b](docs/layout.md#gone) [c](#gone) [d](https://example.org/gone) " +
    "[e](docs/layout.md#the-proof) `[f](gone.md)`\n";
  assert.deepEqual(brokenLinks("README.md", page), [
    "docs/gone.md",
    "docs/layout.md#gone",
    "#gone",
  ]);
});
