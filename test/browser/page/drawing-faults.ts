/** What is wrong with the drawings of a page, as the browser has laid them out. */

const SMALLEST_TEXT_PIXELS = 10.5;
const LEAST_CONTRAST = 4.5;
/** Half a pixel of rounding on each side. */
const TOLERANCE = 1;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Empty: nothing is wrong. */
export function drawingFaults(): readonly string[] {
  const faults: string[] = [];
  for (const drawing of document.querySelectorAll<SVGSVGElement>("svg.layout:not([aria-hidden])")) {
    const cells = [...drawing.querySelectorAll(".cell")].map((element) => ({
      element,
      name: element.querySelector("title")?.textContent?.split(";", 1)[0] ?? "",
      box: boxOf(element.querySelector(".box") ?? element),
      bytes: Number(element.getAttribute("data-bytes")),
      isMember: element.closest("a") !== null,
    }));
    if (cells.length === 0) faults.push("a drawing without cells");
    const texts = [...drawing.querySelectorAll("text")];
    const whole = boxOf(drawing);

    // Structures for lines of different lengths may lie on one sheet, each with a scale of its own.
    const lines = cells.filter(({ isMember }) => !isMember);
    const structures = Map.groupBy(lines, ({ element }) => element.closest(".structure"));
    for (const own of structures.values()) {
      const scales = new Set(
        own.map(({ box, bytes }) => ((box.right - box.left) / bytes).toFixed(1)),
      );
      if (scales.size > 1) {
        faults.push(`cells are drawn to the scales ${[...scales].join(" and ")}`);
      }
    }

    for (const { first, second } of pairs(cells.map(({ box, name }) => ({ box, name })))) {
      if (overlap(first.box, second.box)) faults.push(`${first.name} overlaps ${second.name}`);
    }
    const written = texts.map((text) => ({ box: boxOf(text), name: text.textContent ?? "" }));
    for (const { first, second } of pairs(written)) {
      if (overlap(first.box, second.box)) faults.push(`text ${first.name} overlaps ${second.name}`);
    }
    for (const text of texts) {
      const box = boxOf(text);
      const said = text.textContent ?? "";
      if (!inside(box, whole)) faults.push(`text ${said} leaves the drawing`);
      const size = Number.parseFloat(getComputedStyle(text).fontSize);
      if (size < SMALLEST_TEXT_PIXELS) faults.push(`text ${said} has ${size} pixels`);
      if (!text.classList.contains("label")) continue;
      const under = cells.filter((cell) => overlap(cell.box, box));
      const [only, ...others] = under;
      if (only === undefined || others.length > 0) {
        faults.push(
          `label ${said} lies on ${under.map(({ name }) => name).join(" and ") || "nothing"}`,
        );
        continue;
      }
      if (!inside(box, only.box)) faults.push(`label ${said} leaves ${only.name}`);
      const fill = only.element.querySelector(".box");
      // What stands in padding has a piece of paper behind it.
      const paper = fill?.classList.contains("pad") ? drawing.querySelector(".paper") : fill;
      if (!paper) continue;
      const contrast = contrastOf(getComputedStyle(text).fill, getComputedStyle(paper).fill);
      if (contrast < LEAST_CONTRAST) {
        faults.push(`label ${said} has a contrast of ${contrast.toFixed(1)}`);
      }
    }
  }
  if (document.documentElement.scrollWidth > innerWidth && document.contentType === "text/html") {
    faults.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
  }
  return faults;
}

function boxOf(element: Element): Box {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return { left, top, right, bottom };
}

function overlap(a: Box, b: Box): boolean {
  return Math.min(a.right, b.right) - Math.max(a.left, b.left) > TOLERANCE &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > TOLERANCE * 3;
}

function inside(a: Box, b: Box): boolean {
  return a.left >= b.left - TOLERANCE && a.right <= b.right + TOLERANCE &&
    a.top >= b.top - TOLERANCE * 3 && a.bottom <= b.bottom + TOLERANCE * 3;
}

/** Pairs that may meet: the list is sorted, and each is compared as long as its height reaches. */
function* pairs<T extends { readonly box: Box }>(
  list: readonly T[],
): Generator<{ readonly first: T; readonly second: T }> {
  const sorted = [...list].sort((a, b) => a.box.top - b.box.top);
  for (const [k, first] of sorted.entries()) {
    for (const second of sorted.slice(k + 1)) {
      if (second.box.top >= first.box.bottom) break;
      yield { first, second };
    }
  }
}

/** As WCAG has it, of two colours as `rgb(1, 2, 3)`. */
function contrastOf(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
    const value = Number(part) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
