/** Results as a reader wants them: a case at a time, its sides beside each other, a column a runtime. */
import type { Measure } from "../cases/case.ts";
import type { Repetition, Result } from "../result.ts";
import { type Ratio, ratioOf, type Spread, spreadOf } from "../statistics.ts";

export interface CaseReport {
  readonly name: string;
  readonly title: string;
  readonly measure: Measure;
  readonly against: string;
  readonly sides: readonly SideReport[];
}

export interface SideReport {
  readonly name: string;
  readonly emitted: boolean;
  /** By {@link columnOf}. */
  readonly cells: ReadonlyMap<string, Cell>;
}

export type Cell = Figures | { readonly failed: string };

export interface Figures {
  readonly spread: Spread;
  readonly repetitions: number;
  /** Others took more than they may in some repetition. */
  readonly disturbed: boolean;
  /** What a repetition has beside its value: `p99 12`. */
  readonly note: string | undefined;
  /** `undefined` for the side that the others are compared with, and where that has failed. */
  readonly ratio: Ratio | undefined;
}

export const UNITS: Readonly<Record<Measure, string>> = {
  rate: "million items/s",
  pair: "ns",
  latency: "µs",
  memory: "bytes",
};

export function columnOf({ runtime, version }: Result): string {
  return `${runtime} ${version}`;
}

/** In the order in which they come. */
export function columnsOf(results: readonly Result[]): readonly string[] {
  return [...new Set(results.map(columnOf))];
}

export function casesOf(results: readonly Result[]): readonly CaseReport[] {
  return [...Map.groupBy(results, (result) => result.case)].map(([name, own]) => {
    const { title, measure, against } = own[0]!;
    const sides = [...Map.groupBy(own, ({ side }) => side)].map(([side, rows]) => ({
      name: side,
      emitted: rows.some(({ emitted }) => emitted),
      cells: new Map(rows.map((row) => [columnOf(row), cellOf(row, own)] as const)),
    }));
    return { name, title, measure, against, sides };
  });
}

function cellOf(result: Result, ofCase: readonly Result[]): Cell {
  const { failed, repetitions, measure } = result;
  if (failed !== undefined) return { failed };
  const reference = ofCase.find((other) =>
    other.side === result.against && columnOf(other) === columnOf(result)
  );
  const isCompared = reference !== undefined && reference !== result &&
    reference.failed === undefined;
  return {
    spread: spreadOf(repetitions.map(({ value }) => value)),
    repetitions: repetitions.length,
    disturbed: repetitions.some(({ disturbed }) => disturbed),
    note: noteOf(measure, repetitions),
    ratio: isCompared ? ratioOf(repetitions, reference.repetitions, measure) : undefined,
  };
}

function noteOf(measure: Measure, repetitions: readonly Repetition[]): string | undefined {
  const medianOf = (values: readonly (number | null | undefined)[]) =>
    short(spreadOf(values.filter((value) => typeof value === "number")).median);
  if (measure === "latency") return `p99 ${medianOf(repetitions.map((r) => r.latency?.p99))}`;
  if (typeof repetitions[0]?.memory?.claimed !== "number") return undefined;
  return `claimed ${medianOf(repetitions.map((r) => r.memory?.claimed))}`;
}

/** Where and when, a line each: the same for all results of a run. */
export function settingOf(results: readonly Result[]): readonly string[] {
  const [first] = results;
  if (first === undefined) return ["No results."];
  const { machine: { processor, cores, system, line }, date } = first;
  const commits = [...new Set(results.map(({ commit }) => shortCommit(commit)))];
  const compilers = [...new Set(results.flatMap(({ compiler }) => compiler ?? []))];
  const sources = line.evidence.filter(({ lineBytes }) => lineBytes === line.lineBytes);
  const counts = results.map(({ repetitions }) => repetitions.length);
  const placements = results.flatMap(({ repetitions }) =>
    repetitions.flatMap(({ placementNs }) => placementNs)
  );
  const { min, median, max } = spreadOf(placements);
  return [
    `${processor}, ${cores} cores, ${system}; lines of ${line.lineBytes} bytes, says ` +
    `${sources[0]?.source ?? "nobody"}`,
    `${date.slice(0, 10)}, commit ${commits.join(", ")}; ` +
    counted(Math.max(...counts), "repetition"),
    ...compilers.length === 0 ? [] : [`native sides: ${compilers.join(", ")}`],
    ...placements.length === 0 ? [] : [
      `round trip between two spinning threads: median ${short(median)} ns, ${short(min)} – ` +
      `${short(max)} ns over all repetitions`,
    ],
  ];
}

/** Twelve digits, and `+` where the sources differed from it. */
function shortCommit(commit: string | null): string {
  return commit?.replace(/^([0-9a-f]{12})[0-9a-f]*/, "$1") ?? "unknown";
}

/** Two digits say as much as the repetitions agree on. */
export function short(value: number): string {
  // A clock may be too coarse for a time to be more than 0.
  if (!Number.isFinite(value)) return "–";
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}

export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
