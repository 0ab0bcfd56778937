import process from "node:process";
import { parseArgs } from "node:util";
import { type RuntimeName, RUNTIMES } from "../test/support/runtimes.ts";
import type { Case } from "./cases/case.ts";
import { CASES } from "./cases.ts";
import type { Effort } from "./measure.ts";

const USAGE = `usage: bench/main.ts [--runtime node|deno|bun]... [--filter TEXT] [--repeats N]
                     [--quick] [--json FILE]
       bench/main.ts --report FILE...

  --runtime NAME   only under this runtime; may be repeated
  --filter TEXT    only cases whose name contains TEXT
  --repeats N      repetitions of each side, 5
  --quick          few cases, short and 3 times: for a first look, not for a comparison
  --json FILE      also writes the results, one as JSON a line
  --report FILE    measures nothing: prints the table of such a file and puts it into
                   docs/performance.md; more files behind it, a table for each

Cases: ${CASES.map(({ name }) => name).join(", ")}.`;

export type Options = MeasureOptions | { readonly report: readonly string[] };

export interface MeasureOptions {
  readonly report: undefined;
  readonly runtimes: readonly RuntimeName[];
  readonly cases: readonly Case[];
  readonly effort: Effort;
  readonly json: string | undefined;
}

const FULL: Effort = { repeats: 5, warmUpMs: 350, measureMs: 300 };
const QUICK: Effort = { repeats: 3, warmUpMs: 200, measureMs: 150 };

/** Ends the process with 2 and the usage where the command line is wrong. */
export function readOptions(): Options {
  try {
    return parse();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(2);
  }
}

function parse(): Options {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runtime: { type: "string", multiple: true },
      filter: { type: "string", default: "" },
      repeats: { type: "string" },
      quick: { type: "boolean", default: false },
      json: { type: "string" },
      report: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const { runtime = [...RUNTIMES], filter, quick, json, report } = values;
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  if (report !== undefined) return { report: [report, ...positionals] };
  if (positionals.length > 0) throw new Error(`${positionals[0]}: expected an option.`);
  const unknown = runtime.find((name) => !RUNTIMES.some((known) => known === name));
  if (unknown !== undefined) {
    throw new Error(`--runtime ${unknown}: expected one of ${RUNTIMES.join(", ")}.`);
  }
  const cases = CASES.filter((entry) => entry.name.includes(filter) && (entry.quick || !quick));
  if (cases.length === 0) throw new Error(`--filter ${filter}: no case has that in its name.`);
  const effort = quick ? QUICK : FULL;
  const repeats = values.repeats === undefined ? effort.repeats : Number(values.repeats);
  if (!Number.isInteger(repeats) || repeats < 1) {
    throw new Error(`--repeats ${values.repeats}: expected a whole number from 1 on.`);
  }
  return {
    report: undefined,
    runtimes: RUNTIMES.filter((name) => runtime.includes(name)),
    cases,
    effort: { ...effort, repeats },
    json,
  };
}
