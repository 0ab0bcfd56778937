/** What a layout costs, in bytes. */
import { itemPaddings } from "../layout/item.ts";
import type { Area, Layout } from "../layout/model.ts";

export interface Costs {
  readonly totalBytes: number;
  /** Of these, bytes that hold nothing, members' included. */
  readonly paddingBytes: number;
}

export function costsOf(layout: Layout): Costs {
  const between = total(layout.paddings.map(({ byteLength }) => byteLength));
  return {
    totalBytes: layout.totalBytes,
    paddingBytes: between + total(layout.areas.map(insideBytes)),
  };
}

/** Padding inside the items of an area, or inside its member. */
function insideBytes({ request, item, strideBytes, byteLength }: Area): number {
  if (request.kind === "members") {
    const used = request.alternatives.map(({ layout }) => {
      const costs = costsOf(layout);
      return costs.totalBytes - costs.paddingBytes;
    });
    return byteLength - Math.max(0, ...used);
  }
  if (request.kind !== "slots" || item === undefined) return 0;
  const inOne = itemPaddings(item, strideBytes).map(({ byteLength, arrays }) =>
    arrays.reduce((bytes, { length }) => bytes * length, byteLength)
  );
  return total(inOne) * request.count;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
