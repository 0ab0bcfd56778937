/** One run: plan, threads, and the check of what they have recorded. */
import { currentRuntime } from "../../generator/runtime/runtime.ts";
import { runCrew } from "./crew.ts";
import { createChecker, type Recorded } from "./linearize.ts";
import { hrefOf } from "./modules.ts";
import { entriesOf, makePlan, type Plan, type Shape } from "./plan.ts";
import { describeOperations, describeRefusal } from "./report.ts";
import type { Entry } from "./history.ts";
import type { Structure, Subject } from "./structure.ts";

export interface RunOptions extends Shape {
  readonly stallMs: number;
  /** Instead of a variant that the seed chooses. */
  readonly subject?: Subject;
}

export interface RunSummary {
  readonly title: string;
  readonly rounds: number;
  readonly operations: number;
  /** Rounds whose histories allowed too much to be checked. */
  readonly unchecked: number;
  /** Operations that never returned, since their threads were terminated. */
  readonly pending: number;
}

interface Created {
  readonly handle: unknown;
}

/** Throws an error that says all that is known when a history has no explanation, or nothing moves. */
export async function stress(
  structure: Structure,
  seed: number,
  options: RunOptions,
): Promise<RunSummary> {
  const plan = await makePlan(structure, seed, options, options.subject);
  const { subject } = plan;
  const href = hrefOf(subject.text);
  const parts = await create(plan, href);
  const handles = parts.map(({ handle }) => handle);
  const end = await runCrew(plan, { href, handles, stallMs: options.stallMs });
  const fail = (what: string): never => {
    throw new Error(`${what}\n${describePlan(plan)}`);
  };
  const checked = checkPlan(plan);
  if (checked.failure !== undefined) fail(checked.failure);
  if (end.kind === "error") fail(`thread ${end.thread} threw ${end.text}`);
  if (end.kind === "stalled") {
    fail(
      `nothing moved for ${options.stallMs} ms: a wake-up was lost, or threads wait for each other\n` +
        describeOperations(
          plan.rounds.flatMap((_, round) => recordedOf(plan, entriesOf(plan, round)))
            .filter(({ result }) => result === undefined),
        ),
    );
  }
  return { title: describeTitle(plan), rounds: plan.rounds.length, ...checked };
}

async function create(plan: Plan, href: string): Promise<readonly Created[]> {
  const { className, createOptions } = plan.subject;
  const module: Record<string, { create(options: unknown): Created } | undefined> = await import(
    href
  );
  const found = module[className];
  if (found === undefined) throw new Error(`${href} does not export ${className}`);
  return Array.from({ length: plan.parts }, () => {
    const part = found.create(createOptions(plan.random));
    plan.subject.prepare?.(part);
    return part;
  });
}

interface Checked {
  readonly operations: number;
  readonly unchecked: number;
  readonly pending: number;
  readonly failure: string | undefined;
}

/** Each part by itself: a history is linearizable if that of each object is (Herlihy and Wing). */
function checkPlan(plan: Plan): Checked {
  const all = plan.rounds.map((_, round) => entriesOf(plan, round));
  let [operations, unchecked, pending] = [0, 0, 0];
  for (let part = 0; part < plan.parts; part++) {
    const rounds = all.map((entries) => entries.filter((entry) => entry.part === part));
    const entries = rounds.flat();
    operations += entries.length;
    pending += entries.filter(({ returned }) => returned === Infinity).length;
    const found = checkPart(plan, rounds, plan.subject.hopeless?.(entries));
    unchecked += found.unchecked;
    if (found.refused === undefined) {
      const last = plan.rounds.at(-1) === "awake" ? rounds.at(-1) : undefined;
      const complaint = last && plan.subject.complaint?.(last);
      if (complaint === undefined) continue;
      const failure = `part ${part}: ${complaint}`;
      return { operations, unchecked, pending, failure };
    }
    // Without a look ahead an operation is named that shows the fault by itself.
    const { refused = found.refused } = checkPart(plan, rounds, undefined);
    const failure = `not linearizable: ${refused.replace("PART", `part ${part}`)}`;
    return { operations, unchecked, pending, failure };
  }
  return { operations, unchecked, pending, failure: undefined };
}

function checkPart(
  plan: Plan,
  rounds: readonly (readonly Entry[])[],
  isHopeless: ((state: string) => boolean) | undefined,
): { readonly unchecked: number; readonly refused: string | undefined } {
  const checker = createChecker(plan.subject.initial, isHopeless);
  for (const [round, entries] of rounds.entries()) {
    const recorded = recordedOf(plan, entries);
    const verdict = checker.round(recorded);
    if (verdict.kind === "too many") {
      return { unchecked: rounds.length - round, refused: undefined };
    }
    if (verdict.kind === "refused") {
      const where = `round ${round} of ${rounds.length} (${plan.rounds[round]}), PART`;
      return { unchecked: 0, refused: `${where}\n${describeRefusal(verdict, recorded)}` };
    }
  }
  return { unchecked: 0, refused: undefined };
}

function recordedOf({ subject }: Plan, entries: readonly Entry[]): readonly Recorded[] {
  return entries.map((entry) => {
    const { result, ...reading } = subject.read(entry);
    const { thread, called, returned } = entry;
    return {
      thread,
      called,
      returned,
      result: returned === Infinity ? undefined : result,
      ...reading,
    };
  });
}

function describeTitle({ subject, threads, parts, isDisturbed, deaths }: Plan): string {
  return [
    `${subject.title}, ${threads} threads`,
    ...parts > 1 ? [`over ${parts} of them`] : [],
    ...isDisturbed ? ["disturbed"] : [],
    ...deaths === undefined ? [] : [`threads ${deaths.victims.join(" and ")} die`],
  ].join(", ");
}

function describePlan(plan: Plan): string {
  const { threads, rounds, hasDeaths } = plan.shape;
  const { name, version } = currentRuntime();
  return `${name} ${version}: ${
    describeTitle(plan)
  }\nthe same plan: npm run stress -- --seed ${plan.seed} ` +
    `--threads ${threads} --rounds ${rounds}${hasDeaths ? " --deaths" : ""}`;
}
