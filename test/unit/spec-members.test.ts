import assert from "node:assert/strict";
import { test } from "node:test";
import { readSpec } from "../../generator/spec/read.ts";
import { MEMBER_RULES } from "../reject/rules.ts";

const TYPESCRIPT =
  `import type { Amphetanim as Hold, f64, OneOf, Queue, Shared } from "amph-gen/spec";

/** All of it. */
export type Hub = Hold<{
  /** The rest. */
  rest: Inner;
  prices: Prices;
  more: (Prices);
  /** What others set. */
  config: Shared<{ rate: f64 }>;
  trades: Queue<Trade, { capacity: 3 }>;
  ctl: OneOf<{ a: Prices; b: Hold<{ deep: Queue<f64, { capacity: 1 }> }> }, { cacheLine: 128 }>;
}>;
export interface Trade { price: f64 }
export type Inner = Hold<{ prices: Prices }>;
export type Prices = Queue<f64, { capacity: 4 }>;
`;

const queue = (capacity: number, item = "f64") => ({
  structure: "Queue",
  item,
  options: { capacity },
});

const JSON_FORM = {
  records: [{ name: "Trade", fields: [{ name: "price", type: "f64" }] }],
  structures: [
    {
      structure: "Amphetanim",
      name: "Hub",
      doc: "All of it.",
      members: [
        { name: "rest", doc: "The rest.", type: "Inner" },
        { name: "prices", type: "Prices" },
        { name: "more", type: "Prices" },
        {
          name: "config",
          doc: "What others set.",
          type: {
            structure: "Shared",
            item: { kind: "record", fields: [{ name: "rate", type: "f64" }] },
          },
        },
        { name: "trades", type: queue(3, "Trade") },
        {
          name: "ctl",
          type: {
            structure: "OneOf",
            members: [
              { name: "a", type: "Prices" },
              {
                name: "b",
                type: {
                  structure: "Amphetanim",
                  members: [{ name: "deep", type: queue(1) }],
                },
              },
            ],
            options: { cacheLine: 128 },
          },
        },
      ],
    },
    {
      structure: "Amphetanim",
      name: "Inner",
      members: [{ name: "prices", type: "Prices" }],
    },
    { name: "Prices", ...queue(4) },
  ],
};

const spec = readSpec("a.layout.ts", TYPESCRIPT, MEMBER_RULES);

test("structures in place get names of their own, members refer to them", () => {
  assert.deepEqual(spec.structures.map(({ name, structure }) => `${name}: ${structure}`), [
    "Prices: Queue",
    "HubConfig: Shared",
    "HubTrades: Queue",
    "HubCtlBDeep: Queue",
  ]);
  const hub = spec.containers.find(({ name }) => name === "Hub");
  assert.deepEqual(hub?.members.map(({ name, of }) => `${name}: ${of}`), [
    "rest: Inner",
    "prices: Prices",
    "more: Prices",
    "config: HubConfig",
    "trades: HubTrades",
    "ctl: HubCtl",
  ]);
  assert.equal(hub?.doc, "All of it.");
  assert.deepEqual(hub?.members.map(({ doc }) => doc), [
    "The rest.",
    "",
    "",
    "What others set.",
    "",
    "",
  ]);
  assert.equal(spec.structures[1]?.doc, "What others set.");
  const [, config] = spec.structures;
  assert.ok(config?.item.kind === "record");
  assert.equal(config.item.record.name, "HubConfigItem");
});

test("a container stands behind those that are members of it", () => {
  assert.deepEqual(spec.containers.map(({ name }) => name), ["Inner", "HubCtlB", "HubCtl", "Hub"]);
});

test("containers and shared records have the options that mean something to them", () => {
  assert.deepEqual(spec.containers.map(({ options }) => options), [
    { cacheLine: "measured" },
    { cacheLine: "measured" },
    { cacheLine: 128 },
    { cacheLine: "measured" },
  ]);
  assert.deepEqual(spec.structures[1]?.options, { cacheLine: "measured", waiting: true });
});

test("both forms of a spec give the same model", () => {
  const json = readSpec("a.layout.json", JSON.stringify(JSON_FORM), MEMBER_RULES);
  assert.deepEqual(json.structures, spec.structures);
  assert.deepEqual(json.containers, spec.containers);
  assert.equal(json.fingerprint, spec.fingerprint);
});

test("the fingerprint tells the members apart, and does not read comments", () => {
  const of = (text: string) => readSpec("a.layout.ts", text, MEMBER_RULES).fingerprint;
  assert.equal(of(TYPESCRIPT.replace("The rest.", "Others.")), spec.fingerprint);
  const others = [
    TYPESCRIPT.replace("more: (Prices)", "much: Prices"),
    TYPESCRIPT.replace("rest: Inner", "rest: Prices"),
    TYPESCRIPT.replace("more: (Prices);", ""),
    TYPESCRIPT.replace("cacheLine: 128", "cacheLine: 64"),
    TYPESCRIPT.replace("OneOf<", "Hold<"),
  ].map(of);
  assert.equal(new Set([...others, spec.fingerprint]).size, others.length + 1);
});
