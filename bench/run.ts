/** A run of the bench: everything that it needs is made, then each case is measured under each runtime. */
import { probeHost } from "../generator/host/probe.ts";
import type { Available } from "./available.ts";
import { isEmitted } from "./cases/case.ts";
import { commitOf, thisMachine } from "./machine.ts";
import { measureCase, type MeasuredSide } from "./measure.ts";
import { makeModules } from "./modules.ts";
import { buildNative } from "./native/build.ts";
import { installPeers } from "./npm/install.ts";
import type { MeasureOptions } from "./options.ts";
import { casesFor, secondsOf, secondsOfAll } from "./plan.ts";
import { showProgress } from "./progress.ts";
import type { Result } from "./result.ts";
import { counted } from "./report/model.ts";
import { findRunner } from "./runners/find.ts";
import type { Runner, RunnerName } from "./runners/runner.ts";
import { spreadOf } from "./statistics.ts";

/** `tell` is called with all results so far whenever there are more. */
export async function measureAll(
  root: string,
  { runners: names, cases, effort }: MeasureOptions,
  tell: (results: readonly Result[]) => void,
): Promise<readonly Result[]> {
  const runners = await runnersOf(names, root);
  const host = probeHost();
  await makeModules(root, host);
  const available = await prepare(root);
  const common = { commit: commitOf(root), machine: thisMachine(host) };
  const results: Result[] = [];
  const work = runners.map((runner) => ({
    runner,
    cases: casesFor(runner.name, cases, available),
  }));
  const planned = secondsOfAll(cases, effort, runners.map(({ name }) => name), available);
  console.log(
    `${counted(cases.length, "case")} under ${runners.map(({ name }) => name).join(", ")}, ` +
      `${counted(effort.repeats, "repetition")}: about ${Math.ceil(planned / 60)} min`,
  );
  const count = work.reduce((sum, { cases }) => sum + cases.length, 0);
  const progress = showProgress(count, planned);
  for (const { runner, cases } of work) {
    for (const entry of cases) {
      progress.begin(`${runner.name} ${runner.version}: ${entry.name}`);
      const date = new Date().toISOString();
      const measured = await measureCase(
        entry,
        runner,
        available.native,
        effort,
        (side) => progress.advance(secondsOf(side, runner.name, effort)),
      );
      const { name, title, measure, sides } = entry;
      const against = sides.at(-1)?.name ?? "";
      for (const row of measured) {
        const compiler = "native" in row.side
          ? available.native.programs.get(row.side.native.program)?.compiler
          : undefined;
        results.push({
          case: name,
          title,
          measure,
          side: row.side.name,
          emitted: isEmitted(row.side),
          against,
          runtime: runner.name,
          repetitions: row.repetitions,
          version: runner.version,
          date,
          ...common,
          ...compiler === undefined ? {} : { compiler },
          ...row.failed === undefined ? {} : { failed: row.failed },
        });
        progress.print(`    ${summary(row)}`);
      }
      tell(results);
    }
  }
  progress.stop();
  for (const runner of runners) await runner.close();
  return results;
}

/** A runtime that is not there is left out, unless nothing remains. */
async function runnersOf(names: readonly RunnerName[], root: string): Promise<readonly Runner[]> {
  const found = await Promise.all(names.map((name) => findRunner(name, root)));
  const reasons = found.flatMap((runner) => "reason" in runner ? runner.reason : []);
  const runners = found.flatMap((runner) => "run" in runner ? runner : []);
  if (runners.length === 0) throw new Error(reasons.join("\n"));
  for (const reason of reasons) console.log(reason);
  return runners;
}

/** The peers, and native programs: what is missing is left out and said. */
async function prepare(root: string): Promise<Available> {
  const { packages, notes } = await installPeers(root);
  const native = await buildNative(root);
  for (const note of [...notes, ...native.notes]) console.log(note);
  return { native, packages };
}

function summary({ side, repetitions, failed }: MeasuredSide): string {
  const { min, median, max } = spreadOf(repetitions.map(({ value }) => value));
  return `${side.name}: ${failed ?? `${median} (${min} – ${max})`}`;
}
