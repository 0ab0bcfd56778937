/** Results as a Markdown table, with the columns as wide as `deno fmt` makes them. */
import type { Result } from "../result.ts";
import { casesOf, type Cell, columnsOf, settingOf, short, UNITS } from "./model.ts";

/** The table of all cases that `results` has, and lines on the machine before it. */
export function markdownReport(results: readonly Result[]): string {
  const columns = columnsOf(results);
  const header = ["case", "side", ...columns.flatMap((column) => [column, "ratio"])];
  const rows = casesOf(results).flatMap(({ title, measure, sides }) =>
    sides.map(({ name, cells }, k) => [
      k === 0 ? `${title} (${UNITS[measure]})` : "",
      name,
      ...columns.flatMap((column) => cellTexts(cells.get(column))),
    ])
  );
  const setting = settingOf(results).map((line) => wrapped(`- ${line}`, "  ")).join("\n");
  return `${setting}\n\n${markdownTable([header, ...rows])}`;
}

function cellTexts(cell: Cell | undefined): readonly [value: string, ratio: string] {
  if (cell === undefined) return ["", ""];
  if ("failed" in cell) return ["failed", ""];
  const { spread: { min, median, max }, note, disturbed, ratio } = cell;
  const value = `${short(median)} (${short(min)} – ${short(max)})` +
    (note === undefined ? "" : `, ${note}`) + (disturbed ? " !" : "");
  return [value, ratio === undefined ? "" : `${short(ratio.value)}${ratio.moved ? " ~" : ""}`];
}

/** Lines of up to 100 characters, as `deno fmt` makes them; `indent` before all but the first. */
export function wrapped(text: string, indent = ""): string {
  const width = 100;
  return text.split(" ").reduce((lines, word) => {
    const column = lines.length - lines.lastIndexOf("\n") - 1;
    return column + 1 + word.length > width ? `${lines}\n${indent}${word}` : `${lines} ${word}`;
  });
}

/** The first row is the header. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const columns = escaped[0]?.length ?? 0;
  const widths = Array.from(
    { length: columns },
    (_, k) => Math.max(3, ...escaped.map((row) => row[k]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, k) => (row[k] ?? "").padEnd(width)).join(" | ")} |`;
  const [header = [], ...body] = escaped;
  return [line(header), line(widths.map((width) => "-".repeat(width))), ...body.map(line)]
    .join("\n");
}

/** `page` with `text` between the markers `begin` and `end`. */
export function putBetween(page: string, begin: string, end: string, text: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page has no ${begin} … ${end} for the results`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}
