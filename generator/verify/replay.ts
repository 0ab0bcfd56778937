/** One schedule, step by step, with all that it does. */
import type { Program } from "../core/machine.ts";
import type { Scenario } from "../core/scenario.ts";
import { type Finding, threadName } from "./finding.ts";
import { type Choice, createSystem, type Event } from "./system.ts";

/** A step of a schedule; the one before the first is what threads do before they can meet. */
export interface ReplayedStep {
  readonly choice: Choice | undefined;
  readonly events: readonly Event[];
}

export interface Replay {
  readonly steps: readonly ReplayedStep[];
  readonly finding: Finding | undefined;
}

/** Throws where the schedule does not fit the scenario. */
export function replay(
  program: Program,
  scenario: Scenario,
  choices: readonly Choice[],
): Replay {
  const system = createSystem(program, scenario, {
    isReduced: true,
    preemptions: Infinity,
    kill: true,
  });
  const steps: ReplayedStep[] = [];
  const listen = (choice: Choice | undefined) => {
    const events: Event[] = [];
    steps.push({ choice, events });
    return (event: Event) => void events.push(event);
  };
  let state = new Int32Array(system.stride);
  let next = new Int32Array(system.stride);
  let finding = system.start(state, listen(undefined));
  for (const [k, choice] of choices.entries()) {
    if (finding !== undefined) break;
    const { thread, move } = choice;
    const isPossible = system.choices(state)
      .some((possible) => possible.thread === thread && possible.move === move);
    if (!isPossible) {
      throw new Error(
        `step ${k + 1} of the schedule, ${threadName(thread)} (${move}), cannot happen in ` +
          `${scenario.name}: the module or the schedule has changed`,
      );
    }
    finding = system.step(state, choice, next, listen(choice));
    [state, next] = [next, state];
  }
  if (finding === undefined && system.choices(state).every(({ move }) => move === "kill")) {
    finding = system.end(state);
  }
  return { steps, finding };
}
