/** A case as SVG: a row a side, in it a mark a runtime at the median, and a line from the least to the most. */
import type { Spread } from "../statistics.ts";
import { short } from "./model.ts";

/** Of the drawing; the page scales it to its own width. */
export const WIDTH = 920;
const LABELS = 340;
const RIGHT = 24;
const TOP = 8;
/** A mark's share of a row's height, and what is between two rows. */
const MARK_HEIGHT = 13;
const ROW_GAP = 10;
const AXIS_HEIGHT = 38;
/** Above this ratio of the largest to the smallest, a linear axis hides the small ones. */
const LOG_FROM = 20;

/** What is drawn around the middle of a mark, so that runtimes differ in more than colour. */
const MARKS: readonly ((x: number, y: number) => string)[] = [
  (x, y) => `<circle cx="${n(x)}" cy="${n(y)}" r="4.5"/>`,
  (x, y) => `<rect x="${n(x - 4)}" y="${n(y - 4)}" width="8" height="8"/>`,
  (x, y) => `<path d="M${n(x)} ${n(y - 5)}L${n(x + 5)} ${n(y + 4)}H${n(x - 5)}Z"/>`,
  (x, y) =>
    `<path d="M${n(x)} ${n(y - 5.5)}L${n(x + 5)} ${n(y)}L${n(x)} ${n(y + 5.5)}L${n(x - 5)} ${
      n(y)
    }Z"/>`,
];

interface Axis {
  /** Where a value lies, from the left. */
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly sides: readonly {
    readonly name: string;
    readonly emitted: boolean;
    /** By runtime. */
    readonly cells: ReadonlyMap<string, { readonly spread: Spread } | { readonly failed: string }>;
  }[];
}

/** `columns`: the runtimes in the order of their colours. Empty where nothing was measured. */
export function chartSvg(chart: Chart, columns: readonly string[]): string {
  const drawing = drawChart(chart, columns);
  return drawing === undefined
    ? ""
    : `<svg viewBox="0 0 ${WIDTH} ${n(drawing.height)}" role="img" aria-label="${
      escaped(chart.title)
    }">${drawing.body}</svg>`;
}

/** The sign of the runtime that is number `k`, its middle at this place. */
export function markOf(k: number, x: number, y: number): string {
  return (MARKS[k % MARKS.length] ?? MARKS[0]!)(x, y);
}

/** Elements of an SVG that is {@link WIDTH} wide; undefined where nothing was measured. */
export function drawChart(
  { unit, sides }: Chart,
  columns: readonly string[],
): { readonly body: string; readonly height: number } | undefined {
  const points = sides.map(({ name, emitted, cells }) => ({
    name,
    emitted,
    marks: columns.flatMap((column, k) => {
      const cell = cells.get(column);
      return cell === undefined || "failed" in cell ? [] : [{ column, k, spread: cell.spread }];
    }),
  })).filter(({ marks }) => marks.length > 0);
  const values = points.flatMap(({ marks }) =>
    marks.flatMap(({ spread }) => [spread.min, spread.max])
  );
  if (values.length === 0) return undefined;
  const axis = axisOf(values);
  let y = TOP;
  const rows = points.map(({ name, emitted, marks }) => {
    const top = y;
    const drawn = marks.map(({ column, k, spread: { min, median, max } }) => {
      const middle = y + MARK_HEIGHT / 2;
      y += MARK_HEIGHT;
      const [from, at, to] = [axis.at(min), axis.at(median), axis.at(max)];
      const text = `${name}, ${column}: ${short(median)} (${short(min)} – ${short(max)}) ${unit}`;
      return `<g class="r${k}"><title>${escaped(text)}</title>` +
        `<path class="range" d="M${n(from)} ${n(middle - 3)}v6m0 -3H${n(to)}m0 -3v6"/>` +
        `${markOf(k, at, middle)}</g>`;
    });
    const rowName = `<text class="${emitted ? "own" : "peer"}" x="${LABELS - 12}" y="${
      n((top + y) / 2 + 4)
    }">${escaped(name)}</text>`;
    y += ROW_GAP;
    return rowName + drawn.join("");
  });
  const bottom = y - ROW_GAP / 2;
  const grid = axis.ticks.map((tick) => {
    const x = n(axis.at(tick));
    return `<path class="grid" d="M${x} ${TOP - 4}V${n(bottom)}"/>` +
      `<text class="tick" x="${x}" y="${n(bottom + 15)}">${label(tick)}</text>`;
  });
  const axisName =
    `<text class="unit" x="${n((LABELS + WIDTH - RIGHT) / 2)}" y="${n(bottom + 31)}">` +
    `${unit}${isLog(values) ? ", logarithmic" : ""}</text>`;
  return { body: grid.join("") + rows.join("") + axisName, height: bottom + AXIS_HEIGHT };
}

function isLog(values: readonly number[]): boolean {
  return Math.min(...values) > 0 && Math.max(...values) / Math.min(...values) > LOG_FROM;
}

function axisOf(values: readonly number[]): Axis {
  const width = WIDTH - LABELS - RIGHT;
  const most = Math.max(...values);
  if (isLog(values)) {
    const least = Math.min(...values);
    const from = Math.log10(least) - 0.08;
    const to = Math.log10(most) + 0.08;
    const at = (value: number) => LABELS + (Math.log10(value) - from) / (to - from) * width;
    const powers = Array.from(
      { length: Math.floor(to) - Math.ceil(from) + 1 },
      (_, k) => Math.ceil(from) + k,
    );
    const steps = powers.length > 3 ? [1] : [1, 2, 5];
    const ticks = [powers[0]! - 1, ...powers]
      .flatMap((power) => steps.map((step) => step * 10 ** power))
      .filter((tick) => Math.log10(tick) >= from && Math.log10(tick) <= to);
    return { at, ticks };
  }
  const step = niceStep(most / 6);
  const end = Math.max(step, Math.ceil(most / step) * step);
  return {
    at: (value) => LABELS + Math.max(0, value) / end * width,
    ticks: Array.from({ length: Math.round(end / step) + 1 }, (_, k) => k * step),
  };
}

/** 1, 2 or 5 times a power of ten, not below `least`. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= least) ?? least;
}

function label(tick: number): string {
  return Number(tick.toPrecision(3)).toLocaleString("en", { maximumFractionDigits: 6 });
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

export function escaped(text: string): string {
  return text.replace(
    /[&<>"]/g,
    (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? "&quot;",
  );
}
