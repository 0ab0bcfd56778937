import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { check } from "../../generator/layout/check.ts";
import { explainText } from "../../generator/layout/explain.ts";
import { itemPaddings, itemStrideBytes, leaves, solveItem } from "../../generator/layout/item.ts";
import type { AreaRequest, LayoutRequest, Leaf } from "../../generator/layout/model.ts";
import { solve } from "../../generator/layout/solve.ts";
import type { Field, SlotType } from "../../generator/spec/model.ts";
import { SCALARS } from "../../generator/spec/model.ts";

/** Keeps the file within seconds under each runtime; fast-check prints seed and path of a failure. */
const RUNS = { numRuns: 300 };

const identifier = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,11}$/);
const doc = fc.string({ maxLength: 20 });

const simple: fc.Arbitrary<SlotType> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("scalar"), scalar: fc.constantFrom(...SCALARS) }),
  },
  fc.record({ kind: fc.constant("text"), bytes: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ kind: fc.constant("bytes"), length: fc.integer({ min: 1, max: 100 }) }),
  fc.record({
    kind: fc.constant("union"),
    members: fc.constantFrom(2, 3, 256, 257).map((count) =>
      Array.from({ length: count }, (_, index) => `member ${index}`)
    ),
  }),
);

function fieldsOf(type: fc.Arbitrary<SlotType>): fc.Arbitrary<Field[]> {
  return fc.uniqueArray(fc.record({ name: identifier, doc, type }), {
    minLength: 1,
    maxLength: 8,
    selector: ({ name }) => name,
  });
}

function typeOfDepth(depth: number): fc.Arbitrary<SlotType> {
  if (depth === 0) return simple;
  const inner = typeOfDepth(depth - 1);
  return fc.oneof(
    { weight: 2, arbitrary: inner },
    fc.record({ kind: fc.constant("array"), of: inner, length: fc.integer({ min: 1, max: 4 }) }),
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("record"),
        record: fc.record({ name: identifier, doc, fields: fieldsOf(inner) }),
      }),
    },
  );
}

const itemType = fc.integer({ min: 0, max: 3 }).chain(typeOfDepth);
const lineBytes = fc.constantFrom(32, 64, 128, 256);
const writer = fc.constantFrom(
  "creator" as const,
  "producers" as const,
  "consumers" as const,
  "both" as const,
  "slot owner" as const,
);
const about = { name: identifier, doc, writer };

const area: fc.Arbitrary<AreaRequest> = fc.oneof(
  fc.record({
    ...about,
    kind: fc.constant("words" as const),
    words: fc.array(fc.record({ name: identifier, doc }), { minLength: 1, maxLength: 40 }),
  }),
  fc.record({
    ...about,
    kind: fc.constant("wordArray" as const),
    count: fc.integer({ min: 1, max: 2 ** 20 }),
  }),
  fc.record({
    ...about,
    kind: fc.constant("slots" as const),
    count: fc.integer({ min: 1, max: 2 ** 16 }),
    item: itemType,
    padding: fc.constantFrom("line" as const, "none" as const),
  }),
);

const request: fc.Arbitrary<LayoutRequest> = fc.record({
  name: identifier,
  structure: fc.constant("Queue"),
  areas: fc.array(area, { minLength: 1, maxLength: 6 }),
});

const slotsOfOne = {
  kind: "slots",
  name: "SLOTS",
  doc: "",
  writer: "slot owner",
  count: 1,
  padding: "line",
} as const;

/** The same with every documentation replaced and every object's properties in another order. */
function redocumented<T>(value: T): T;
function redocumented(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => redocumented(part));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(
    entries.map(([key, part]) => [key, key === "doc" ? "other" : redocumented(part)]),
  );
}

/** First byte of every element of a piece inside arrays. */
function starts({ byteOffset, arrays }: Pick<Leaf, "byteOffset" | "arrays">): number[] {
  return arrays.reduce(
    (found, { length, strideBytes }) =>
      found.flatMap((start) => Array.from({ length }, (_, index) => start + index * strideBytes)),
    [byteOffset],
  );
}

test("every solved layout is proved", () => {
  fc.assert(
    fc.property(request, lineBytes, (wanted, line) => {
      assert.deepEqual(check(solve(wanted, line)), []);
    }),
    RUNS,
  );
});

test("solving depends on names, types and sizes alone", () => {
  fc.assert(
    fc.property(request, lineBytes, (wanted, line) => {
      const layout = solve(wanted, line);
      const again = solve(redocumented(wanted), line);
      assert.equal(again.fingerprint, layout.fingerprint);
      assert.deepEqual(redocumented(again), redocumented(layout));
    }),
    RUNS,
  );
});

