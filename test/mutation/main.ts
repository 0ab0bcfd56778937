/**
 * The mutation runner: every single change of the operations of small modules has to be refuted by
 * `verify` or noticed by the contract tests, or stand in equivalent.ts with the reason.
 *
 *   node test/mutation/main.ts                    all changes; writes docs/mutation.md
 *   node test/mutation/main.ts --resume           goes on with a run that was interrupted
 *   node test/mutation/main.ts --again            the same, and tries again what survived without a reason
 *   node test/mutation/main.ts --quick            leaves the dear stages to a run with --again
 *   node test/mutation/main.ts --recheck          all stages also for what the list explains
 *   node test/mutation/main.ts --only "#wake"     changes with this text, and no report
 *   node test/mutation/main.ts --structure Cubby  changes of this structure, and no report
 *   node test/mutation/main.ts --sample 400       so many, spread over kinds, and no report
 *   node test/mutation/main.ts --sample 400 --report    a report that says it is a sample
 *   node test/mutation/main.ts --part 1/2         every second change: two runs, each in a checkout of its
 *                                                 own, whose results.jsonl --resume then takes together
 *   node test/mutation/main.ts --seconds 600      as many as that time allows; --resume goes on
 */
import { writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { changesOf, sampleOf } from "./changes.ts";
import { type ContractStage, createContractStage } from "./contract-stage.ts";
import { EQUIVALENT } from "./equivalent.ts";
import { explains, judge, showChange } from "./judgement.ts";
import { formatReport } from "./report.ts";
import { openResults } from "./results.ts";
import { type Result, tryChange } from "./run.ts";
import { readSubjects } from "./subjects.ts";
import { createVerifyStage } from "./verify-stage.ts";

const RESULTS = fileURLToPath(new URL("../../.amph/mutation/results.jsonl", import.meta.url));
const REPORT = fileURLToPath(new URL("../../docs/mutation.md", import.meta.url));

const PROGRESS_EVERY = 100;

const { values: options } = parseArgs({
  options: {
    again: { type: "boolean", default: false },
    only: { type: "string" },
    part: { type: "string", default: "1/1" },
    quick: { type: "boolean", default: false },
    recheck: { type: "boolean", default: false },
    report: { type: "boolean", default: false },
    resume: { type: "boolean", default: false },
    sample: { type: "string" },
    seconds: { type: "string" },
    structure: { type: "string" },
  },
});

const subjects = await readSubjects();
const structures = [...new Set(subjects.map(({ structure }) => structure))];
if (options.structure !== undefined && !structures.includes(options.structure)) {
  console.error(`--structure ${options.structure}: expected one of ${structures.join(", ")}`);
  process.exit(2);
}
const all = changesOf(subjects);
const chosen = choose();
const results = await tryAll();
// A part of the changes says nothing about the entries that match the others.
const isWhole = results.length === all.length;
const judgement = judge(results);
const faults = [
  ...judgement.unexplained.map(({ change }) => `no reason: ${describe(change)}`),
  ...judgement.refuted.map(({ change, by }) => `listed, and refuted (${by}): ${describe(change)}`),
  ...EQUIVALENT.filter((entry) => isWhole && judgement.explained.get(entry)?.length === 0)
    .map(({ reason }) => `an entry that no survivor matches: ${reason}`),
];
for (const fault of faults) console.log(fault);
if (isWhole || options.report) writeFileSync(REPORT, formatReport(results, judgement, all));
const survivors = results.filter(({ outcome }) => outcome === "survived");
console.log(
  `${results.length} of ${chosen.length} changes, ${survivors.length} survivors, ` +
    `${judgement.unexplained.length} without a reason, ${faults.length} faults`,
);
process.exitCode = faults.length === 0 && results.length === chosen.length ? 0 : 1;

function choose() {
  const { only, sample, structure } = options;
  const wanted = all.filter((change) =>
    (only === undefined || change.key.includes(only)) &&
    (structure === undefined || change.structure === structure)
  );
  const [part = 1, parts = 1] = options.part.split("/").map(Number);
  const ours = wanted.filter((_, k) => k % parts === part - 1);
  return sample === undefined ? ours : sampleOf(ours, Number(sample));
}

async function tryAll(): Promise<readonly Result[]> {
  const startedMs = performance.now();
  const seconds = () => (performance.now() - startedMs) / 1000;
  const limit = Number(options.seconds ?? Infinity);
  const known = openResults(RESULTS, options.resume || options.again);
  const verify = createVerifyStage(subjects, { killers: known.killers });
  // Not before there is something to try: it runs all tests first.
  let contract: ContractStage | undefined;
  const done: Result[] = [];
  try {
    for (const change of chosen) {
      const isListed = EQUIVALENT.some((entry) => explains(entry, change));
      const found = known.of(change);
      const isOpen = found?.outcome === "survived" && !isListed && options.again;
      const before = isOpen ? undefined : found;
      if (before === undefined && seconds() > limit) continue;
      const effort = options.quick || (isListed && !options.recheck) ? "quick" : "all";
      let result = before;
      if (result === undefined) {
        contract ??= await createContractStage();
        result = await tryChange(change, { verify, contract }, { effort, isConfirmed: isListed });
        known.add(result);
      }
      done.push(result);
      if (done.length % PROGRESS_EVERY === 0) {
        const survived = done.filter(({ outcome }) => outcome === "survived").length;
        console.log(
          `${done.length} of ${chosen.length}, ${survived} survived, ${seconds().toFixed(0)} s`,
        );
      }
    }
  } finally {
    await verify.end();
    contract?.end();
  }
  return done;
}

function describe(change: Result["change"]): string {
  return `${change.operation} | ${change.kind} | ${showChange(change)}`;
}
