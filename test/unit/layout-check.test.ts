/** Each test corrupts a sound layout in one way; the proof has to fail, and to say why. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { check } from "../../generator/layout/check.ts";
import type { Area, FieldLayout, ItemLayout, Layout, Word } from "../../generator/layout/model.ts";
import { solve } from "../../generator/layout/solve.ts";
import { amphetanimRequest } from "../../generator/structures/amphetanim/request.ts";
import { oneOfRequest } from "../../generator/structures/oneof/request.ts";
import { array, queue, record, scalar, text, union } from "./layout-samples.ts";

const item = record("Order", {
  id: scalar("u64"),
  size: scalar("f64"),
  side: union("bid", "ask"),
  name: text(20),
  open: scalar("bool"),
  levels: array(scalar("u16"), 3),
});
const sound = solve(queue(item, 16, "line"), 64);
const packed = solve(queue(item, 16, "none"), 64);

function withArea(layout: Layout, name: string, change: (area: Area) => Partial<Area>): Layout {
  const areas = layout.areas.map((area) =>
    area.request.name === name ? { ...area, ...change(area) } : area
  );
  return { ...layout, areas };
}

function withWord(name: string, change: Partial<Word>): Layout {
  const area = sound.areas.find(({ words }) => words.some((word) => word.name === name));
  const words = area?.words.map((word) => word.name === name ? { ...word, ...change } : word) ?? [];
  return withArea(sound, area?.request.name ?? "", () => ({ words }));
}

function withItem(change: (item: ItemLayout) => Partial<ItemLayout>): Layout {
  return withArea(
    sound,
    "SLOTS",
    ({ item }) => ({ item: item === undefined ? undefined : { ...item, ...change(item) } }),
  );
}

function withField(name: string, change: Partial<ItemLayout>): Layout {
  const changed = (entry: FieldLayout) =>
    entry.field.name === name ? { ...entry, layout: { ...entry.layout, ...change } } : entry;
  return withItem(({ fields }) => ({ fields: fields.map(changed) }));
}

function assertCaught(layout: Layout, expected: RegExp) {
  const faults = check(layout);
  assert.ok(faults.some((fault) => expected.test(fault)), `${expected} in ${faults.join("\n")}`);
}

test("a sound layout is proved", () => {
  assert.deepEqual([check(sound), check(packed)], [[], []]);
});

test("caught: a line that is no power of two, or too short", () => {
  assertCaught({ ...sound, lineBytes: 48 }, /line of 48 bytes is not a power of two/);
  assertCaught(
    { ...sound, lineBytes: 16 },
    /line of 16 bytes is not a power of two of at least 32/,
  );
  assertCaught({ ...sound, lineBytes: 0 }, /line of 0 bytes/);
});

test("caught: a total that is no whole number of lines, or too large", () => {
  assertCaught({ ...sound, totalBytes: sound.totalBytes + 4 }, /not a whole number of lines/);
  assertCaught({ ...sound, totalBytes: 2 ** 33 }, /above 4 GiB/);
});

test("caught: bytes that belong to nothing", () => {
  assertCaught({ ...sound, paddings: sound.paddings.slice(1) }, /^bytes 8 to 63 .* nothing$/);
  assertCaught(
    { ...sound, totalBytes: sound.totalBytes + 64 },
    /bytes 1280 to 1343 of the layout belong to nothing/,
  );
});

test("caught: bytes that belong to two", () => {
  const [first, ...rest] = sound.paddings;
  assert.ok(first !== undefined);
  const longer = { ...first, byteLength: first.byteLength + 4 };
  assertCaught(
    { ...sound, paddings: [longer, ...rest] },
    /bytes 64 to 67 are both padding after HEADER and PRODUCERS/,
  );
  assertCaught(
    { ...sound, totalBytes: sound.totalBytes - 64 },
    /SLOTS at bytes 256 to 1279 leaves 0 to 1215/,
  );
});

test("caught: two writers in one line", () => {
  const moved = withArea(sound, "CONSUMERS", ({ words }) => ({
    byteOffset: 96,
    words: words.map((word) => ({ ...word, byteOffset: 96, i32Index: 24 })),
  }));
  assertCaught(
    moved,
    /PRODUCERS and CONSUMERS \(producers and consumers\) share the line at byte 64/,
  );
  assertCaught(moved, /CONSUMERS starts inside a line, at byte 96/);
});

test("caught: a wider line than the layout was solved for", () => {
  assertCaught({ ...sound, lineBytes: 128 }, /HEADER and PRODUCERS .* share the line at byte 0/);
  assertCaught({ ...sound, lineBytes: 128 }, /SLOTS\[0\] and SLOTS\[1\] share a line/);
});

test("caught: a word whose Int32 index is not its byte", () => {
  assertCaught(withWord("TAIL", { i32Index: 17 }), /TAIL has Int32 index 17 but starts at byte 64/);
});

test("caught: words that are misaligned, elsewhere, swapped or missing", () => {
  assertCaught(
    withWord("TAIL", { byteOffset: 65, i32Index: 16.25 }),
    /TAIL \(i32\) is not aligned/,
  );
  assertCaught(withWord("VERSION", { byteOffset: 0, i32Index: 0 }), /both MAGIC .* and VERSION/);
  assertCaught(withWord("VERSION", { byteOffset: 8, i32Index: 2 }), /VERSION at bytes 8 to 11/);
  assertCaught(withWord("TAIL", { name: "HEAD" }), /PRODUCERS has other words/);
  assertCaught(withArea(sound, "HEADER", () => ({ words: [] })), /bytes 0 to 7 of HEADER/);
});

test("caught: a word array with another stride", () => {
  assertCaught(withArea(sound, "TURNS", () => ({ strideBytes: 2 })), /TURNS\[1\].* is not aligned/);
  assertCaught(withArea(sound, "TURNS", () => ({ strideBytes: 8 })), /TURNS ends at byte 256/);
});

test("caught: slots that overlap, end early or leave their area", () => {
  assertCaught(withArea(packed, "SLOTS", () => ({ strideBytes: 32 })), /are both SLOTS\[0\] item/);
  assertCaught(withArea(packed, "SLOTS", () => ({ strideBytes: 40 })), /SLOTS ends at byte/);
  assertCaught(
    withArea(packed, "SLOTS", ({ byteLength }) => ({ byteLength: byteLength - 64 })),
    /SLOTS\[15\] at bytes \d+ to \d+ leaves/,
  );
});

test("caught: padded slots that share a line", () => {
  const shared = withArea(sound, "SLOTS", () => ({ strideBytes: 48, byteLength: 768 }));
  assertCaught(shared, /SLOTS\[0\] and SLOTS\[1\] share a line/);
  assertCaught(shared, /SLOTS\[1\] starts inside a line, at byte 304/);
});

test("caught: an access that is not aligned", () => {
  assertCaught(
    withField("size", { byteOffset: 12 }),
    /item\.size \(f64\) is not aligned at byte 268/,
  );
});

test("caught: two access widths for one byte", () => {
  assertCaught(
    withField("side", { byteOffset: 10 }),
    /byte.* are both SLOTS\[0\] item\.size \(f64\) and SLOTS\[0\] item\.side \(u8\)/,
  );
  assertCaught(withField("name", { dataByteOffset: 16 }), /item\.levels\[0\] \(u16\)/);
});

test("caught: an access outside its item", () => {
  assertCaught(withItem(() => ({ byteLength: 40 })), /leaves 0 to 39/);
  assertCaught(withField("open", { byteOffset: 60 }), /item\.open at bytes 60 to 60 leaves/);
});

test("caught: array elements that overlap", () => {
  assertCaught(
    withField("levels", { strideBytes: 0 }),
    /levels\[0\] \(u16\) and .*levels\[1\] \(u16\)/,
  );
});

test("caught: a view that cannot hold its type", () => {
  assertCaught(withField("size", { view: "f32" }), /item\.size: f64 cannot be stored as f32/);
  assertCaught(withField("id", { view: undefined }), /item\.id: u64 cannot be stored as undefined/);
  assertCaught(withField("side", { view: "i8" }), /item\.side: 2 members cannot be stored as i8/);
  const members = Array.from({ length: 257 }, (_, index) => `m${index}`);
  assertCaught(
    withField("side", { type: union(...members) }),
    /257 members cannot be stored as u8/,
  );
  assertCaught(withField("name", { type: text(256) }), /a length of 256 cannot be stored as u8/);
});

test("caught: an item of another shape than its type", () => {
  assertCaught(withItem(({ fields }) => ({ fields: fields.slice(1) })), /other fields/);
  assertCaught(withItem(({ fields }) => ({ fields: [...fields].reverse() })), /other fields/);
  assertCaught(withField("levels", { element: undefined }), /an array without an element/);
  assertCaught(withArea(sound, "SLOTS", () => ({ item: undefined })), /slots but no item/);
  assertCaught(withItem(() => ({ byteLength: 0 })), /items of no bytes/);
});

const members = ["a", "b"].map((name) => ({ name, doc: "", layout: packed }));
const container = solve(amphetanimRequest("Hub", members), 64);
const variant = solve(oneOfRequest("Ctl", members), 64);

function withMember(layout: Layout, change: Partial<Layout>): Layout {
  const changed = layout.areas.map((area) =>
    area.request.kind === "members"
      ? {
        ...area,
        request: {
          ...area.request,
          alternatives: area.request.alternatives.map((member) =>
            member.name === "a" ? { ...member, layout: { ...member.layout, ...change } } : member
          ),
        },
      }
      : area
  );
  return { ...layout, areas: changed };
}

test("sound containers are proved", () => {
  assert.deepEqual([check(container), check(variant)], [[], []]);
});

test("caught: a member that is wrong in itself", () => {
  for (const whole of [container, variant]) {
    assertCaught(
      withMember(whole, { paddings: [] }),
      /^a: bytes \d+ to \d+ of the layout belong to/,
    );
  }
});

test("caught: a member with longer lines than the container", () => {
  const longer = solve(queue(item, 16, "none"), 256);
  assertCaught(withMember(container, longer), /a has lines of 256 bytes, which do not fit .* 64/);
});

test("caught: a place that is not as large as its largest member", () => {
  assertCaught(
    withMember(container, { totalBytes: packed.totalBytes + 64 }),
    /a has \d+ bytes, its largest member \d+/,
  );
  assertCaught(
    withArea(container, "a", ({ byteLength }) => ({ byteLength: byteLength - 64 })),
    /a has \d+ bytes, its largest member \d+/,
  );
});

test("caught: members that share a line, or lie over each other", () => {
  const moved = (by: number) =>
    withArea(container, "b", ({ byteOffset }) => ({ byteOffset: byteOffset + by }));
  assertCaught(moved(-32), /a and b \(member\) share the line/);
  assertCaught(moved(-64), /are both a and b/);
  assertCaught(moved(-32), /b starts inside a line/);
});

test("caught: a place without a member", () => {
  const empty = withArea(container, "a", ({ request }) => ({
    request: request.kind === "members" ? { ...request, alternatives: [] } : request,
  }));
  assertCaught(empty, /a has no member/);
});
