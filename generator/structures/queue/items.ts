/** Items for scenarios: made from the types that the emitted module declares. */
import type { TypedArray, Value } from "../../core/machine.ts";
import type { Call } from "../../core/scenario.ts";

export interface Items {
  /** The item with this number, a new one each time. Every field tells the number, each its own way. */
  make(number: number): Value;
  /** `item 3`, or what was found instead: an item is torn if its fields tell different numbers. */
  describe(value: Value): string;
  /** The number that `describe` tells. */
  nameOf(number: number): number;
  /** The calls of setters that write the item into a claimed slot. */
  setters(slot: number, number: number): readonly Call[];
  /** The calls of getters that read an item, and the item that their answers make. */
  getters(slot: number): readonly Call[];
  gather(answers: readonly Value[]): Value;
}

/** Items that fill a queue beforehand are numbered from here on; their names repeat. */
export const FIRST_FILL = 100;

/** Names go from 0 to 126: so the smallest signed field holds each, plus one. */
const FILL_NAMES = 27;
const NAMES = 127;

/** What a module says of a slot: numbers and text, arrays and records of them. */
type Shape =
  | { readonly kind: "number" | "bigint" | "boolean" | "string" }
  | { readonly kind: "union"; readonly members: readonly string[] }
  | { readonly kind: "typed"; readonly array: string; readonly length: number }
  | { readonly kind: "array"; readonly of: Shape; readonly length: number }
  | { readonly kind: "record"; readonly fields: readonly (readonly [string, Shape])[] };

/** `text` is that of an emitted module; `method` takes an item. */
export function itemsOf(text: string, method = "tryPush"): Items {
  const type = new RegExp(`^ {2}${method}\\(item: (.+)\\): \\w+ \\{$`, "m").exec(text)?.[1];
  if (type === undefined) throw new Error(`the module has no ${method}(item)`);
  const shape = shapeOf(type, 0, text);
  const nameFor = (number: number) =>
    number < FIRST_FILL ? number : FILL_NAMES + (number - FIRST_FILL) % (NAMES - FILL_NAMES);
  const make = (number: number) => makeValue(shape, nameFor(number));
  const names = new Map<string, number>();
  for (let name = NAMES - 1; name >= 0; name--) names.set(textOf(makeValue(shape, name)), name);
  // Small items repeat: the first name of those that make the same item.
  const firstNames = Array.from(
    { length: NAMES },
    (_, name) => names.get(textOf(makeValue(shape, name))) ?? name,
  );
  const nameOf = (number: number) => firstNames[nameFor(number)] ?? number;
  const leaves = leavesOf(
    shape,
    { name: shape.kind === "record" ? "" : "Value", path: [], indices: [] },
    text,
  );
  return {
    make,
    nameOf,
    describe(value) {
      const name = names.get(textOf(value));
      return name === undefined ? `no item: ${textOf(value)}` : `item ${name}`;
    },
    setters: (slot, number) =>
      leaves.map(({ name, path, indices }) => ({
        operation: `set${name}`,
        args: [slot, ...indices, valueAt(make(number), path)],
      })),
    getters: (slot) =>
      leaves.map(({ name, indices }) => ({ operation: `get${name}`, args: [slot, ...indices] })),
    gather(answers) {
      const holder: { [name: string]: Value } = { item: makeValue(shape, 0) };
      leaves.forEach(({ path }, k) => putAt(holder, ["item", ...path], answers[k]));
      return holder["item"];
    },
  };
}

/** `length`: of an array, as the field's comment says. */
function shapeOf(type: string, length: number, text: string): Shape {
  if (type === "number" || type === "bigint" || type === "boolean" || type === "string") {
    return { kind: type };
  }
  if (type.startsWith('"')) {
    return { kind: "union", members: type.split(" | ").map((member) => JSON.parse(member)) };
  }
  if (/^\w+Array$/.test(type)) return { kind: "typed", array: type, length };
  if (type.endsWith("[]")) {
    const of = shapeOf(type.slice(0, -2).replace(/^\((.*)\)$/, "$1"), 0, text);
    return { kind: "array", of, length };
  }
  const body = new RegExp(`^export interface ${type} \\{\\n([^]*?)^\\}`, "m").exec(text)?.[1];
  if (body === undefined) throw new Error(`the module does not say what a ${type} is`);
  const fields: [string, Shape][] = [];
  let doc = "";
  for (const line of body.split("\n")) {
    const field = /^ {2}(\w+): (.+);$/.exec(line);
    if (field === null) {
      doc += line;
      continue;
    }
    const [, name = "", fieldType = ""] = field;
    const size = /(?:FixedArray<.*?, |Bytes<)(\d+)>/.exec(doc)?.[1];
    fields.push([name, shapeOf(fieldType, Number(size ?? 0), text)]);
    doc = "";
  }
  return { kind: "record", fields };
}

