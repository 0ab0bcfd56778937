/** The style and the script of the page. */

/** Colours of up to four runtimes that differ in lightness as well, on white and on black. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1b1f24; --faint: #5b6570; --rule: #d8dde3; --link: #0b5cad;
  --r0: #1b7f4b; --r1: #2457a8; --r2: #c2571a; --r3: #8a3fa0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --ink: #e4e8ec; --faint: #9aa5b1; --rule: #343b43; --link: #7db8f2;
    --r0: #5ccb8f; --r1: #7fb0ff; --r2: #ff9d5c; --r3: #d59af0;
  }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 24px 20px 80px; }
h1 { font-size: 26px; margin: 0 0 8px; }
h2 { font-size: 18px; margin: 40px 0 4px; }
p { margin: 4px 0 12px; max-width: 80ch; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
code { font: 0.92em ui-monospace, monospace; }
.setting { color: var(--faint); padding-left: 18px; margin: 0 0 12px; }
.legend {
  position: sticky; top: 0; background: var(--paper); padding: 8px 0; margin: 0;
  border-bottom: 1px solid var(--rule); display: flex; gap: 20px; max-width: none;
}
.swatch { display: inline-block; width: 10px; height: 10px; margin-right: 7px; background: currentColor; }
.swatch.s0 { border-radius: 50%; }
.swatch.s2 { clip-path: polygon(50% 0, 100% 100%, 0 100%); }
.swatch.s3 { clip-path: polygon(50% 0, 100% 50%, 50% 100%, 0 50%); }
.legend .r0 { color: var(--r0); } .legend .r1 { color: var(--r1); }
.legend .r2 { color: var(--r2); } .legend .r3 { color: var(--r3); }
section { scroll-margin-top: 44px; }
figure { margin: 8px 0 12px; }
svg { width: 100%; height: auto; display: block; font: 12.5px system-ui, sans-serif; }
svg text { fill: var(--ink); text-anchor: end; }
svg .own { font-weight: 650; }
svg .tick, svg .unit { fill: var(--faint); text-anchor: middle; font-size: 11.5px; }
svg .grid { stroke: var(--rule); stroke-width: 1; }
svg .range { fill: none; stroke-width: 1.6; }
svg .r0 { fill: var(--r0); stroke: var(--r0); } svg .r1 { fill: var(--r1); stroke: var(--r1); }
svg .r2 { fill: var(--r2); stroke: var(--r2); } svg .r3 { fill: var(--r3); stroke: var(--r3); }
section td:nth-child(2) { white-space: nowrap; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13.5px; width: 100%; }
th, td { text-align: left; padding: 3px 10px 3px 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
th button {
  font: inherit; font-weight: 600; color: var(--faint); background: none; border: 0; padding: 0;
  cursor: pointer; text-align: inherit;
}
th[aria-sort] button { color: var(--ink); }
th[aria-sort=ascending] button::after { content: " ▲"; }
th[aria-sort=descending] button::after { content: " ▼"; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
`;

/** A click on a heading sorts by it, numbers as numbers and empty cells last; the next one turns it round. */
export const SCRIPT = `
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const heading = button.closest("th");
    const column = heading.cellIndex;
    const body = heading.closest("table").tBodies[0];
    const direction = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    for (const other of heading.parentNode.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
    const key = (row) => {
      const text = row.cells[column].textContent.trim();
      const number = Number.parseFloat(text);
      return Number.isNaN(number) ? text : number;
    };
    const rank = (value) => value === "" ? 2 : typeof value === "string" ? 1 : 0;
    const rows = [...body.rows].map((row) => [key(row), row]);
    rows.sort(([a], [b]) => rank(a) - rank(b) || direction * (a < b ? -1 : a > b ? 1 : 0));
    body.append(...rows.map(([, row]) => row));
  });
}
`;
