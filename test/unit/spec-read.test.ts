import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { DiagnosticError } from "../../generator/core/diagnostic.ts";
import { layoutSpecs } from "../../generator/pipeline.ts";
import type { SlotType, Spec } from "../../generator/spec/model.ts";
import { readSpec } from "../../generator/spec/read.ts";
import { QUEUE_RULES } from "../reject/rules.ts";

const read = (text: string, file = "good.layout.ts"): Spec => readSpec(file, text, [QUEUE_RULES]);

const scalar = (name: string): unknown => ({ kind: "scalar", scalar: name });

const EVERY_TYPE = `import type {
  bool, Bytes, f32, f64, FixedArray, i16, i32, i64, i8, Queue as Line, Text, u16, u32, u53, u64,
  u8 as Byte,
} from "amph-gen/spec";

type Price = f64;
interface Point { x: Price; y: f32 };
export interface Everything {
  a: Byte; b: i8; c: u16; d: i16; e: u32; f: i32; g: u53; h: u64; i: i64; j: bool;
  text: Text<255>;
  bytes: Bytes<0x10>;
  points: FixedArray<FixedArray<Point, 2>, 1_0>;
  side: | 'bid' | \`ask\`;
  one: "only";
  "inner": { deep: { x: (f64) } };
}
export type Rows = Line<Everything, { capacity: 1e2, "waiting": false, cacheLine: 256 }>;
`;

test("reads every slot type, alias and spelling", () => {
  const [rows, ...others] = read(EVERY_TYPE, "some/folder/good.layout.ts").structures;
  assert.deepEqual(others, []);
  assert.ok(rows?.item.kind === "record");
  const { name, fields } = rows.item.record;
  assert.equal(name, "Everything");
  const types = Object.fromEntries(
    fields.map((field): [string, unknown] => [field.name, field.type]),
  );
  const point = {
    kind: "record",
    record: {
      name: "Point",
      doc: "",
      fields: [{ name: "x", doc: "", type: scalar("f64") }, {
        name: "y",
        doc: "",
        type: scalar("f32"),
      }],
    },
  };
  const deep = {
    kind: "record",
    record: {
      name: "EverythingInnerDeep",
      doc: "",
      fields: [{ name: "x", doc: "", type: scalar("f64") }],
    },
  };
  assert.deepEqual(types, {
    a: scalar("u8"),
    b: scalar("i8"),
    c: scalar("u16"),
    d: scalar("i16"),
    e: scalar("u32"),
    f: scalar("i32"),
    g: scalar("u53"),
    h: scalar("u64"),
    i: scalar("i64"),
    j: scalar("bool"),
    text: { kind: "text", bytes: 255 },
    bytes: { kind: "bytes", length: 16 },
    points: { kind: "array", of: { kind: "array", of: point, length: 2 }, length: 10 },
    side: { kind: "union", members: ["bid", "ask"] },
    one: { kind: "union", members: ["only"] },
    inner: {
      kind: "record",
      record: {
        name: "EverythingInner",
        doc: "",
        fields: [{ name: "deep", doc: "", type: deep }],
      },
    },
  });
});

test("fills in defaults in the order of the rules and notes what it rounds", () => {
  const [rows] = read(EVERY_TYPE).structures;
  assert.deepEqual(Object.entries(rows?.options ?? {}), [
    ["cacheLine", 256],
    ["padding", "none"],
    ["waiting", false],
    ["capacity", 128],
    ["producers", "many"],
    ["consumers", "many"],
  ]);
  assert.deepEqual(rows?.notes, ["capacity 100 rounded up to 128, the next power of two"]);
});

test("takes the largest capacity, the smallest, and an item of 4,096 bytes", () => {
  const spec = read(`import type { Bytes, Queue, u8 } from "npm:amph-gen@0.1/spec";
export type Most = Queue<u8, { capacity: 67_108_864 }>;
export type Least = Queue<Bytes<4096>, { capacity: 1 }>;
`);
  assert.deepEqual(spec.structures.map(({ options }) => options["capacity"]), [2 ** 26, 1]);
  assert.deepEqual(spec.structures.map(({ notes }) => notes), [[], []]);
});

test("reads a file with a byte order mark and CRLF line ends", () => {
  const plain = read(EVERY_TYPE);
  const windows = read("\ufeff" + EVERY_TYPE.replaceAll("\n", "\r\n"));
  assert.deepEqual(windows, plain);
});

test("places faults right behind a byte order mark and CRLF line ends", () => {
  const text = '\ufeffexport enum A {}\r\nimport type { Queue } from "amph-gen/spec";\r\n\r\n' +
    "export type Rows = Queue<number, {}>;\r\n";
  assert.throws(() => read(text), (error) => {
    assert.ok(error instanceof DiagnosticError);
    const places = error.diagnostics.map(({ line, column, code }) => [line, column, code]);
    assert.deepEqual(places, [[1, 1, "AMPH103"], [4, 20, "AMPH405"], [4, 26, "AMPH202"]]);
    return true;
  });
});

