/** Text in columns of printable ASCII that can stand in a block comment. */

/**
 * Other characters as `\uXXXX`, and `*` followed by `/` parted: names and union members come from
 * the spec, and must not end the comment that holds the picture.
 */
export function printable(text: string): string {
  return text
    .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replaceAll("*/", "*\\/");
}

export function clipped(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, columns - 3)}...`;
}

/** `text` in exactly `columns`; numbers stand at the right. */
export function cell(text: string, columns: number, atRight: boolean): string {
  const shown = clipped(printable(text), columns);
  return atRight ? shown.padStart(columns) : shown.padEnd(columns);
}

/** The longest cell of each column. */
export function columnWidths(table: readonly (readonly string[])[]): number[] {
  const columns = table[0]?.length ?? 0;
  return Array.from(
    { length: columns },
    (_, column) => Math.max(...table.map((cells) => printable(cells[column] ?? "").length)),
  );
}
