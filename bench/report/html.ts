/** Results as one HTML page that needs nothing else: charts, tables that sort, light and dark. */
import type { Result } from "../result.ts";
import { chartSvg, escaped } from "./chart.ts";
import {
  type CaseReport,
  casesOf,
  type Cell,
  columnsOf,
  settingOf,
  short,
  type SideReport,
  UNITS,
} from "./model.ts";
import { SCRIPT, STYLE } from "./page.ts";
import { targetRows } from "./targets.ts";

export function htmlReport(results: readonly Result[]): string {
  const columns = columnsOf(results);
  const cases = casesOf(results);
  const setting = settingOf(results).map((line) => `<li>${escaped(line)}</li>`).join("");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>amph-gen: bench</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>amph-gen: bench</h1>
<ul class="setting">${setting}</ul>
<p>A mark is the median of the repetitions, the line through it goes from the least to the most. Ratios are
taken of repetitions that ran one after the other; above 1 the side is better than what it is compared with.
Every item was checked: a side that lost, doubled or reordered one, or did not end, has failed and is not
ranked. <b>!</b> other processes took more than they may; <b>~</b> the cores were moved between the
repetitions. Emitted modules are in bold. A click on a heading sorts.</p>
${legend(columns)}
<h2>Overview</h2>
${overview(cases, columns)}
${targets(results)}
${cases.map((report) => section(report, columns)).join("\n")}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function legend(columns: readonly string[]): string {
  const entries = columns.map((column, k) =>
    `<span class="r${k}"><span class="swatch s${k}"></span>${escaped(column)}</span>`
  );
  return `<p class="legend">${entries.join("")}</p>`;
}

/** The first emitted side of each case. */
function overview(cases: readonly CaseReport[], columns: readonly string[]): string {
  const rows = cases.flatMap((report) => {
    const side = report.sides.find(({ emitted }) => emitted);
    if (side === undefined || side.name === report.against) return [];
    return [[
      `<a href="#${report.name}">${marked(report.title)}</a>`,
      escaped(side.name),
      escaped(report.against),
      ...columns.map((column) => ratioCell(side.cells.get(column))),
    ]];
  });
  return tableHtml(["case", "side", "compared with", ...columns], rows, 3);
}

/** What was wanted, and what came of it. */
function targets(results: readonly Result[]): string {
  const [header, ...rows] = targetRows(results);
  if (header === undefined) return "";
  return `<h2>Targets</h2>\n${tableHtml(header, rows.map((row) => row.map(marked)), 2)}`;
}

function section(report: CaseReport, columns: readonly string[]): string {
  const { name, title, sides, measure, against } = report;
  const chart = chartSvg({ title, unit: UNITS[measure], sides }, columns);
  const rows = sides.flatMap((side) =>
    columns.flatMap((column) => {
      const cell = side.cells.get(column);
      return cell === undefined ? [] : [figures(side, column, cell)];
    })
  );
  return `<section id="${name}">
<h2>${marked(title)}</h2>
<p>${escaped(sentence(report))}</p>
${chart === "" ? "" : `<figure>${chart}</figure>`}
${
    tableHtml(
      ["side", "runtime", `median, ${UNITS[measure]}`, "least", "most", `to ${against}`, ""],
      rows,
      2,
    )
  }
</section>`;
}

/** What was compared with what. */
function sentence({ sides, against, measure }: CaseReport): string {
  const others = sides.map(({ name }) => name).filter((name) => name !== against);
  const better = measure === "rate" ? "more is better" : "less is better";
  if (others.length === 0) return `Only “${against}” was measured; ${better}.`;
  const list = others.length === 1
    ? `“${others[0]}”`
    : `${others.slice(0, -1).map((name) => `“${name}”`).join(", ")} and “${others.at(-1)}”`;
  return `${list} compared with “${against}”, in turn, in ${UNITS[measure]}: ${better}.`;
}

function figures(side: SideReport, column: string, cell: Cell): readonly string[] {
  const name = side.emitted ? `<b>${escaped(side.name)}</b>` : escaped(side.name);
  if ("failed" in cell) {
    return [name, escaped(column), "failed", "", "", "", escaped(cell.failed)];
  }
  const { spread: { min, median, max }, note, disturbed } = cell;
  return [
    name,
    escaped(column),
    short(median),
    short(min),
    short(max),
    ratioCell(cell),
    [...note === undefined ? [] : [escaped(note)], ...disturbed ? ["!"] : []].join(" "),
  ];
}

function ratioCell(cell: Cell | undefined): string {
  if (cell === undefined) return "";
  if ("failed" in cell) return "failed";
  if (cell.ratio === undefined) return "";
  return `${short(cell.ratio.value)}${cell.ratio.moved ? " ~" : ""}`;
}

/** Columns from `numbers` on hold numbers, but for one without a heading. */
function tableHtml(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: number,
): string {
  const kind = (k: number) => k >= numbers && header[k] !== "" ? ' class="number"' : "";
  const head = header.map((text, k) =>
    text === "" ? "<th></th>" : `<th${kind(k)}><button>${escaped(text)}</button></th>`
  );
  const body = rows.map((row) =>
    `<tr>${row.map((text, k) => `<td${kind(k)}>${text}</td>`).join("")}</tr>`
  );
  return `<div class="wide"><table><thead><tr>${head.join("")}</tr></thead>` +
    `<tbody>${body.join("\n")}</tbody></table></div>`;
}

/** What stands between backquotes is code. */
function marked(text: string): string {
  return escaped(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}
