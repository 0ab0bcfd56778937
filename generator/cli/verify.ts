import type { Scenario } from "../core/scenario.ts";
import { MachineError } from "../transform/machine.ts";
import { NO_LIMITS } from "../verify/explore.ts";
import { replay } from "../verify/replay.ts";
import { formatReplay } from "../verify/report.ts";
import { parseSchedule } from "../verify/schedule.ts";
import type { Choice } from "../verify/system.ts";
import { type Refutation, type Verdict, verify } from "../verify/verify.ts";
import { defineCommand } from "./command.ts";
import { answer, note } from "./report.ts";
import { UsageError } from "./usage-error.ts";
import { readSubjects, type Subject } from "./verify-inputs.ts";
import { verifyProgress } from "./verify-progress.ts";

export const verifyCommand = defineCommand({
  usage: "verify <file..>",
  summary: "Try every interleaving of threads over modules, as their text stands",
  positionals: {
    file: {
      array: true,
      type: "string",
      demandOption: true,
      describe: "Generated modules, also edited ones, specs, or folders of either",
    },
  },
  options: {
    threads: { type: "number", default: 3, describe: "Threads of a scenario, at most (2 to 4)" },
    ops: {
      type: "number",
      default: 2,
      describe: "Operations of each of two threads; one less for each more",
    },
    preemptions: {
      type: "number",
      describe: "Interrupt threads so often at most; default: always",
    },
    kill: { type: "boolean", default: false, describe: "Stop each thread for ever at each step" },
    seconds: { type: "number", default: 60, describe: "Time for one scenario" },
    replay: { type: "string", requiresArg: true, describe: "Run one schedule and show its steps" },
    json: { type: "boolean", default: false, describe: "Print the verdicts as JSON" },
  },
  examples: [
    ["verify generated", "everything explored, or a counter-example"],
    ["verify specs/market.layout.ts --kill", "also with threads that die"],
    ["verify queue.gen.ts --replay push-pop/empty/2:2A.13B.2A", "a counter-example once more"],
  ],
  run: async (args) => {
    const threads = wholeNumber("threads", args.threads, 2);
    const limits = { threads, operations: wholeNumber("ops", args.ops, 1) };
    const subjects = await readSubjects(args.file);
    if (subjects.length === 0) {
      throw new UsageError(`${args.file.join(", ")}: no structure there has anything to explore`);
    }
    if (args.replay !== undefined) return replayOne(subjects, args.replay, limits);
    const preemptions = args.preemptions === undefined
      ? Infinity
      : wholeNumber("preemptions", args.preemptions, 0);
    if (!(args.seconds > 0)) {
      throw new UsageError(`--seconds ${args.seconds}: expected more than 0`);
    }
    const planned = plansOf(subjects, limits);
    const verdicts = planned.map(({ subject, scenarios }) => {
      const progress = verifyProgress(subject.file);
      const verdict = checking(subject, () => {
        try {
          return verify(
            subject.program,
            scenarios,
            { ...NO_LIMITS, preemptions, kill: args.kill, seconds: args.seconds },
            progress.show,
          );
        } finally {
          progress.stop();
        }
      });
      if (!args.json) { for (const line of describe(subject, verdict)) answer(line); }
      return { subject, verdict };
    });
    if (args.json) answer(JSON.stringify(verdicts.map(asJson), null, 2));
    return verdicts.some(({ verdict }) => verdict.refutation !== undefined) ? 1 : 0;
  },
});

interface Plan {
  readonly subject: Subject;
  readonly scenarios: readonly Scenario[];
}

/** A suite may have nothing for a module; where that holds for all of them, somebody has to know. */
function plansOf(
  subjects: readonly Subject[],
  limits: Parameters<Subject["scenarios"]>[0],
): readonly Plan[] {
  const plans = subjects
    .map((subject) => ({ subject, scenarios: subject.scenarios(limits) }))
    .filter(({ scenarios }) => scenarios.length > 0);
  const files = new Set(plans.map(({ subject }) => subject.file));
  for (const { file, structure, program } of subjects) {
    if (files.has(file)) continue;
    const why =
      `${file}: no scenario fits ${program.className}, a ${structure}, with these options`;
    if (files.size === 0) throw new UsageError(`${why}; nothing is left to verify`);
    note(`not explored  ${why}`);
  }
  return plans;
}

