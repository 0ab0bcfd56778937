/** Two lists of layouts side by side, and what each costs. */
import { cell, columnWidths } from "../layout/ascii.ts";
import { costsOf } from "./costs.ts";
import type { Explained } from "./describe.ts";
import { grouped } from "./picture.ts";

export interface Pair {
  readonly name: string;
  /** Undefined: only the other side has it. */
  readonly left: Explained | undefined;
  readonly right: Explained | undefined;
}

/** By name, in the order of the left side; what only the right side has comes last. */
export function pairsOf(
  left: readonly Explained[],
  right: readonly Explained[],
): readonly Pair[] {
  const names = new Set([...left, ...right].map(({ layout }) => layout.name));
  const find = (side: readonly Explained[], name: string) =>
    side.find(({ layout }) => layout.name === name);
  return [...names].map((name) => ({ name, left: find(left, name), right: find(right, name) }));
}

/** What the sides are called: `64`, `128-byte lines`. */
export type Sides = readonly [left: string, right: string];

/** Head and rows of the table of costs; an empty cell stands for a structure that is not there. */
export function costRows(pairs: readonly Pair[], [left, right]: Sides): readonly string[][] {
  const sides = (one: Explained | undefined) => {
    if (one === undefined) return ["", ""];
    const { totalBytes, paddingBytes } = costsOf(one.layout);
    return [grouped(totalBytes), grouped(paddingBytes)];
  };
  return [
    ["structure", `bytes: ${left}`, "padding", `bytes: ${right}`, "padding", "difference"],
    ...pairs.map((
      { name, left, right },
    ) => [name, ...sides(left), ...sides(right), difference(left, right)]),
  ];
}

function difference(left: Explained | undefined, right: Explained | undefined): string {
  if (left === undefined || right === undefined) return "";
  const bytes = right.layout.totalBytes - left.layout.totalBytes;
  if (bytes === 0) return "0";
  const part = bytes / left.layout.totalBytes * 100;
  return `${bytes > 0 ? "+" : "-"}${grouped(Math.abs(bytes))} (${part > 0 ? "+" : ""}${
    part.toFixed(1)
  } %)`;
}

/** The table of costs as text. */
export function compareText(pairs: readonly Pair[], sides: Sides): string {
  const rows = costRows(pairs, sides);
  const widths = columnWidths(rows);
  return rows.map((row) =>
    row.map((text, column) => cell(text, widths[column] ?? 0, column > 0)).join("  ").trimEnd()
  ).join("\n");
}
