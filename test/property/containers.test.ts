/** Random compositions: each member has lines of its own, and every byte belongs to something. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { check } from "../../generator/layout/check.ts";
import { explainText } from "../../generator/layout/explain.ts";
import type { Layout, LayoutRequest, MemberLayout } from "../../generator/layout/model.ts";
import { solve } from "../../generator/layout/solve.ts";
import { amphetanimRequest } from "../../generator/structures/amphetanim/request.ts";
import { oneOfRequest } from "../../generator/structures/oneof/request.ts";

/** Keeps the file within seconds under each runtime; fast-check prints seed and path of a failure. */
const RUNS = { numRuns: 200 };

const name = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,11}$/);
const line = fc.constantFrom(32, 64, 128, 256);

const leaf: fc.Arbitrary<Layout> = fc.tuple(
  name,
  line,
  fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 4 }),
).map(([name, lineBytes, counts]) => {
  const request: LayoutRequest = {
    name,
    structure: "Queue",
    areas: counts.map((count, k) => ({
      kind: "wordArray",
      name: `words ${k}`,
      doc: "",
      writer: "both",
      count,
    })),
  };
  return solve(request, lineBytes);
});

/** A container of members of any depth up to `depth`, with lines at least as long as theirs. */
function composition(depth: number): fc.Arbitrary<Layout> {
  const inner = depth === 0 ? leaf : fc.oneof(leaf, composition(depth - 1));
  const members = fc.uniqueArray(fc.record({ name, doc: fc.string(), layout: inner }), {
    minLength: 1,
    maxLength: 5,
    selector: ({ name }) => name,
  });
  return fc.tuple(name, members, line, fc.boolean()).map(([name, members, own, takesTurns]) => {
    const lineBytes = Math.max(own, ...members.map(({ layout }) => layout.lineBytes));
    const request = takesTurns ? oneOfRequest : amphetanimRequest;
    return solve(request(name, members), lineBytes);
  });
}

interface Extent {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** The words and members of a container at `start`, as far as they lie side by side. */
function extentsOf(layout: Layout, start: number, path: string): readonly Extent[] {
  return layout.areas.flatMap(({ request, byteOffset, byteLength }) => {
    const at = start + byteOffset;
    if (request.kind !== "members") {
      return [{ path: `${path} ${request.name}`, start: at, end: at + byteLength }];
    }
    const [only, another] = request.alternatives;
    return only === undefined || another !== undefined
      ? [{ path: `${path} ${request.name}`, start: at, end: at + byteLength }]
      : extentsOf(only.layout, at, `${path} ${request.name}`);
  });
}

test("every composition is proved", () => {
  fc.assert(fc.property(composition(2), (layout) => assert.deepEqual(check(layout), [])), RUNS);
});

test("no two members share a line, at any depth, counted line by line", () => {
  fc.assert(
    fc.property(composition(2), (layout) => {
      const owners = new Map<number, string>();
      const step = 32;
      for (const { path, start, end } of extentsOf(layout, 0, "")) {
        assert.ok(end <= layout.totalBytes, path);
        for (let byte = start - start % step; byte < end; byte += step) {
          assert.equal(owners.get(byte), undefined, `${path} and ${owners.get(byte)}`);
          owners.set(byte, path);
        }
      }
    }),
    RUNS,
  );
});

test("each member begins and ends with a line of the container", () => {
  fc.assert(
    fc.property(composition(1), ({ areas, paddings, totalBytes, lineBytes }) => {
      let end = 0;
      for (const { byteOffset, byteLength } of areas) {
        assert.equal(byteOffset, end);
        assert.equal(byteOffset % lineBytes, 0);
        const padding = paddings.find((one) => one.byteOffset === byteOffset + byteLength);
        end = byteOffset + byteLength + (padding?.byteLength ?? 0);
      }
      assert.equal(end, totalBytes);
    }),
    RUNS,
  );
});

test("the largest decides the size of those that take turns", () => {
  fc.assert(
    fc.property(fc.array(leaf, { minLength: 1, maxLength: 5 }), (kinds) => {
      const members = kinds.map((layout, k): MemberLayout => ({
        name: `kind${k}`,
        doc: "",
        layout,
      }));
      const place = solve(oneOfRequest("Variant", members), 256).areas.at(-1);
      assert.equal(place?.byteLength, Math.max(...kinds.map(({ totalBytes }) => totalBytes)));
    }),
    RUNS,
  );
});

test("the fingerprint tells members apart by name, place and layout", () => {
  fc.assert(
    fc.property(leaf, leaf, (a, b) => {
      fc.pre(a.fingerprint !== b.fingerprint);
      const of = (...members: readonly (readonly [string, Layout])[]) => {
        const list = members.map(([name, layout]) => ({ name, doc: "", layout }));
        return solve(amphetanimRequest("Hub", list), 256).fingerprint;
      };
      const all = [
        of(["a", a], ["b", b]),
        of(["b", a], ["a", b]),
        of(["a", b], ["b", a]),
        of(["b", b], ["a", a]),
        of(["a", a], ["b", a]),
        of(["a", a]),
      ];
      assert.equal(new Set(all).size, all.length);
    }),
    RUNS,
  );
});

test("every picture of a composition fits its comment", () => {
  fc.assert(
    fc.property(composition(2), (layout) => {
      for (const row of explainText(layout).split("\n")) assert.match(row, /^[ -~]{0,96}$/);
    }),
    { numRuns: 50 },
  );
});