function wholeNumber(name: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new UsageError(`--${name} ${value}: expected a whole number from ${least} on`);
}

function describe(subject: Subject, verdict: Verdict): readonly string[] {
  const { scenarios, states, transitions, seconds, bounded, walks, refutation } = verdict;
  const explored = `${count(scenarios)} scenarios, ${count(states)} states, ` +
    `${count(transitions)} transitions, ${seconds.toFixed(1)} s, ` +
    `${count(Math.round(states / seconds))} states/s`;
  const head = `${subject.file}  ${subject.structure} ${subject.program.className}`;
  const { operations, notCompiled } = subject.program;
  const unchecked = notCompiled.length === 0
    ? [`  all ${operations.length} public operations have machines`]
    : notCompiled.map(({ operation, reason }) => `  not checked: ${operation} (${reason})`);
  if (subject.lowered !== undefined) unchecked.unshift(`  made smaller: ${subject.lowered}`);
  if (refutation !== undefined) {
    return [`${head}: refuted`, `  ${explored}`, ...unchecked, "", ...table(subject, refutation)];
  }
  const first = bounded[0];
  const extent = first === undefined
    ? "complete: every interleaving"
    : `bounded: ${bounded.length} of the scenarios by ${first.bound}` +
      (walks === 0 ? "" : `, and ${count(walks)} random schedules of them`);
  return [`${head}: nothing found`, `  ${explored}`, `  ${extent}`, ...unchecked];
}

function table(subject: Subject, { scenario, finding, choices, schedule }: Refutation) {
  const found = replay(subject.program, scenario, choices);
  return [
    `${finding.kind} in ${scenario.name}: ${finding.message}`,
    "",
    formatReplay(found, { scenario, text: subject.text }),
    "",
    `again: amph-gen verify ${subject.file} --replay ${schedule}`,
  ];
}

function replayOne(
  subjects: readonly Subject[],
  text: string,
  limits: Parameters<Subject["scenarios"]>[0],
): number {
  const files = new Set(subjects.map(({ file }) => file));
  const [file] = files;
  if (file === undefined || files.size !== 1) throw new UsageError("--replay takes one module");
  const { name, choices } = scheduleOf(text);
  // A module has a subject for each suite of its structure; names tell their scenarios apart.
  const found =
    subjects.flatMap((subject) =>
      subject.scenarios(limits).filter((scenario) => scenario.name === name)
        .map((scenario) => ({ subject, scenario }))
    )[0];
  if (found === undefined) {
    throw new UsageError(
      `${file} has no scenario ${name}: give the --threads and --ops of the run that found it`,
    );
  }
  return showReplay(found.subject, found.scenario, choices);
}

function showReplay(
  subject: Subject,
  scenario: Scenario,
  choices: readonly Choice[],
): number {
  const found = checking(
    subject,
    () => replayOf(() => replay(subject.program, scenario, choices)),
  );
  answer(formatReplay(found, { scenario, text: subject.text }));
  const { finding } = found;
  answer(finding === undefined ? "\nnothing found" : `\n${finding.kind}: ${finding.message}`);
  return finding === undefined ? 0 : 1;
}

function scheduleOf(text: string) {
  const { scenario, choices } = replayOf(() => parseSchedule(text));
  return { name: scenario, choices };
}

/** What a machine cannot do is no fault of the module, and no proof of it either. */
function checking<Result>({ file }: Subject, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof MachineError)) throw error;
    throw new UsageError(`${file} cannot be checked: ${error.message}`);
  }
}

/** A schedule that does not fit is wrong input. */
function replayOf<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof MachineError) throw error;
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function asJson({ subject, verdict }: { readonly subject: Subject; readonly verdict: Verdict }) {
  const { refutation, ...rest } = verdict;
  return {
    file: subject.file,
    structure: subject.structure,
    name: subject.program.className,
    lowered: subject.lowered,
    isComplete: refutation === undefined && verdict.bounded.length === 0,
    ...rest,
    statesPerSecond: Math.round(verdict.states / verdict.seconds),
    notChecked: subject.program.notCompiled,
    finding: refutation && {
      scenario: refutation.scenario.name,
      ...refutation.finding,
      schedule: refutation.schedule,
    },
  };
}

function count(value: number): string {
  return value.toLocaleString("en");
}
