import assert from "node:assert/strict";
import { test } from "node:test";
import { compareText, pairsOf } from "../../generator/explain/compare.ts";
import { costsOf } from "../../generator/explain/costs.ts";
import { describe, type Explained } from "../../generator/explain/describe.ts";
import { comparePage, explainPage } from "../../generator/explain/html.ts";
import { labelsOf, wrapped } from "../../generator/explain/labels.ts";
import { escaped, tag } from "../../generator/explain/markup.ts";
import { type Picture, type Row, sentenceOf } from "../../generator/explain/picture.ts";
import { explainSvg } from "../../generator/explain/svg.ts";
import { solve } from "../../generator/layout/solve.ts";
import { amphetanimRequest } from "../../generator/structures/amphetanim/request.ts";
import { oneOfRequest } from "../../generator/structures/oneof/request.ts";
import { array, bookDelta, queue, record, scalar } from "./layout-samples.ts";

const ROW_BYTES = 128;

function explained(...args: [...Parameters<typeof queue>, lineBytes: number]): Explained {
  const [type, count, padding, lineBytes] = args;
  return { layout: solve(queue(type, count, padding), lineBytes), uses: [] };
}

function sectionOf({ sections }: Picture, name: string) {
  const found = sections.find((section) => section.name === name);
  assert.ok(found !== undefined, name);
  return found;
}

function rowsOf(picture: Picture, name: string): readonly Row[] {
  return sectionOf(picture, name).rows.filter((row): row is Row => row.kind === "row");
}

test("every byte of a row is in one cell, data or padding", () => {
  for (const lineBytes of [32, 64, 128, 256]) {
    for (const padding of ["line", "none"] as const) {
      const picture = describe(explained(bookDelta, 100, padding, lineBytes), {
        maxRowBytes: ROW_BYTES,
      });
      for (const { rows } of picture.sections) {
        for (const row of rows) {
          if (row.kind === "gap") continue;
          let at = row.byteOffset;
          for (const { byteOffset, byteLength } of row.cells) {
            assert.equal(byteOffset, at);
            at += byteLength;
          }
          assert.equal(at, row.byteOffset + row.byteLength);
        }
      }
    }
  }
});

test("what repeats is left out with its bytes, the last line is shown", () => {
  const picture = describe(explained(bookDelta, 4096, "line", 64), { maxRowBytes: ROW_BYTES });
  const { rows } = sectionOf(picture, "SLOTS");
  assert.deepEqual(rows.map((row) => row.kind === "gap" ? row.text : row.byteOffset), [
    16_576,
    16_640,
    "4,093 more lines, bytes 16,704 to 278,655",
    278_656,
  ]);
  assert.equal(rowsOf(picture, "SLOTS").at(-1)?.cells[0]?.about.name, "SLOTS [4,095] price");
});

test("a cache line longer than a row has several, and only its first is a line's start", () => {
  const picture = describe(explained(bookDelta, 4, "line", 256), { maxRowBytes: ROW_BYTES });
  const rows = rowsOf(picture, "HEADER");
  assert.deepEqual(rows.map(({ isLineStart }) => isLineStart), [true, false]);
});

test("elements without gaps are one cell, elements with gaps one each", () => {
  const point = record("Point", { x: scalar("f64"), y: scalar("u8") });
  const type = record("Path", { points: array(point, 3), codes: array(scalar("u16"), 5) });
  const picture = describe(explained(type, 2, "line", 64), { maxRowBytes: ROW_BYTES });
  const labels = rowsOf(picture, "SLOTS")[0]?.cells
    .filter(({ kind }) => kind === "data").map(({ label, byteLength }) => `${label} ${byteLength}`);
  assert.deepEqual(labels, [
    "points.x[0] 8",
    "points.y[0] 1",
    "points.x[1] 8",
    "points.y[1] 1",
    "points.x[2] 8",
    "points.y[2] 1",
    "codes[0…4] 10",
  ]);
});

test("who touches the first item touches the same field of all, and no other field", () => {
  const { layout } = explained(bookDelta, 8, "line", 64);
  const slots = layout.areas.at(-1);
  assert.ok(slots !== undefined);
  const uses = [
    { operation: "setSize", byteOffset: slots.byteOffset + 8, reads: false, writes: true },
    { operation: "second", byteOffset: slots.byteOffset + 64, reads: true, writes: false },
  ];
  const picture = describe({ layout, uses }, { maxRowBytes: ROW_BYTES });
  const [first, second] = rowsOf(picture, "SLOTS");
  for (const row of [first, second]) {
    const [price, size] = row?.cells.map(({ about }) => about) ?? [];
    assert.deepEqual([price?.readers, price?.writers], [["second"], []]);
    assert.deepEqual([size?.readers, size?.writers], [[], ["setSize"]]);
  }
});

