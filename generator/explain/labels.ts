/** Labels that fit their boxes: the whole text, or a letter that a list below the rows explains. */
import type { Cell, Section } from "./picture.ts";

/** Of the monospaced fonts in `style.ts` at 11 pixels, rounded up. */
export const CHARACTER_PIXELS = 6.7;
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

export interface Label {
  /** Empty where nothing fits. */
  readonly text: string;
  /** Written into the padding behind the cell. */
  readonly isBehind: boolean;
}

export interface Labels {
  /** `next` is the cell behind it in the row. */
  readonly of: (cell: Cell, next: Cell | undefined) => Label;
  /** Letters and what they stand for. */
  readonly legend: readonly string[];
}

export function labelsOf(section: Section, pixelsPerByte: number): Labels {
  const room = (cell: Cell | undefined) => (cell?.byteLength ?? 0) * pixelsPerByte - 4;
  // A letter alone may touch the edges.
  const fits = (letter: string, cell: Cell) => widthOf(letter) <= cell.byteLength * pixelsPerByte;
  const letters = new Map<string, string>();
  const of = (cell: Cell, next: Cell | undefined): Label => {
    if (cell.kind === "padding") return { text: "", isBehind: false };
    if (widthOf(cell.label) <= room(cell)) return { text: cell.label, isBehind: false };
    if (next?.kind === "padding" && widthOf(cell.label) + 4 <= room(next)) {
      return { text: cell.label, isBehind: true };
    }
    const bare = /^\[(\d+)\]$/.exec(cell.label)?.[1] ?? "";
    if (bare !== "" && widthOf(bare) <= room(cell)) return { text: bare, isBehind: false };
    const letter = letters.get(generalOf(cell.label)) ?? "";
    return { text: fits(letter, cell) ? letter : "", isBehind: false };
  };
  for (const row of section.rows) {
    if (row.kind === "gap") continue;
    row.cells.forEach((cell, k) => {
      // Numbers of elements explain themselves, and padding has no label.
      const { text } = of(cell, row.cells[k + 1]);
      if (text !== "" || cell.kind !== "data" || /^\[\d+\]$/.test(cell.label)) return;
      const general = generalOf(cell.label);
      if (letters.has(general) || !fits("a", cell)) return;
      if (letters.size < LETTERS.length) letters.set(general, LETTERS.charAt(letters.size));
    });
  }
  return { of, legend: [...letters].map(([label, letter]) => `${letter} ${label}`) };
}

/** `points.x[3]` → `points.x[k]`: one letter for all elements. */
function generalOf(label: string): string {
  return label.replace(/\[\d+\]/g, "[k]");
}

export function widthOf(text: string): number {
  return text.length * CHARACTER_PIXELS;
}

/** Lines of at most `columns` characters, a dot between parts. */
export function wrapped(parts: readonly string[], columns: number): readonly string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 3 + part.length <= columns) {
      lines[lines.length - 1] = `${last} · ${part}`;
    } else lines.push(clipped(part, columns));
  }
  return lines;
}

export function clipped(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(columns - 1, 0))}…`;
}
