/** Declarations that depend on the spec, printed from ts-morph structures. */
import { printStructure, StructureKind } from "ts-morph";
import type { RecordType, SlotType } from "../spec/model.ts";
import { commentText, specType, tsType } from "./types.ts";

/** `export interface …` for a record, with the spec's documentation and each field's slot type. */
export function recordDeclaration(record: RecordType): string {
  return printStructure({
    kind: StructureKind.Interface,
    name: record.name,
    isExported: true,
    ...docs(record.doc),
    properties: record.fields.map(({ name, doc, type }) => ({
      name,
      type: tsType(type),
      ...docs(fieldDoc(doc, type)),
    })),
  });
}

/** The slot type is not visible in the TypeScript type, so it stands in front of the field's own words. */
function fieldDoc(doc: string, type: SlotType): string {
  const kind = type.kind === "record" || type.kind === "union" ? "" : `${specType(type)}.`;
  return [kind, doc].filter((part) => part !== "").join(" ");
}

function docs(doc: string): { docs?: string[] } {
  return doc === "" ? {} : { docs: [commentText(doc)] };
}