test("members are one cell each, alternatives in one place one below the other", () => {
  const small = explained(bookDelta, 1, "line", 64).layout;
  const large = explained(bookDelta, 8, "line", 64).layout;
  const members = [
    { name: "a", doc: "", layout: small },
    { name: "b", doc: "", layout: large },
  ];
  const hub = describe(
    { layout: solve(amphetanimRequest("Hub", members), 64), uses: [] },
    { maxRowBytes: ROW_BYTES },
  );
  assert.deepEqual(
    hub.sections.slice(1).map(({ rows }) => rows.length),
    [1, 1],
  );
  const one = describe(
    { layout: solve(oneOfRequest("One", members), 64), uses: [] },
    { maxRowBytes: ROW_BYTES },
  );
  const rows = rowsOf(one, "place");
  assert.deepEqual(rows.map(({ cells }) => cells[0]?.byteLength), [
    small.totalBytes,
    large.totalBytes,
  ]);
});

test("costs count the padding between areas and inside items, and members' own", () => {
  const { layout } = explained(bookDelta, 4, "line", 64);
  // Three areas of one or two words, the turns of four slots, 19 bytes in each slot of 64.
  const used = layout.areas.reduce(
    (bytes, { request, byteLength }) => bytes + (request.kind === "slots" ? 4 * 19 : byteLength),
    0,
  );
  assert.deepEqual(costsOf(layout), {
    totalBytes: layout.totalBytes,
    paddingBytes: layout.totalBytes - used,
  });
  const hub = solve(amphetanimRequest("Hub", [{ name: "a", doc: "", layout }]), 64);
  const own = hub.totalBytes - layout.totalBytes - 20;
  assert.equal(costsOf(hub).paddingBytes, costsOf(layout).paddingBytes + own);
});

test("a comparison has both sides and the difference, and names what one side lacks", () => {
  const left = [explained(bookDelta, 4, "line", 64)];
  const other = { ...explained(bookDelta, 4, "none", 64) };
  const renamed = { ...other, layout: { ...other.layout, name: "Other" } };
  const pairs = pairsOf(left, [explained(bookDelta, 4, "line", 128), renamed]);
  const [head, first, second] = compareText(pairs, ["64", "128"]).split("\n");
  assert.match(head ?? "", /^structure +bytes: 64 +padding +bytes: 128 +padding +difference$/);
  assert.match(first ?? "", /^BookDeltas +512 +\d+ +1,024 +\d+ +\+512 \(\+100\.0 %\)$/);
  assert.match(second ?? "", /^Other +384 +276$/);
  assert.match(
    comparePage(pairs, ["64", "128"], { title: "", subtitle: "" }),
    /Other is not there/,
  );
});

test("a label that does not fit stands in the padding behind, or is a letter that is explained", () => {
  const picture = describe(explained(bookDelta, 4, "line", 64), { maxRowBytes: 64 });
  const section = sectionOf(picture, "SLOTS");
  const [row] = rowsOf(picture, "SLOTS");
  const { of, legend } = labelsOf(section, 12);
  const texts = row?.cells.map((cell, k) => of(cell, row.cells[k + 1]));
  assert.deepEqual(texts, [
    { text: "price", isBehind: false },
    { text: "size", isBehind: false },
    { text: "a", isBehind: false },
    { text: "side", isBehind: true },
    { text: "", isBehind: false },
  ]);
  assert.deepEqual(legend, ["a symbol"]);
  assert.deepEqual(wrapped(["one", "two", "three"], 9), ["one · two", "three"]);
});

test("all elements of an array have one letter", () => {
  const type = record("Path", {
    where: array(record("Point", { x: scalar("u16"), y: scalar("u8") }), 4),
  });
  const picture = describe(explained(type, 2, "line", 64), { maxRowBytes: 64 });
  const { legend } = labelsOf(sectionOf(picture, "SLOTS"), 12);
  assert.deepEqual(legend, ["a where.x[k]", "b where.y[k]"]);
});

test("names and documentation stay text", () => {
  assert.equal(
    tag("a", { b: '"<&' }, escaped("</script>\u0000\ud800")),
    '<a b="&quot;&lt;&amp;">&lt;/script&gt;\ufffd\ufffd</a>',
  );
  const type = record("R", { x: scalar("u8") });
  const base = solve(queue(type, 1, "none"), 64);
  const areas = base.areas.map((area) => ({
    ...area,
    request: { ...area.request, doc: "</script><script>alert(1)</script>" },
  }));
  const hostile = [{ layout: { ...base, areas }, uses: [] }];
  const page = explainPage(hostile, { title: "<b>", subtitle: "" });
  assert.equal(page.match(/<script/g)?.length, 1);
  assert.doesNotMatch(page, /<b>/);
  assert.doesNotMatch(explainSvg(hostile), /<script/);
});

test("a cell's sentence says what is known of it, and nothing where nothing is", () => {
  const about = {
    name: "TAIL",
    byteOffset: 1064,
    byteLength: 4,
    index: "Int32 index 266",
    type: "i32",
    writer: "producers",
    doc: "Next\nticket.",
    member: "",
    readers: ["tryPop"],
    writers: ["tryPush", "close"],
  };
  assert.equal(
    sentenceOf(about),
    "TAIL: byte 1,064, 4 bytes; Int32 index 266; i32; written by producers in tryPush, close; " +
      "read in tryPop; Next ticket.",
  );
  const padding = { ...about, name: "padding", byteLength: 1, index: "", type: "", writer: "" };
  assert.equal(
    sentenceOf({ ...padding, doc: "", readers: [], writers: [] }),
    "padding: byte 1,064, 1 byte",
  );
});
