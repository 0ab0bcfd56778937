import process from "node:process";
import { parseArgs } from "node:util";
import type { Case } from "./cases/case.ts";
import { CASES } from "./cases.ts";
import { chooseCases } from "./plan.ts";
import { type Effort, RUNNER_NAMES, type RunnerName } from "./runners/runner.ts";

const USAGE = `usage: bench/main.ts [CASE]... [--runtime NAME]... [--against SIDE] [--repeats N]
                     [--quick] [--json FILE]
       bench/main.ts report FILE... [--html FILE] [--docs]
       bench/main.ts compare BEFORE AFTER

  CASE             only cases whose name contains one of these; --filter TEXT does the same
  --runtime NAME   only under this runtime (${RUNNER_NAMES.join(", ")}); may be repeated
  --against SIDE   only emitted modules and, to compare them with, the side whose name contains SIDE
  --repeats N      repetitions of each side, 5
  --quick          few cases, two sides of each, short and 3 times, not in Chromium: for a first look
  --json FILE      where the results go, one as JSON a line; bench/results/local/ if not told

  report           measures nothing: prints the table of such files, and writes a page beside the first
  --html FILE      writes the page there
  --docs           puts the tables into docs/performance.md and the README
  compare          what became slower or faster beyond the noise; exits 1 if anything became slower

Cases: ${CASES.map(({ name }) => name).join(", ")}.`;

export type Options = MeasureOptions | ReportOptions | CompareOptions;

export interface MeasureOptions {
  readonly kind: "measure";
  readonly runners: readonly RunnerName[];
  readonly cases: readonly Case[];
  readonly effort: Effort;
  readonly json: string | undefined;
}

export interface ReportOptions {
  readonly kind: "report";
  readonly files: readonly string[];
  readonly html: string | undefined;
  readonly docs: boolean;
}

export interface CompareOptions {
  readonly kind: "compare";
  readonly before: string;
  readonly after: string;
}

const LIMIT_MS = 15_000;

export const FULL: Effort = { repeats: 5, warmUpMs: 270, measureMs: 200, limitMs: LIMIT_MS };
/** Pages start too slowly for it. */
export const QUICK_RUNNERS: readonly RunnerName[] = RUNNER_NAMES.filter((name) =>
  name !== "chromium"
);

export const QUICK: Effort = { repeats: 3, warmUpMs: 150, measureMs: 80, limitMs: LIMIT_MS };

/** Ends the process with 2 and the usage where the command line is wrong. */
export function readOptions(): Options {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(2);
  }
}

export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      runtime: { type: "string", multiple: true },
      filter: { type: "string", multiple: true, default: [] },
      against: { type: "string" },
      repeats: { type: "string" },
      quick: { type: "boolean", default: false },
      json: { type: "string" },
      html: { type: "string" },
      docs: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const [first, ...rest] = positionals;
  if (first === "report") {
    if (rest.length === 0) throw new Error("report: expected a file of results.");
    return { kind: "report", files: rest, html: values.html, docs: values.docs };
  }
  if (first === "compare") {
    const [before, after, other] = rest;
    if (before === undefined || after === undefined || other !== undefined) {
      throw new Error(`compare: expected two files of results, ${rest.length} are named.`);
    }
    return { kind: "compare", before, after };
  }
  return measureOptions([...positionals, ...values.filter], values);
}

function measureOptions(
  filters: readonly string[],
  { quick, runtime = quick ? QUICK_RUNNERS : RUNNER_NAMES, against, repeats: wanted, json }: {
    readonly runtime?: readonly string[] | undefined;
    readonly against?: string | undefined;
    readonly quick: boolean;
    readonly repeats?: string | undefined;
    readonly json?: string | undefined;
  },
): MeasureOptions {
  const unknown = runtime.find((name) => !RUNNER_NAMES.some((known) => known === name));
  if (unknown !== undefined) {
    throw new Error(`--runtime ${unknown}: expected one of ${RUNNER_NAMES.join(", ")}.`);
  }
  const missing = filters.find((part) => !CASES.some(({ name }) => name.includes(part)));
  if (missing !== undefined) throw new Error(`${missing}: no case has that in its name.`);
  const cases = chooseCases(CASES, { filters, quick, against });
  if (cases.length === 0) {
    throw new Error(
      against === undefined
        ? `--quick leaves nothing of ${filters.join(", ")}.`
        : `--against ${against}: no such side in ${filters.join(", ") || "any case"}.`,
    );
  }
  const effort = quick ? QUICK : FULL;
  const repeats = wanted === undefined ? effort.repeats : Number(wanted);
  if (!Number.isInteger(repeats) || repeats < 1) {
    throw new Error(`--repeats ${wanted}: expected a whole number from 1 on.`);
  }
  return {
    kind: "measure",
    runners: RUNNER_NAMES.filter((name) => runtime.includes(name)),
    cases,
    effort: { ...effort, repeats },
    json,
  };
}