test("a stride is a multiple of what it has to be", () => {
  fc.assert(
    fc.property(itemType, lineBytes, (type, line) => {
      const item = solveItem(type);
      const packed = itemStrideBytes(item, "none", line);
      const padded = itemStrideBytes(item, "line", line);
      assert.equal(packed % item.alignment, 0);
      assert.equal(padded % line, 0);
      assert.ok(packed >= item.byteLength && packed < item.byteLength + item.alignment);
      assert.ok(padded >= item.byteLength && padded < item.byteLength + line);
    }),
    RUNS,
  );
});

test("leaves and paddings cover an item exactly once", () => {
  fc.assert(
    fc.property(itemType, lineBytes, fc.boolean(), (type, line, pad) => {
      const item = solveItem(type);
      const strideBytes = itemStrideBytes(item, pad ? "line" : "none", line);
      const covered = new Uint8Array(strideBytes);
      const mark = (pieces: readonly Pick<Leaf, "byteOffset" | "byteLength" | "arrays">[]) => {
        for (const piece of pieces) {
          for (const start of starts(piece)) {
            for (let byte = start; byte < start + piece.byteLength; byte++) {
              covered[byte] = (covered[byte] ?? 0) + 1;
            }
          }
        }
      };
      mark(leaves(item));
      const leafBytes = covered.reduce((sum, times) => sum + times, 0);
      assert.ok(leafBytes <= item.byteLength);
      mark(itemPaddings(item, strideBytes));
      assert.ok(covered.every((times) => times === 1));
    }),
    RUNS,
  );
});

test("line padding never puts two slots in one line", () => {
  fc.assert(
    fc.property(request, lineBytes, (wanted, line) => {
      for (const { request, byteOffset, strideBytes, item } of solve(wanted, line).areas) {
        if (request.kind !== "slots" || request.padding === "none" || item === undefined) continue;
        for (const index of [0, 1, request.count - 2]) {
          const lastByte: number = byteOffset + index * strideBytes + item.byteLength - 1;
          const nextByte = byteOffset + (index + 1) * strideBytes;
          assert.ok(Math.floor(lastByte / line) < Math.floor(nextByte / line));
        }
      }
    }),
    RUNS,
  );
});

test("every picture fits its comment", () => {
  fc.assert(
    fc.property(request, lineBytes, (wanted, line) => {
      for (const row of explainText(solve(wanted, line)).split("\n")) {
        assert.match(row, /^[ -~]{0,96}$/);
      }
    }),
    { numRuns: 50 },
  );
});

test("the proof agrees with a count of every byte, for fields at any offset", () => {
  const scalarField = fc.record({
    name: identifier,
    doc,
    type: fc.record({ kind: fc.constant("scalar"), scalar: fc.constantFrom(...SCALARS) }),
  });
  const fields = fc.uniqueArray(fc.tuple(scalarField, fc.nat(66)), {
    minLength: 1,
    maxLength: 4,
    selector: ([{ name }]) => name,
  });
  const verdicts = new Set<boolean>();
  fc.assert(
    fc.property(fields, (entries) => {
      const type: SlotType = {
        kind: "record",
        record: { name: "Random", doc: "", fields: entries.map(([field]) => field) },
      };
      const layout = solve(
        {
          name: "Random",
          structure: "Queue",
          areas: [{ ...slotsOfOne, item: type }],
        },
        64,
      );
      const [area] = layout.areas;
      assert.ok(area?.item !== undefined);
      const placed = area.item.fields.map(({ field, layout }, index) => ({
        field,
        layout: { ...layout, byteOffset: entries[index]?.[1] ?? 0 },
      }));
      const item = { ...area.item, byteLength: 64, fields: placed };

      const uses = new Uint8Array(128);
      let sound = true;
      for (const { layout: { byteOffset, byteLength } } of placed) {
        sound &&= byteOffset % byteLength === 0;
        for (let byte = byteOffset; byte < byteOffset + byteLength; byte++) {
          uses[byte] = (uses[byte] ?? 0) + 1;
        }
      }
      sound &&= uses.every((times, byte) => times <= (byte < 64 ? 1 : 0));

      const faults = check({ ...layout, areas: [{ ...area, item }] });
      assert.equal(faults.length === 0, sound, faults.join("\n"));
      verdicts.add(sound);
    }),
    RUNS,
  );
  assert.equal(verdicts.size, 2, "the runs met sound and unsound layouts");
});
