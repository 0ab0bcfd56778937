/** What a plan knows of every structure alike: banner, diagram, constants, header, record types. */
import { recordDeclaration } from "../../emit/declarations.ts";
import { byWidth, emitItem, nameUnions, unionHelpers } from "../../emit/item.ts";
import type { PlanInput } from "../../emit/plan.ts";
import { commentText, docComment, recordsOf, VIEW_ARRAY } from "../../emit/types.ts";
import { explainText } from "../../layout/explain.ts";
import { type ItemLayout, type View, VIEW_BYTES } from "../../layout/model.ts";
import type { SlotType } from "../../spec/model.ts";
import { headerWords } from "./header.ts";
import type { Constant, FrameView } from "./view.ts";

/** Options of `create`, as TypeScript: `{ readonly initialTicket?: number }`. */
export interface CreateOptions {
  readonly type: string;
  readonly notes: readonly string[];
}

export interface FrameParts {
  /** Version of the structure's protocol. */
  readonly version: number;
  /** For a class without documentation in the spec. */
  readonly defaultDoc: string;
  /** "an empty queue" */
  readonly whatIsMade: string;
  readonly createOptions: CreateOptions | undefined;
  readonly attachNotes: readonly string[];
  readonly item: { readonly type: SlotType; readonly layout: ItemLayout };
  readonly constants: readonly Constant[];
  /** Conditions over the constants, and what each means. */
  readonly checks: readonly (readonly [holds: string, what: string])[];
}

export function frameView({ spec, layout, banner }: PlanInput, parts: FrameParts): FrameView {
  const { item, createOptions } = parts;
  const unions = nameUnions(item.layout);
  const options = createOptions === undefined ? "" : `options: ${createOptions.type} = {}`;
  return {
    banner,
    className: spec.name,
    classDoc: docComment(spec.doc || parts.defaultDoc),
    fingerprint: layout.fingerprint,
    lineBytes: layout.lineBytes,
    totalBytes: layout.totalBytes,
    notes: spec.notes.map(commentText),
    diagram: explainText(layout).split("\n").map(commentText),
    constants: parts.constants,
    header: headerWords(layout, parts.version),
    checks: parts.checks.map(([holds, what]) => ({ holds, quoted: JSON.stringify(what) })),
    records: recordsOf(item.type).map(recordDeclaration),
    unionHelpers: unionHelpers(item.layout, unions),
    usesText: emitItem(item.layout, { unions, source: "item", target: "into" }).usesText,
    otherViews: viewsOf(item.layout).filter((name) => name !== "i32").map((name) => ({
      view: name,
      array: VIEW_ARRAY[name],
      bytes: VIEW_BYTES[name],
    })),
    whatIsMade: parts.whatIsMade,
    createNotes: createOptions?.notes ?? [],
    attachNotes: parts.attachNotes,
    createParameter: options,
    createArgument: options === "" ? "" : ", options",
    createInParameter: options === "" ? "" : `, ${options}`,
  };
}

/** The views that reach an item, widest first. */
export function viewsOf(item: ItemLayout): readonly View[] {
  const names = { unions: nameUnions(item), source: "item", target: "into" };
  return [...emitItem(item, names).views].sort(byWidth);
}
