import assert from "node:assert/strict";
import { test } from "node:test";
import { parseBanner } from "../../generator/output/banner.ts";
import { formatTypeScript } from "../../generator/output/format.ts";
import { parseModule } from "../../generator/transform/parse.ts";
import { generateGolden, readGolden } from "./golden.ts";

const UPDATE =
  "If the new text is right, run `node test/golden/update.ts` and read the difference.";

const golden = new Map(readGolden().map(({ path, text }) => [path, text]));
const generated = await generateGolden();

/** The first line in which two texts differ, for a message that a person can read. */
function firstDifference(expected: string, actual: string): string {
  const before = expected.split("\n");
  const after = actual.split("\n");
  const line = before.findIndex((text, k) => text !== after[k]);
  const at = line === -1 ? before.length : line;
  return `line ${at + 1}\n  golden: ${before[at] ?? "(end)"}\n  now:    ${after[at] ?? "(end)"}`;
}

test("the golden modules are what the generator gives, byte for byte", () => {
  assert.deepEqual([...golden.keys()].sort(), generated.map(({ path }) => path).sort(), UPDATE);
  for (const { path, text } of generated) {
    const expected = golden.get(path) ?? "";
    assert.ok(
      expected === text,
      `${path} differs in ${firstDifference(expected, text)}\n${UPDATE}`,
    );
  }
});

test("they parse, and formatting leaves them as they are", () => {
  for (const [path, text] of golden) {
    parseModule(text);
    assert.ok(formatTypeScript(path, text) === text, path);
  }
});

test("each says what made it", () => {
  for (const [path, text] of golden) {
    const facts = parseBanner(text);
    assert.ok(facts !== undefined, path);
    assert.equal(facts.command, `amph-gen generate ${facts.specFile}`);
    assert.equal(facts.lineBytes, facts.name === "FanIn" ? 128 : 64);
  }
});

test("they hold no more than their variant needs", () => {
  const traces: Readonly<Record<string, readonly [has: RegExp, hasNot: RegExp]>> = {
    "polled.gen.ts": [/#committed/, /WAITING|EPOCH|PUBLISHED_|FREED|busy|utf8/i],
    "orders.gen.ts": [/PUBLISHED_I32[^]*FREED_I32/, /#committed|#released|twoProducers/],
    "fan-out.gen.ts": [/FREED_I32[^]*#committed/, /PUBLISHED_|#released|utf8/i],
    "fan-in.gen.ts": [/PUBLISHED_I32[^]*#released/, /FREED_I32|#committed|EPOCH|utf8/i],
  };
  for (const [path, [has, hasNot]] of Object.entries(traces)) {
    const text = golden.get(path) ?? "";
    assert.match(text, has, path);
    assert.equal(hasNot.exec(text)?.[0], undefined, path);
  }
});
