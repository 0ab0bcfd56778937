/** Layout → everything that the templates of a shared record need. */
import { upperSnakeCase } from "../../core/identifiers.ts";
import { emitFieldAccessors } from "../../emit/fields.ts";
import { byWidth, capital, emitItem, nameUnions, type UnionNames } from "../../emit/item.ts";
import { commentText, docComment, quote, specType, tsType, VIEW_ARRAY } from "../../emit/types.ts";
import type { ModulePlan, PlanInput } from "../../emit/plan.ts";
import { moved } from "../../layout/item.ts";
import { type ItemLayout, type Layout, type View, VIEW_BYTES } from "../../layout/model.ts";
import type { Field } from "../../spec/model.ts";
import { wordConstants } from "../frame/constants.ts";
import { frameView } from "../frame/frame.ts";
import { type Constant, FRAME_PARTIALS } from "../frame/view.ts";
import { FIELDS, type SharedFields, sharedFields, type WordField } from "./request.ts";
import type { SharedView, WordView } from "./view.ts";

/** Grows when the header or the protocol changes in a way that two modules would disagree about. */
const PROTOCOL_VERSION = 1;

export function planShared(input: PlanInput): ModulePlan {
  const { spec, layout } = input;
  const parts = sharedFields(spec);
  const item = itemIn(layout, parts);
  const unions = nameUnions(item);
  const places = createPlaces(wordConstants(layout));
  const { place } = places;
  const code = emitItem(item, { unions, source: "item", target: "into", place });
  const accessors = emitFieldAccessors(item, unions, place);
  const waits = spec.options["waiting"] === true;
  const words = parts.words.map((word) => wordView(word, unions, waits));
  const constants = places.constants();
  const isPadded = spec.options["padding"] === "line";

  const view: SharedView = {
    ...frameView(input, {
      version: PROTOCOL_VERSION,
      defaultDoc: `One ${parts.record.name} that several threads see.`,
      whatIsMade: "a record of zeros",
      createOptions: undefined,
      attachNotes: [],
      item: { type: spec.item, layout: item },
      constants,
      hasViews: code.views.has("i32") || words.length > 0,
      checks: checksOf(parts, constants, isPadded),
    }),
    recordName: parts.record.name,
    accessors,
    words,
    views: [...code.views].sort(byWidth).map((name) => `const ${name} = this.#${name};`),
    capture: code.capture,
    store: code.store,
    prepare: code.prepare,
    load: code.load,
    value: code.value,
    fill: code.fill,
    hasWords: words.length > 0,
    waiting: waits && words.length > 0,
    hasNumberWords: parts.words.some(({ field }) => wordKind(field) === "number"),
    hasBooleanWords: parts.words.some(({ field }) => wordKind(field) === "boolean"),
    hasArrays: accessors.some((text) => text.includes("notAnIndex(")),
  };
  return {
    main: "shared-record/module",
    partials: {
      ...FRAME_PARTIALS,
      overview: "shared-record/overview",
      start: "shared-record/start",
      word: "shared-record/word",
    },
    view,
    constants: new Map(constants.map(({ name, value }) => [name, value])),
  };
}

/** The record as it lies in memory: words here, the rest there; offsets count from the structure. */
function itemIn(layout: Layout, { record, words }: SharedFields): ItemLayout {
  const wordOf = new Map(words.map(({ field, name }) => [field, name]));
  const all = layout.areas.flatMap((area) => area.words);
  const plain = layout.areas.find(({ request }) =>
    request.name === FIELDS && request.kind === "slots"
  );
  const fields = record.fields.map((field) => {
    const name = wordOf.get(field);
    const word = all.find((candidate) => name !== undefined && candidate.name === name);
    if (word !== undefined) return { field, layout: wordLayout(field, word.byteOffset) };
    const found = plain?.item?.fields.find((candidate) => candidate.field.name === field.name);
    if (plain === undefined || found === undefined) {
      throw new Error(`${layout.name}: the field ${field.name} has no place`);
    }
    return { field, layout: moved(found.layout, plain.byteOffset) };
  });
  return {
    ...wordLayout({ name: record.name, doc: "", type: { kind: "record", record } }, 0),
    view: undefined,
    byteLength: layout.totalBytes,
    fields,
  };
}

function wordLayout({ type }: Field, byteOffset: number): ItemLayout {
  const isUnsigned = type.kind === "scalar" && type.scalar === "u32";
  return {
    type,
    byteOffset,
    byteLength: VIEW_BYTES.i32,
    alignment: VIEW_BYTES.i32,
    fields: [],
    element: undefined,
    strideBytes: 0,
    view: isUnsigned ? "u32" : "i32",
    lengthView: undefined,
    dataByteOffset: byteOffset,
  };
}

