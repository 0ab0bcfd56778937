import assert from "node:assert/strict";
import { test } from "node:test";
import { explainJson, explainText } from "../../generator/layout/explain.ts";
import { solve } from "../../generator/layout/solve.ts";
import { amphetanimRequest } from "../../generator/structures/amphetanim/request.ts";
import { oneOfRequest } from "../../generator/structures/oneof/request.ts";
import { array, bookDelta, queue, record, scalar, text, union } from "./layout-samples.ts";

test("the picture of a queue", () => {
  assert.equal(
    explainText(solve(queue(bookDelta, 4096, "line"), 64)),
    `BookDeltas, a Queue: 278720 bytes, 4355 cache lines of 64

+-------+--------+-----+------------------------------+------------+
|  byte |  bytes | i32 | contents                     | written by |
+-------+--------+-----+- HEADER ---------------------+------------+
|     0 |      4 |   0 | MAGIC                        | creator    |
|     4 |      4 |   1 | VERSION                      |            |
|     8 |     56 |     | ............................ |            |
+-------+--------+-----+- PRODUCERS ------------------+------------+
|    64 |      4 |  16 | TAIL                         | producers  |
|    68 |     60 |     | ............................ |            |
+-------+--------+-----+- CONSUMERS ------------------+------------+
|   128 |      4 |  32 | HEAD                         | consumers  |
|   132 |     60 |     | ............................ |            |
+-------+--------+-----+- TURNS ----------------------+------------+
|   192 |  16384 |  48 | 4096 Int32 words             | both       |
+-------+--------+-----+- SLOTS ----------------------+------------+
| 16576 | 262144 |     | 4096 items, 64 bytes apart   | slot owner |
+-------+--------+-----+------------------------------+------------+

SLOTS: one item, 19 bytes of data in 64

  byte   0       8       16      24      32      40      48      56
     0   aaaaaaaabbbbbbbbccd.............................................

  key  byte  bytes  view  field         type
  a       0      8  f64   price
  b       8      8  f64   size
  c      16      2  u16   symbol
  d      18      1  u8    side          "bid" | "ask"
  .      19     45        (after side)`,
  );
});

test("arrays are drawn in place and listed once", () => {
  const level = record("Level", { price: scalar("f64"), orders: scalar("u8") });
  const type = record("Book", { levels: array(level, 4), name: text(6) });
  const picture = explainText(solve(queue(type, 2, "none"), 64));
  assert.equal(
    picture.slice(picture.indexOf("SLOTS:")),
    `SLOTS: one item, 71 bytes of data in 72

  byte   0       8       16      24      32      40      48      56
     0   aaaaaaaab.......aaaaaaaab.......aaaaaaaab.......aaaaaaaab.......
    64   cdddddd.

  key  byte  bytes  view  field           type
  a       0      8  f64   levels.price    4 times, 16 bytes apart
  b       8      1  u8    levels.orders   4 times, 16 bytes apart
  .       9      7        (after levels)  4 times, 16 bytes apart
  c      64      1  u8    name.length
  d      65      6  u8    name            Text<6>
  .      71      1        (after name)`,
  );
});

test("a single scalar is called item", () => {
  const picture = explainText(solve(queue(scalar("u53"), 2, "none"), 64));
  assert.match(picture, /\n {2}a {7}0 {6}8 {2}f64 {3}item {3}u53$/);
});

test("nothing of a spec leaves the comment, the columns or ASCII", () => {
  const hostile = record("Hostile", {
    "ключ": scalar("u8"),
    side: union("*/ process.exit() /*", "\u2028", "`${x}`", "'\"\\", "x".repeat(200)),
    ["long".repeat(40)]: scalar("f64"),
    big: array(scalar("f64"), 500),
  });
  const request = queue(hostile, 2 ** 16, "line");
  const picture = explainText(solve({ ...request, name: "N".repeat(150) }, 256));
  assert.ok(!picture.includes("*/"));
  assert.match(picture, /^[ -~\n]*$/);
  assert.match(picture, /\\u043a\\u043b\\u044e\\u0447/);
  for (const line of picture.split("\n")) {
    assert.ok(line.length <= 96, line);
    assert.equal(line, line.trimEnd());
  }
});

test("an item with too many pieces or bytes for a map still has its table", () => {
  const names = Array.from({ length: 70 }, (_, index) => [`f${index}`, scalar("u8")]);
  const many = explainText(solve(queue(record("Many", Object.fromEntries(names)), 2, "none"), 64));
  const large = explainText(solve(queue(array(scalar("f64"), 33), 2, "none"), 64));
  for (const picture of [many, large]) {
    assert.match(picture, /\n {2}byte {2}bytes {2}view {2}field/);
    assert.doesNotMatch(picture, /\n {2}byte {3}0/);
  }
  assert.match(many, /\n {4}69 {6}1 {2}u8 {4}f69$/);
});

