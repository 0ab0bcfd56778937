/** The script of the page: the panel says what the pointer, or the focus, is on. */
export function pageScript(): string {
  return `
"use strict";
const panel = document.getElementById("panel");
let shown;

function show(cell) {
  if (cell === shown) return;
  shown?.classList.remove("on");
  shown = cell;
  cell.classList.add("on");
  const about = JSON.parse(cell.dataset.about);
  const count = (value) => value.toLocaleString("en");
  const rows = [
    ["byte", count(about.byte)],
    ["bytes", count(about.bytes)],
    ["index", about.index],
    ["type", about.type],
    ["written by", about.writer],
    ["written in", about.writers.join(", ")],
    ["read in", about.readers.join(", ")],
  ].filter(([, text]) => text !== "");
  const title = document.createElement("h2");
  title.textContent = about.name;
  const doc = document.createElement("p");
  doc.textContent = about.doc;
  const list = document.createElement("dl");
  for (const [name, text] of rows) {
    list.append(Object.assign(document.createElement("dt"), { textContent: name }));
    list.append(Object.assign(document.createElement("dd"), { textContent: text }));
  }
  panel.replaceChildren(title, ...(about.doc === "" ? [] : [doc]), list);
}

for (const drawing of document.querySelectorAll(".drawing")) {
  const cells = [...drawing.querySelectorAll(".cell")];
  // One stop of the tab key for a drawing; the arrow keys go from cell to cell.
  cells[0]?.setAttribute("tabindex", "0");
  drawing.addEventListener("pointerover", (event) => {
    const cell = event.target.closest(".cell");
    if (cell !== null) show(cell);
  });
  drawing.addEventListener("focusin", (event) => {
    const cell = event.target.closest(".cell");
    if (cell !== null) show(cell);
  });
  drawing.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    const at = cells.indexOf(document.activeElement);
    if (step === undefined || at === -1) return;
    const next = cells[at + step];
    if (next === undefined) return;
    event.preventDefault();
    cells[at].setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });
}
`.trim();
}
