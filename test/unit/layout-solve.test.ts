import assert from "node:assert/strict";
import { test } from "node:test";
import { check } from "../../generator/layout/check.ts";
import { LayoutTooLargeError, MAX_LAYOUT_BYTES, solve } from "../../generator/layout/solve.ts";
import { bookDelta, bytes, queue, record, scalar, slots } from "./layout-samples.ts";

test("areas follow each other on lines of their own, with named padding", () => {
  const layout = solve(queue(bookDelta, 16, "none"), 64);
  assert.deepEqual(check(layout), []);
  assert.deepEqual(
    layout.areas.map(({ request, byteOffset, byteLength, strideBytes }) => [
      request.name,
      byteOffset,
      byteLength,
      strideBytes,
    ]),
    [
      ["HEADER", 0, 8, 4],
      ["PRODUCERS", 64, 4, 4],
      ["CONSUMERS", 128, 4, 4],
      ["TURNS", 192, 64, 4],
      ["SLOTS", 256, 384, 24],
    ],
  );
  assert.deepEqual(layout.paddings, [
    { name: "after HEADER", byteOffset: 8, byteLength: 56 },
    { name: "after PRODUCERS", byteOffset: 68, byteLength: 60 },
    { name: "after CONSUMERS", byteOffset: 132, byteLength: 60 },
  ]);
  assert.equal(layout.totalBytes, 640);
});

test("words know their byte and their Int32 index", () => {
  const layout = solve(queue(bookDelta, 16, "line"), 128);
  assert.deepEqual(
    layout.areas.flatMap(({ words }) =>
      words.map(({ name, byteOffset, i32Index }) => [name, byteOffset, i32Index])
    ),
    [["MAGIC", 0, 0], ["VERSION", 4, 1], ["TAIL", 128, 32], ["HEAD", 256, 64]],
  );
});

test("a layout is frozen to its leaves", () => {
  const layout = solve(queue(bookDelta, 2, "line"), 64);
  assert.ok(Object.isFrozen(layout));
  assert.ok(Object.isFrozen(layout.areas.at(-1)?.item?.fields[0]?.layout));
});

test("the fingerprint follows names, types and offsets, and no documentation", () => {
  const of = (request: Parameters<typeof solve>[0], line = 64) => solve(request, line).fingerprint;
  const request = queue(bookDelta, 16, "line");
  const base = of(request);
  assert.match(base, /^[0-9a-f]{16}$/);
  assert.equal(of(queue(bookDelta, 16, "line")), base);
  assert.equal(of({ areas: request.areas, structure: "Queue", name: "BookDeltas" }), base);
  const redocumented = request.areas.map((area) => ({ ...area, doc: "other words" }));
  assert.equal(of({ ...request, areas: redocumented }), base);

  const others = [
    of({ ...request, name: "Other" }),
    of({ ...request, structure: "Cubby" }),
    of(request, 128),
    of(queue(bookDelta, 32, "line")),
    of(queue(bookDelta, 16, "none")),
    of(queue(record("BookDelta", { price: scalar("f64") }), 16, "line")),
    of(queue(record("BookDelta", { cost: scalar("f64") }), 16, "line")),
    of(queue(record("BookDelta", { price: scalar("u53") }), 16, "line")),
  ];
  assert.equal(new Set([base, ...others]).size, others.length + 1);
});

test("4 GiB fit and one line more does not", () => {
  const request = (count: number) => ({
    name: "Huge",
    structure: "Queue",
    areas: [slots(bytes(64), count, "line")],
  });
  assert.equal(solve(request(2 ** 26), 64).totalBytes, MAX_LAYOUT_BYTES);
  assert.throws(
    () => solve(request(2 ** 26 + 1), 64),
    (error) =>
      error instanceof LayoutTooLargeError && error.totalBytes === 2 ** 32 + 64 &&
      error.maxBytes === 2 ** 32 &&
      error.message ===
        "Huge needs 4294967360 bytes, of which SLOTS takes 4294967360 (67108865 x 64); " +
          "one WebAssembly memory holds at most 4294967296 (65536 pages of 64 KiB). " +
          "Ask for fewer or smaller items",
  );
});