function makeValue(shape: Shape, name: number): Value {
  switch (shape.kind) {
    case "number":
      return name + 1;
    case "bigint":
      return BigInt(name + 1);
    case "boolean":
      return name % 2 === 1;
    case "string":
      return (name % 36).toString(36);
    case "union":
      return shape.members[name % shape.members.length];
    case "typed":
      return makeTyped(shape.array, shape.length, (k) => nameAt(name, k) + 1);
    case "array":
      return Array.from({ length: shape.length }, (_, k) => makeValue(shape.of, nameAt(name, k)));
    case "record":
      return Object.fromEntries(
        shape.fields.map(([field, type], k) => [field, makeValue(type, nameAt(name, k))]),
      );
  }
}

/** Neighbours differ: one that is read for another does not go unnoticed. */
function nameAt(name: number, place: number): number {
  return (name + place) % NAMES;
}

type Make = (values: readonly number[]) => TypedArray;

const MAKE_TYPED: Readonly<Record<string, Make>> = {
  Int8Array: (values) => Int8Array.from(values),
  Uint8Array: (values) => Uint8Array.from(values),
  Int16Array: (values) => Int16Array.from(values),
  Uint16Array: (values) => Uint16Array.from(values),
  Int32Array: (values) => Int32Array.from(values),
  Uint32Array: (values) => Uint32Array.from(values),
  Float32Array: (values) => Float32Array.from(values),
  Float64Array: (values) => Float64Array.from(values),
  BigInt64Array: (values) => BigInt64Array.from(values, BigInt),
  BigUint64Array: (values) => BigUint64Array.from(values, BigInt),
};

function makeTyped(array: string, length: number, valueAt: (k: number) => number): TypedArray {
  const make = MAKE_TYPED[array];
  if (make === undefined) throw new Error(`items have a ${array}, which scenarios cannot make`);
  return make(Array.from({ length }, (_, k) => valueAt(k)));
}

/** A field that has a setter: its name there, the way to it in the item, indices that it takes. */
interface Leaf {
  readonly name: string;
  readonly path: readonly (string | number)[];
  readonly indices: readonly number[];
}

function leavesOf(shape: Shape, leaf: Leaf, text: string): readonly Leaf[] {
  const { name, path, indices } = leaf;
  const elements = (length: number): readonly Leaf[] =>
    Array.from(
      { length },
      (_, k) => ({ name, path: [...path, k], indices: [...indices, k] }),
    );
  switch (shape.kind) {
    case "record":
      return shape.fields.flatMap(([field, type]) =>
        leavesOf(type, { name: name + capitalize(field), path: [...path, field], indices }, text)
      );
    case "array":
      return elements(shape.length).flatMap((element) => leavesOf(shape.of, element, text));
    case "typed":
      return text.includes(`  set${name}(slot: number, index: number`)
        ? elements(shape.length)
        : [leaf];
    default:
      return [leaf];
  }
}

function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function valueAt(value: Value, path: readonly (string | number)[]): Value {
  let found: Value = value;
  for (const name of path) found = memberOf(found, name);
  return found;
}

function memberOf(value: Value, name: string | number): Value {
  if (typeof value !== "object" || value === null) return undefined;
  return Array.isArray(value) || isElements(value) ? value[Number(name)] : value[String(name)];
}

function putAt(holder: Value, path: readonly (string | number)[], value: Value): void {
  const last = path.at(-1);
  const owner = valueAt(holder, path.slice(0, -1));
  if (last === undefined || typeof owner !== "object" || owner === null) return;
  if (Array.isArray(owner)) owner[Number(last)] = value;
  else if (isElements(owner)) putElement(owner, Number(last), value);
  else owner[last] = value;
}

function isElements(value: object): value is TypedArray {
  return ArrayBuffer.isView(value);
}

function putElement(array: TypedArray, at: number, value: Value): void {
  if (array instanceof BigInt64Array || array instanceof BigUint64Array) {
    if (typeof value === "bigint") array[at] = value;
  } else if (typeof value === "number") array[at] = value;
}

/** The same for equal items only. */
function textOf(value: Value): string {
  return JSON.stringify(
    value,
    (_, member) => (typeof member === "bigint" ? `${member}n` : member),
  ) ?? "undefined";
}
