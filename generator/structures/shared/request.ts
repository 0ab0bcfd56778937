/** What a shared record asks of the layout engine: words for atomic fields, and a place for the rest. */
import { upperSnakeCase } from "../../core/identifiers.ts";
import type { AreaRequest, LayoutRequest } from "../../layout/model.ts";
import type { Field, RecordType, SlotType, StructureSpec } from "../../spec/model.ts";
import { HEADER_AREA } from "../frame/header.ts";

/** The area of the fields that have no word. */
export const FIELDS = "fields";

/** A field with a word of its own. */
export interface WordField {
  readonly field: Field;
  /** Of the word; unique. */
  readonly name: string;
}

/** What a record comes apart into. */
export interface SharedFields {
  readonly record: RecordType;
  readonly words: readonly WordField[];
  /** The other fields; `undefined`: there are none. */
  readonly plain: RecordType | undefined;
}

export function sharedFields({ name, item }: StructureSpec): SharedFields {
  if (item.kind !== "record") throw new Error(`${name}: the item is no record`);
  const { record } = item;
  const taken = new Set<string>();
  const words = record.fields.filter(({ type }) => isWord(type)).map((field) => {
    const wanted = upperSnakeCase(field.name);
    let word = wanted;
    for (let n = 2; taken.has(word); n++) word = `${wanted}_${n}`;
    taken.add(word);
    return { field, name: word };
  });
  const plain = record.fields.filter(({ type }) => !isWord(type));
  return { record, words, plain: plain.length === 0 ? undefined : { ...record, fields: plain } };
}

/**
 * Numbers of 32 bits, and what is small enough to be one: atomic accesses are of 32 bits, and bytes
 * that are accessed atomically must never be accessed in another width. Smaller numbers stay packed:
 * whoever wants one to be atomic writes `u32` or `i32`.
 */
function isWord(type: SlotType): boolean {
  if (type.kind === "union") return true;
  return type.kind === "scalar" && ["i32", "u32", "bool"].includes(type.scalar);
}

export function sharedRequest(spec: StructureSpec): LayoutRequest {
  const { words, plain } = sharedFields(spec);
  const isPadded = spec.options["padding"] === "line";
  const areas: AreaRequest[] = [HEADER_AREA];
  for (const group of isPadded ? words.map((word) => [word]) : [words]) {
    const [first] = group;
    if (first === undefined) continue;
    areas.push({
      kind: "words",
      name: isPadded ? first.field.name : "words",
      doc: "Fields with atomic accessors.",
      writer: "both",
      words: group.map(({ field, name }) => ({ name, doc: `The field \`${field.name}\`.` })),
    });
  }
  if (plain !== undefined) {
    areas.push({
      kind: "slots",
      name: FIELDS,
      doc: "Fields with plain accessors only.",
      writer: "both",
      count: 1,
      item: { kind: "record", record: plain },
      padding: "none",
    });
  }
  return { name: spec.name, structure: "Shared", areas };
}
