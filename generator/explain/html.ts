/** Layouts as one page that needs nothing else: drawings, a panel, and a table for each of them. */
import { costRows, type Pair, type Sides } from "./compare.ts";
import { describe, type Explained } from "./describe.ts";
import { type Drawing, hatching } from "./drawing.ts";
import { anchor, escaped, tag } from "./markup.ts";
import { pageScript } from "./page-script.ts";
import { pageStyle } from "./page-style.ts";
import { type About, grouped, type Picture, type Section } from "./picture.ts";
import { drawingStyle } from "./style.ts";
import { drawAlone, drawSide, MAX_ROW_BYTES } from "./svg.ts";

export interface PageFacts {
  /** What was explained: names of specs, the host. */
  readonly title: string;
  readonly subtitle: string;
}

export function explainPage(explained: readonly Explained[], facts: PageFacts): string {
  const sections = explained.map((one) => {
    const picture = describe(one, { maxRowBytes: MAX_ROW_BYTES });
    const { name } = picture;
    return tag(
      "section",
      { id: anchor(name), "aria-label": picture.heading },
      figure(drawAlone(one, true), picture.heading),
      table(picture),
    );
  });
  return page(facts, navigation(explained.map(({ layout }) => layout.name)), sections);
}

export function comparePage(pairs: readonly Pair[], sides: Sides, facts: PageFacts): string {
  const sections = pairs.map(({ name, left, right }) =>
    tag(
      "section",
      { id: anchor(name), "aria-label": name, class: "sides" },
      ...[left, right].map((one, k) =>
        tag(
          "div",
          { class: "side" },
          tag("h2", {}, escaped(sides[k] ?? "")),
          one === undefined
            ? tag("p", {}, escaped(`${name} is not there.`))
            : figure(drawSide(one, pairs, true), `${name}, ${sides[k]}`),
        )
      ),
    )
  );
  const names = pairs.map(({ name }) => name);
  return page(facts, `${costs(pairs, sides)}${navigation(names)}`, sections);
}

function page(facts: PageFacts, before: string, sections: readonly string[]): string {
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark">',
    tag("title", {}, escaped(facts.title)),
    tag("style", {}, `${pageStyle()}\n${drawingStyle()}`),
    "</head>",
    "<body>",
    tag("header", {}, tag("h1", {}, escaped(facts.title)), tag("p", {}, escaped(facts.subtitle))),
    `<svg width="0" height="0" aria-hidden="true" class="layout">${hatching()}</svg>`,
    "<main>",
    before,
    ...sections,
    "</main>",
    '<aside id="panel" aria-live="polite" aria-label="What is pointed at">',
    "<p>Point at a byte, or step through them with the arrow keys.</p>",
    "</aside>",
    tag("script", {}, pageScript()),
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function navigation(names: readonly string[]): string {
  if (names.length < 2) return "";
  const links = names.map((name) =>
    tag("li", {}, tag("a", { href: `#${anchor(name)}` }, escaped(name)))
  );
  return tag("nav", { "aria-label": "Structures" }, tag("ul", {}, ...links));
}

function figure({ markup, width, height }: Drawing, label: string): string {
  return tag(
    "figure",
    {},
    `<svg class="layout drawing" role="group" aria-label="${
      escaped(`Drawing of ${label}; its table says the same`)
    }" width="${Math.ceil(width)}" height="${Math.ceil(height)}" viewBox="0 0 ${Math.ceil(width)} ${
      Math.ceil(height)
    }">${markup}</svg>`,
  );
}

function costs(pairs: readonly Pair[], sides: Sides): string {
  const [head = [], ...rows] = costRows(pairs, sides);
  return tag(
    "table",
    { class: "costs" },
    tag("caption", {}, "What each costs, in bytes"),
    tag("thead", {}, tableRow(head, "col")),
    tag("tbody", {}, ...rows.map((row) => tableRow(row, "row"))),
  );
}

const COLUMNS = [
  "byte",
  "bytes",
  "contents",
  "index",
  "type",
  "written by",
  "written in",
  "read in",
];

/** What the drawing shows, for who does not see it. */
function table(picture: Picture): string {
  const bodies = picture.sections.map((section) =>
    tag(
      "tbody",
      {},
      tag("tr", {}, tag("th", { colspan: COLUMNS.length, scope: "rowgroup" }, areaTitle(section))),
      ...section.entries.map(entryRow),
    )
  );
  return tag(
    "details",
    {},
    tag("summary", {}, escaped(`${picture.name} as a table`)),
    tag("table", {}, tag("thead", {}, tableRow(COLUMNS, "col")), ...bodies),
  );
}

function areaTitle({ name, doc, byteOffset, paddedBytes }: Section): string {
  const about = doc === "" ? "" : `: ${doc}`;
  return escaped(
    `${name}${about} Bytes ${grouped(byteOffset)} to ${grouped(byteOffset + paddedBytes - 1)}.`,
  );
}

function entryRow(about: About): string {
  return tableRow([
    grouped(about.byteOffset),
    grouped(about.byteLength),
    about.doc === "" ? about.name : `${about.name}: ${about.doc}`,
    about.index,
    about.type,
    about.writer,
    about.writers.join(", "),
    about.readers.join(", "),
  ]);
}

/** A heading for each column, for the row, or none. */
function tableRow(cells: readonly string[], scope?: "col" | "row"): string {
  return tag(
    "tr",
    {},
    ...cells.map((text, k) =>
      scope === "col" || (scope === "row" && k === 0)
        ? tag("th", { scope }, escaped(text))
        : tag("td", {}, escaped(text))
    ),
  );
}
