/**
 * Memory that a module of one layout made is refused by a module of another, so a golden spec whose layout
 * has another fingerprint is one that users have to hear of.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fingerprintsOf, readFingerprints } from "./fingerprints.ts";
import { generateGolden } from "./golden.ts";

const now = fingerprintsOf(await generateGolden());
const known = readFingerprints();

test("the layouts of the golden specs have the fingerprints that they had", () => {
  const changed = Object.keys(known)
    .filter((name) => now[name] !== undefined && now[name] !== known[name])
    .map((name) => `${name}: was ${known[name]}, is ${now[name]}`);
  assert.deepEqual(
    changed,
    [],
    `${
      changed.join("\n")
    }\nMemory of older modules would be refused. If that is meant: say under ` +
      '"Layout" in CHANGELOG.md which structures it concerns, then change ' +
      "test/golden/fingerprints.json.",
  );
});

test("each of them has its fingerprint in the list", () => {
  assert.deepEqual(
    Object.keys(known),
    Object.keys(now),
    "`node test/golden/update.ts` adds those that are new and takes out those that are gone.",
  );
});
