import assert from "node:assert/strict";
import { test } from "node:test";
import { mutationsOf } from "./mutator.ts";
import { watchPlaces, withReach } from "./reach.ts";

const MODULE = `
export class Small {
  #i32 = new Int32Array(1);
  work(word, step = 1) {
    const i32 = this.#i32;
    outer: for (let k = 0; k < word; k += step) {
      if (k > 3) continue outer;
      switch (word) {
        case 2:
          Atomics.add(i32, 0, 1);
          break;
        default:
          Atomics.sub(i32, 0, 1);
      }
    }
    if (word > 5) return Atomics.load(i32, 0);
    else return Atomics.load(i32, 0) + 1;
  }
}
`;

/** What `work(word)` returns, and where it comes to. */
function run(word: number): { result: unknown; places: ReadonlySet<string> } {
  const places = new Set<string>();
  watchPlaces(places);
  const text = withReach(MODULE, "x ").replace("export class", "return class");
  const Small = new Function(text)();
  return { result: new Small().work(word), places };
}

test("a module with its calls does what it did, and tells which statements it comes to", () => {
  const two = run(2);
  assert.equal(two.result, 3);
  for (
    const place of [
      "x work |",
      "x work | const i32 = this.#i32;",
      "x work | if (k > 3)",
      "x work | Atomics.add(i32, 0, 1);",
      "x work | if (word > 5)",
      "x work | return Atomics.load(i32, 0) + 1;",
    ]
  ) assert.ok(two.places.has(place), place);
  assert.ok(!two.places.has("x work | continue outer;"));
  assert.ok(!two.places.has("x work | Atomics.sub(i32, 0, 1);"));
  const seven = run(7);
  assert.equal(seven.result, -4);
  assert.ok(seven.places.has("x work | continue outer;"));
  assert.ok(seven.places.has("x work | return Atomics.load(i32, 0);"));
  assert.ok(!seven.places.has("x work | return Atomics.load(i32, 0) + 1;"));
});

test("the statement of each change is a place that a run can come to", () => {
  const places = new Set([...run(2).places, ...run(7).places]);
  for (const { at, before, after } of mutationsOf(MODULE)) {
    assert.ok(places.has(`x ${at}`), `${before} ⇒ ${after}: ${at}`);
  }
});