test("the JSON has every offset and no more", () => {
  const document = JSON.parse(explainJson(solve(queue(bookDelta, 16, "line"), 64)));
  assert.deepEqual(Object.keys(document), [
    "format",
    "name",
    "structure",
    "fingerprint",
    "lineBytes",
    "totalBytes",
    "areas",
    "paddings",
  ]);
  assert.deepEqual(document.areas[1], {
    kind: "words",
    name: "PRODUCERS",
    doc: "",
    writer: "producers",
    byteOffset: 64,
    byteLength: 4,
    strideBytes: 4,
    words: [{ name: "TAIL", doc: "About TAIL.", byteOffset: 64, i32Index: 16 }],
  });
  assert.deepEqual(document.areas[4].item.leaves[1], {
    path: ["side"],
    doc: "About side.",
    type: '"bid" | "ask"',
    view: "u8",
    byteOffset: 18,
    byteLength: 1,
    arrays: [],
  });
  assert.deepEqual(document.areas[4].item.paddings, [
    { name: "after side", byteOffset: 19, byteLength: 45, arrays: [] },
  ]);
  assert.deepEqual(document.areas[3].count, 16);
});

const price = solve(queue(scalar("f64"), 4, "none"), 64);
const delta = solve(queue(bookDelta, 16, "none"), 64);
const control = solve(
  oneOfRequest("HubControl", [
    { name: "numbers", doc: "", layout: price },
    { name: "deltas", doc: "", layout: delta },
  ]),
  64,
);
const pair = solve(
  amphetanimRequest("Pair", [{ name: "left", doc: "", layout: price }]),
  64,
);
const hub = solve(
  amphetanimRequest("Hub", [
    { name: "prices", doc: "The prices.", layout: price },
    { name: "pair", doc: "", layout: pair },
    { name: "control", doc: "", layout: control },
  ]),
  128,
);

test("the picture of a container shows its members where they lie", () => {
  assert.equal(
    explainText(hub),
    `Hub, an Amphetanim: 1664 bytes, 13 cache lines of 128

+------+-------+-----+--------------------------------+------------+
| byte | bytes | i32 | contents                       | written by |
+------+-------+-----+- header -----------------------+------------+
|    0 |     4 |   0 | MAGIC                          | creator    |
|    4 |     4 |   1 | VERSION                        |            |
|    8 |     4 |   2 | FINGERPRINT_LOW                |            |
|   12 |     4 |   3 | FINGERPRINT_HIGH               |            |
|   16 |     4 |   4 | TOTAL                          |            |
|   20 |   108 |     | .............................. |            |
+------+-------+-----+- prices: BookDeltas, a Queue --+------------+
|  128 |     8 |  32 | HEADER                         | creator    |
|  192 |     4 |  48 | PRODUCERS                      | producers  |
|  256 |     4 |  64 | CONSUMERS                      | consumers  |
|  320 |    16 |  80 | TURNS                          | both       |
|  384 |    32 |  96 | SLOTS                          | slot owner |
|  448 |    64 |     | .............................. |            |
+------+-------+-----+- pair: Pair, an Amphetanim ----+------------+
|  512 |    20 | 128 | header                         | creator    |
|  576 |     8 | 144 | left HEADER                    | creator    |
|  640 |     4 | 160 | left PRODUCERS                 | producers  |
|  704 |     4 | 176 | left CONSUMERS                 | consumers  |
|  768 |    16 | 192 | left TURNS                     | both       |
|  832 |    32 | 208 | left SLOTS                     | slot owner |
+------+-------+-----+- control: HubControl, a OneOf -+------------+
|  896 |    20 | 224 | header                         | creator    |
|  960 |     4 | 240 | tag                            | both       |
| 1024 |   640 | 256 | place                          | member     |
+------+-------+-----+--------------------------------+------------+`,
  );
});

test("the picture of a variant shows the kinds in one place", () => {
  assert.match(
    explainText(control),
    /^\| +128 \| +\d+ \| +32 \| numbers: BookDeltas, a Queue +\| member +\|\n\| +128 \|/m,
  );
});

test("the JSON of a container holds that of its members", () => {
  const document = JSON.parse(explainJson(hub));
  const [, prices, , last] = document.areas;
  assert.deepEqual([prices.kind, prices.name, prices.byteOffset], ["members", "prices", 128]);
  assert.deepEqual(prices.members, [
    { name: "prices", doc: "The prices.", layout: JSON.parse(explainJson(price)) },
  ]);
  const [kinds] = last.members[0].layout.areas.slice(-1);
  assert.deepEqual(
    kinds.members.map(({ name, layout }: { name: string; layout: { totalBytes: number } }) => [
      name,
      layout.totalBytes,
    ]),
    [["numbers", price.totalBytes], ["deltas", delta.totalBytes]],
  );
});