function wordKind({ type }: Field): "number" | "boolean" | "union" {
  if (type.kind === "union") return "union";
  return type.kind === "scalar" && type.scalar === "bool" ? "boolean" : "number";
}

function wordView(
  { field, name: constant }: WordField,
  unions: UnionNames,
  waits: boolean,
): WordView {
  const { name, type, doc } = field;
  const kind = wordKind(field);
  const union = unions.get(JSON.stringify([name])) ?? "";
  const isUnsigned = type.kind === "scalar" && type.scalar === "u32";
  const label = `\`${name}\` (${specType(type)})`;
  const [beforeWord, afterWord] = kind === "union"
    ? [`decode${union}(`, ")"]
    : ["", kind === "boolean" ? " !== 0" : isUnsigned ? " >>> 0" : ""];
  return {
    name: capital(name),
    member: name,
    label: commentText(label),
    loadDoc: docComment(`Atomically reads ${label}. ${doc}`.trim()),
    type: tsType(type),
    constant: `${constant}_I32`,
    encode: kind === "union" ? `encode${union}(` : `${kind}Word(${quote(name)}, `,
    beforeWord,
    afterWord,
    isNumber: kind === "number",
    waits,
  };
}

/** Constants of every structure. */
const COMMON: ReadonlySet<string> = new Set(["LINE_BYTES", "TOTAL_BYTES", "PAGES"]);

/** Of the view in whose indices a place is given: `RATE_F64`. */
function bytesOf(constant: string): number {
  const view = constant.slice(constant.lastIndexOf("_") + 1).toLowerCase();
  return Object.entries(VIEW_BYTES).find(([name]) => name === view)?.[1] ?? 1;
}

interface Places {
  readonly place: (view: View, byteOffset: number, path: readonly string[]) => string;
  /** Those that were there, then one for each place that was asked for, by byte. */
  readonly constants: () => readonly Constant[];
}

/** Names places by constants: `POSITION_EAST_F64`. */
function createPlaces(known: readonly Constant[]): Places {
  const byName = new Map(known.map((constant) => [constant.name, constant]));
  const places: { readonly byteOffset: number; readonly constant: Constant }[] = [];
  return {
    constants: () => {
      const sorted = places.toSorted((a, b) => a.byteOffset - b.byteOffset);
      return [...known, ...sorted.map(({ constant }) => constant)];
    },
    place(view, byteOffset, path) {
      const label = path.filter((part) => part !== "");
      const wanted = label.map(upperSnakeCase).join("_");
      const value = byteOffset / VIEW_BYTES[view];
      for (let n = 1;; n++) {
        const name = `${wanted}${n === 1 ? "" : `_${n}`}_${view.toUpperCase()}`;
        const found = byName.get(name);
        if (found?.value === value) return name;
        if (found !== undefined) continue;
        const array = VIEW_ARRAY[view].replace("Array", "");
        const doc = `The field \`${
          label.join(".")
        }\`. Byte ${byteOffset}, ${array} index ${value}.`;
        const constant = { name, value, doc };
        byName.set(name, constant);
        places.push({ byteOffset, constant });
        return name;
      }
    },
  };
}

/** What has to hold between the constants; a module that was edited by hand fails here, not in use. */
function checksOf(
  { words }: SharedFields,
  constants: readonly Constant[],
  isPadded: boolean,
): readonly (readonly [holds: string, what: string])[] {
  const names = words.map(({ name }) => `${name}_I32`);
  const checks: (readonly [string, string])[] = [
    ["TOTAL_BYTES <= PAGES * 65536", "the pages hold the structure"],
  ];
  if (names.length > 1) {
    checks.push([
      `new Set([${names.join(", ")}]).size === ${names.length}`,
      "each atomic field has a word of its own",
    ]);
  }
  if (isPadded && names.length > 0) {
    checks.push([
      names.map((name) => `${name} * 4 % LINE_BYTES === 0`).join(" && "),
      "each atomic field starts a line",
    ]);
  }
  const places = constants.filter(({ name }) => !COMMON.has(name) && !names.includes(name));
  if (places.length > 0) {
    checks.push([
      places.map(({ name }) => `${name} * ${bytesOf(name)} < TOTAL_BYTES`).join(" && "),
      "every field lies within the structure",
    ]);
  }
  const unsigned = words.map(({ name }) => name)
    .filter((name) => constants.some((constant) => constant.name === `${name}_U32`));
  if (unsigned.length > 0) {
    checks.push([
      unsigned.map((name) => `${name}_U32 === ${name}_I32`).join(" && "),
      "both views see a field at one place",
    ]);
  }
  return checks;
}
