import type { Area, Layout, MembersRequest } from "./model.ts";

/** Byte, bytes, Int32 index, contents and writer: one row of the table of a memory. */
export type Row = readonly [
  byteOffset: number,
  byteLength: number,
  i32Index: string,
  contents: string,
  writer: string,
];

/**
 * A row for each area of a member, at its place in the whole; of several that take turns in one
 * place, a row for each.
 */
export function memberRows(area: Area, request: MembersRequest): readonly Row[] {
  const { alternatives } = request;
  const [only] = alternatives;
  if (only !== undefined && alternatives.length === 1) {
    return areaRows(only.layout, area.byteOffset, "");
  }
  return alternatives.map(({ name, layout }) => [
    area.byteOffset,
    layout.totalBytes,
    `${area.byteOffset / 4}`,
    `${name}: ${layout.name}, ${article(layout.structure)}`,
    request.writer,
  ]);
}

/** `hub: BookDeltas, a Queue`. */
export function memberTitle({ name, alternatives }: MembersRequest): string {
  const [only] = alternatives;
  if (only === undefined || alternatives.length > 1) return name;
  return `${name}: ${only.layout.name}, ${article(only.layout.structure)}`;
}

/** `a Queue`, `an Amphetanim`, `a OneOf`. */
export function article(structure: string): string {
  return `${/^(?!One)[AEIOU]/.test(structure) ? "an" : "a"} ${structure}`;
}

function areaRows(layout: Layout, start: number, prefix: string): readonly Row[] {
  return layout.areas.flatMap((area): readonly Row[] => {
    const { request, byteOffset, byteLength } = area;
    const [only, another] = request.kind === "members" ? request.alternatives : [];
    if (only !== undefined && another === undefined) {
      return areaRows(only.layout, start + byteOffset, `${prefix}${request.name} `);
    }
    const at = start + byteOffset;
    return [[at, byteLength, `${at / 4}`, `${prefix}${request.name}`, request.writer]];
  });
}
