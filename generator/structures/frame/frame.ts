/** What a plan knows of every structure alike: banner, diagram, constants, header, record types. */
import { recordDeclaration } from "../../emit/declarations.ts";
import { byWidth, emitItem, nameUnions, unionHelpers } from "../../emit/item.ts";
import type { ContainerInput, PlanInput } from "../../emit/plan.ts";
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
  /** `undefined`: the structure has no item, only words or members. */
  readonly item: { readonly type: SlotType; readonly layout: ItemLayout } | undefined;
  /** `false`: the class touches no memory itself. */
  readonly hasViews?: boolean;
  readonly constants: readonly Constant[];
  /** Conditions over the constants, and what each means. */
  readonly checks: readonly (readonly [holds: string, what: string])[];
}

export function frameView(
  { spec, layout, banner }: PlanInput | ContainerInput,
  parts: FrameParts,
): FrameView {
  const { item, createOptions, hasViews = true } = parts;
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
    ...itemFrame(item),
    hasViews,
    whatIsMade: parts.whatIsMade,
    createNotes: createOptions?.notes ?? [],
    attachNotes: parts.attachNotes,
    createParameter: options,
    createArgument: options === "" ? "" : ", options",
    createInParameter: options === "" ? "" : `, ${options}`,
  };
}

function itemFrame(
  item: FrameParts["item"],
): Pick<FrameView, "records" | "unionHelpers" | "usesText" | "otherViews"> {
  if (item === undefined) return { records: [], unionHelpers: [], usesText: false, otherViews: [] };
  const { type, layout } = item;
  const unions = nameUnions(layout);
  return {
    records: recordsOf(type).map(recordDeclaration),
    unionHelpers: unionHelpers(layout, unions),
    usesText: emitItem(layout, { unions, source: "item", target: "into" }).usesText,
    otherViews: viewsOf(layout).filter((name) => name !== "i32").map((name) => ({
      view: name,
      array: VIEW_ARRAY[name],
      bytes: VIEW_BYTES[name],
    })),
  };
}

/** The views that reach an item, widest first. */
export function viewsOf(item: ItemLayout): readonly View[] {
  const names = { unions: nameUnions(item), source: "item", target: "into" };
  return [...emitItem(item, names).views].sort(byWidth);
}