test("keeps doc comments as text", () => {
  const [rows] = read(`import type { f64, Queue } from "amph-gen/spec";
/** First, which counts for nothing. */
/**
 * A row with a {@link Rows} and \`code\`.
 *
 * Second\tparagraph.\u0007\u202e
 * @deprecated tags are left out
 */
interface Row {
  /** In metres. */
  length: f64; // not this
}
/** Rows. */
export type Rows = Queue<Row, { capacity: 8 }>;
`).structures;
  assert.equal(rows?.doc, "Rows.");
  assert.ok(rows?.item.kind === "record");
  assert.equal(
    rows.item.record.doc,
    "A row with a {@link Rows} and `code`.\n\nSecond paragraph.",
  );
  assert.equal(rows.item.record.fields[0]?.doc, "In metres.");
});

test("keeps hostile text as data", () => {
  const members = ['"', "'", "`", "${x}", "\u2028", "\n", "*/", "</script>", "\\", "", "\u{1f600}"];
  const written = members.map((member) => JSON.stringify(member)).join(" | ");
  const [rows] = read(`import type { Queue } from "amph-gen/spec";
export type Rows = Queue<${written}, { capacity: 8 }>;
`).structures;
  assert.deepEqual(rows?.item, { kind: "union", members });

  const doc = 'ends */ here; `${x}` "q"\u2028next\u0000\ud800';
  const json = JSON.stringify({
    structures: [
      {
        structure: "Queue",
        name: "Rows",
        doc,
        item: { kind: "union", members },
        options: { capacity: 8 },
      },
    ],
  });
  const [fromJson] = read(json, "good.layout.json").structures;
  assert.deepEqual(fromJson?.item, { kind: "union", members });
  assert.equal(fromJson?.doc, 'ends */ here; `${x}` "q"\nnext \ufffd');
});

test("takes unions of 256 and of 65,536 members and refuses one more", () => {
  const members = Array.from({ length: 65_537 }, (_, index) => `m${index}`);
  const json = (count: number): string =>
    JSON.stringify({
      structures: [{
        structure: "Queue",
        name: "Rows",
        item: { kind: "union", members: members.slice(0, count) },
        options: { capacity: 8 },
      }],
    });
  for (const count of [256, 65_536]) {
    const item: SlotType | undefined = read(json(count), "good.layout.json").structures[0]?.item;
    assert.ok(item?.kind === "union" && item.members.length === count);
  }
  assert.throws(
    () => read(json(65_537), "good.layout.json"),
    /AMPH216: the union has 65537 members: expected 1 to 65536/,
  );
});

test("JSON gives the same model as TypeScript", () => {
  const typeScript = read(`import type { Bytes, f64, FixedArray, Queue, Text } from "amph-gen/spec";
/** A row. */
interface Row {
  /** The name. */
  name: Text<20>;
  legs: FixedArray<{ ratio: f64; raw: Bytes<3> }, 2>;
  side: "bid" | "ask";
}
/** Rows. */
export type Rows = Queue<Row, { capacity: 100; consumers: "one" }>;
export type Prices = Queue<f64, { capacity: 8 }>;
`);
  const json = read(
    JSON.stringify({
      records: [{
        name: "Row",
        doc: "A row.",
        fields: [
          { name: "name", type: { kind: "text", bytes: 20 }, doc: "The name." },
          {
            name: "legs",
            type: {
              kind: "array",
              of: {
                kind: "record",
                fields: [{ name: "ratio", type: "f64" }, {
                  name: "raw",
                  type: { kind: "bytes", length: 3 },
                }],
              },
              length: 2,
            },
          },
          { name: "side", type: { kind: "union", members: ["bid", "ask"] } },
        ],
      }],
      structures: [
        {
          structure: "Queue",
          name: "Rows",
          doc: "Rows.",
          item: "Row",
          options: { consumers: "one", capacity: 100 },
        },
        { structure: "Queue", name: "Prices", item: "f64", options: { capacity: 8 } },
      ],
    }),
    "good.layout.json",
  );
  assert.deepEqual({ ...json, file: typeScript.file }, typeScript);
});

test("the fingerprint follows the model and not its comments", () => {
  const spec = (doc: string, field: string, capacity: number): string =>
    `import type { f64, Queue } from "amph-gen/spec";
/** ${doc} */
export type Rows = Queue<{ ${field}: f64 }, { capacity: ${capacity} }>;
`;
  const { fingerprint } = read(spec("One.", "price", 128));
  assert.match(fingerprint, /^[0-9a-f]{16}$/);
  assert.equal(read(spec("Two.", "price", 128)).fingerprint, fingerprint);
  assert.equal(read(spec("One.", "price", 100)).fingerprint, fingerprint);
  assert.notEqual(read(spec("One.", "size", 128)).fingerprint, fingerprint);
  assert.notEqual(read(spec("One.", "price", 256)).fingerprint, fingerprint);
});

test("the model is frozen all the way down, and names the file without folders", () => {
  const spec = read(EVERY_TYPE, "C:\\specs\\good.layout.ts");
  assert.equal(spec.file, "good.layout.ts");
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    assert.ok(Object.isFrozen(value));
    Object.values(value).forEach(visit);
  };
  visit(spec);
});

test("the example specs are read", () => {
  const folder = new URL("../../specs/", import.meta.url);
  const files = readdirSync(folder).filter((file) => /\.layout\.(ts|json)$/.test(file));
  const host = { name: "test-64", lineBytes: 64, isolationBytes: 64, evidence: [] };
  assert.ok(files.length >= 4);
  for (const file of files) {
    const text = readFileSync(new URL(file, folder), "utf8");
    assert.ok(layoutSpecs([{ file, text }], { host }).length > 0, file);
  }
});
