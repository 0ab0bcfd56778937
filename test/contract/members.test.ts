/** Every structure can be a member of a container, and a kind of a variant. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { STRUCTURES } from "../../generator/structures/registry.ts";
import { generateFiles } from "../support/generated.ts";

/** How a spec writes each. */
const SAMPLES: Readonly<Record<string, string>> = {
  Queue: "Queue<f64, { capacity: 4 }>",
  Cubby: "Cubby<f64>",
  SecVec: "SecVec<f64, { maxLength: 1000 }>",
  Shared: "Shared<{ value: f64 }>",
};

const names = STRUCTURES.map(({ rules }) => rules.structure);
const declared = names.map((name) => `export type My${name} = ${SAMPLES[name]};`);
const members = names.map((name) => `my${name}: My${name};`).join(" ");

const SPEC = `import type { Amphetanim, f64, OneOf, ${names.join(", ")} } from "amph-gen/spec";
${declared.join("\n")}
export type Which = OneOf<{ ${members} }>;
export type Inner = Amphetanim<{ ${members} }>;
export type Every = Amphetanim<{ ${members} which: Which; inner: Inner }>;
`;

interface Opened {
  readonly handle: { readonly buffer: SharedArrayBuffer; readonly byteOffset: number };
  readonly [member: string]: unknown;
}

interface Class {
  create(): Opened;
  attach(handle: unknown): Opened;
}

interface Variant extends Opened {
  readonly kind: string | undefined;
  become(kind: string): Opened;
}

async function classOf(name: string, file: string): Promise<Class> {
  const path = (await generateFiles(SPEC)).find((one) => one.endsWith(`/${file}.gen.ts`));
  if (path === undefined) throw new Error(`the spec gives no ${file}`);
  const exported: Readonly<Record<string, Class>> = await import(pathToFileURL(path).href);
  return exported[name]!;
}

const isOpened = (value: unknown): value is Opened =>
  typeof value === "object" && value !== null && "handle" in value;

test("every structure has a sample here", () => {
  assert.deepEqual(names.toSorted(), Object.keys(SAMPLES).toSorted());
});

test("members of every structure lie in the memory of their container", async () => {
  const every = await classOf("Every", "every");
  const made = every.create();
  const opened = every.attach(structuredClone(made.handle));
  const inner = opened["inner"];
  assert.ok(isOpened(inner));
  const places = new Set<number>();
  for (const owner of [opened, inner]) {
    for (const name of names) {
      const member = owner[`my${name}`];
      assert.ok(isOpened(member), name);
      assert.equal(member.handle.buffer, opened.handle.buffer, name);
      places.add(member.handle.byteOffset);
    }
  }
  assert.equal(places.size, 2 * names.length);
});

for (const name of names) {
  test(`a variant can be a ${name}`, async () => {
    const which = await classOf("Which", "which");
    const made = which.create();
    assert.ok(isVariant(made));
    const object = made.become(`my${name}`);
    const other = which.attach(structuredClone(made.handle));
    assert.equal(other["kind"], `my${name}`);
    const opened = other[`my${name}`];
    assert.ok(isOpened(opened));
    assert.equal(opened.handle.byteOffset, object.handle.byteOffset);
    for (const wrong of names.filter((one) => one !== name)) {
      assert.throws(() => other[`my${wrong}`], { name: "WrongKindError" });
    }
  });
}

function isVariant(value: Opened): value is Variant {
  return "become" in value && "kind" in value;
}
