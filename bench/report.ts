/** Results as a Markdown table, with the columns as wide as `deno fmt` makes them. */
import type { Case } from "./cases/case.ts";
import { CASES } from "./cases.ts";
import type { Result } from "./result.ts";
import { ratioOf, spreadOf } from "./statistics.ts";

const UNITS: Readonly<Record<Case["measure"], string>> = {
  rate: "million items/s",
  pair: "ns",
  latency: "µs",
  memory: "bytes",
};

/** The table of all cases that `results` has, and a line on the machine before it. */
export function formatReport(results: readonly Result[]): string {
  const runtimes = [...new Set(results.map(({ runtime, version }) => `${runtime} ${version}`))];
  const header = ["case", "side", ...runtimes.flatMap((runtime) => [runtime, "ratio"])];
  const rows = CASES.flatMap((entry) =>
    entry.sides
      .filter(({ name }) => results.some((r) => r.case === entry.name && r.side === name))
      .map((side, k) => [
        k === 0 ? `${entry.title} (${UNITS[entry.measure]})` : "",
        side.name,
        ...runtimes.flatMap((runtime) => cells(results, entry, side.name, runtime)),
      ])
  );
  return `${setting(results)}\n\n${table([header, ...rows])}`;
}

function cells(
  results: readonly Result[],
  { name, sides, measure }: Case,
  side: string,
  runtime: string,
): readonly [value: string, ratio: string] {
  const find = (wanted: string | undefined) =>
    results.find((result) =>
      result.case === name && result.side === wanted &&
      `${result.runtime} ${result.version}` === runtime
    );
  const result = find(side);
  if (result === undefined) return ["", ""];
  if (result.failed !== undefined) return ["failed", ""];
  const { repetitions } = result;
  const { min, median, max } = spreadOf(repetitions.map(({ value }) => value));
  const disturbed = repetitions.some((repetition) => repetition.disturbed) ? " !" : "";
  const value = `${short(median)} (${short(min)} – ${short(max)})${
    tail(measure, result)
  }${disturbed}`;
  const reference = find(sides.at(-1)?.name);
  if (reference === undefined || reference === result || reference.failed !== undefined) {
    return [value, ""];
  }
  const ratio = ratioOf(repetitions, reference.repetitions, measure);
  return [value, `${short(ratio.value)}${ratio.moved ? " ~" : ""}`];
}

/** What a repetition has beside its value. */
function tail(measure: Case["measure"], { repetitions }: Result): string {
  const medianOf = (values: readonly (number | null | undefined)[]) =>
    short(spreadOf(values.filter((value) => typeof value === "number")).median);
  if (measure === "latency") {
    return `, p99 ${medianOf(repetitions.map(({ latency }) => latency?.p99))}`;
  }
  if (typeof repetitions[0]?.memory?.claimed !== "number") return "";
  return `, claimed ${medianOf(repetitions.map(({ memory }) => memory?.claimed))}`;
}

/** Where and when: the same for all results of a run. */
function setting(results: readonly Result[]): string {
  const [first] = results;
  if (first === undefined) return "No results.";
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
    `- ${processor}, ${cores} cores, ${system}; lines of ${line.lineBytes} bytes, says ` +
    `${sources[0]?.source ?? "nobody"}`,
    `- ${date.slice(0, 10)}, commit ${commits.join(", ")}; ${Math.max(...counts)} repetitions`,
    ...compilers.map((compiler) => `- native sides: ${compiler}`),
    ...placements.length === 0 ? [] : [
      `- round trip between two spinning threads: median ${short(median)} ns, ${short(min)} – ` +
      `${short(max)} ns over all repetitions`,
    ],
  ].join("\n");
}

/** Twelve digits, and `+` where the sources differed from it. */
function shortCommit(commit: string | null): string {
  return commit?.replace(/^([0-9a-f]{12})[0-9a-f]*/, "$1") ?? "unknown";
}

function short(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}

function table(rows: readonly (readonly string[])[]): string {
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
