import assert from "node:assert/strict";
import { test } from "node:test";
import { pathFaults, sourceFaults } from "./cleanliness.ts";
import { readRepository } from "./sources.ts";

/** A planted line, put together so that this file does not hold it. */
function plant(...parts: readonly string[]) {
  return { path: "planted.ts", text: `const before = 1;\n${parts.join("")}\n` };
}

test("no source has an any, a switched-off check or a test that does not run", () => {
  const sources = readRepository().filter(({ path }) => /\.(?:ts|hbs)$/.test(path));
  assert.deepEqual(sources.flatMap(sourceFaults), []);
});

test("no file names a folder of one machine", () => {
  assert.deepEqual(readRepository().flatMap(pathFaults), []);
});

test("the source rules find what breaks them", () => {
  for (
    const planted of [
      plant("let value: a", "ny;"),
      plant("const value = before as a", "ny[];"),
      plant("// @ts-", "expect-error"),
      plant("// deno-lint-", "ignore no-explicit-any"),
      plant("/* eslint-", "disable */"),
      plant("test.", 'skip("never", () => {});'),
      plant("test.", 'only("alone", () => {});'),
      plant("// TO", "DO: later"),
    ]
  ) {
    assert.equal(sourceFaults(planted).length, 1, planted.text);
    assert.match(sourceFaults(planted)[0] ?? "", /^planted\.ts:2: /);
  }
});

test("the source rules let through what keeps them", () => {
  assert.deepEqual(
    sourceFaults(plant('// any word, and "any": Promise.any([]) skips nothing')),
    [],
  );
});

test("the path rule finds what breaks it", () => {
  for (
    const folder of ["/ho,me/someone/x", "/Us,ers/someone", "/ro,ot/x", "/wo,rk/x", "C:\\Us,ers\\x"]
  ) {
    assert.equal(pathFaults(plant(`open("${folder.replace(",", "")}")`)).length, 1, folder);
  }
  assert.deepEqual(pathFaults(plant("https://example.org/home/x and ./work/x and src/root/x")), []);
});
