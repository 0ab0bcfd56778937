/** What a vector asks of the layout engine. */
import { itemStrideBytes, solveItem } from "../../layout/item.ts";
import type { AreaRequest, LayoutRequest } from "../../layout/model.ts";
import type { SlotType, StructureSpec } from "../../spec/model.ts";
import { HEADER_AREA } from "../frame/header.ts";

/** The options of a vector, read once from the checked spec. */
export interface SecVecOptions {
  readonly maxLength: number;
  readonly shrink: boolean;
  readonly threads: number;
  readonly padding: "line" | "none";
}

export function secVecOptions(spec: StructureSpec): SecVecOptions {
  return {
    maxLength: Number(spec.options["maxLength"]),
    shrink: spec.options["shrink"] === true,
    threads: Number(spec.options["threads"]),
    padding: spec.options["padding"] === "line" ? "line" : "none",
  };
}

/** What a form of the vector has between the header and the slots, and how many slots it needs. */
export interface FormAreas {
  readonly areas: readonly AreaRequest[];
  readonly slots: number;
}

export function secVecRequest(
  name: string,
  item: SlotType,
  options: SecVecOptions,
  { areas, slots }: FormAreas,
): LayoutRequest {
  return {
    name,
    structure: "SecVec",
    areas: [
      HEADER_AREA,
      ...areas,
      {
        kind: "slots",
        name: "slots",
        doc: "The elements.",
        writer: "slot owner",
        count: slots,
        item,
        padding: options.padding,
        firstBucket: firstBucket(slots, item, options),
      },
    ],
  };
}

/** A bucket below one page of memory would save nothing. */
const PAGE_BYTES = 65_536;

/** The smallest power of two of slots that fill a page, or that are all. */
function firstBucket(slots: number, item: SlotType, { padding }: SecVecOptions): number {
  // Lines of any size divide a page, so the estimate without them is a power of two all the same.
  const strideBytes = itemStrideBytes(solveItem(item), padding, 64);
  let first = 1;
  while (first < slots && first * strideBytes < PAGE_BYTES) first *= 2;
  return first;
}
