/** A thread that is a worker of a loom, or one that plays ball with its fibers. */
import type { FiberFailure } from "../golden/crew.gen.ts";
import { Band } from "../golden/band.gen.ts";
import { Crew } from "../golden/crew.gen.ts";
import { serveWorker } from "../support/worker.ts";

export type CrewTask =
  | { readonly kind: "run"; readonly handle: Crew["handle"]; readonly how: "blocking" | "events" }
  | { readonly kind: "band"; readonly handle: Band["handle"] }
  | {
    readonly kind: "play";
    readonly handle: Crew["handle"];
    readonly player: number;
    readonly rounds: number;
  };

export interface CrewReport {
  readonly worker: number;
  readonly stolen: number;
  readonly switches: number;
  /** Fibers that failed here, and where. */
  readonly failures: readonly string[];
}

/** A failed wait must not go on for ever. */
const LIMIT_MS = 30_000;

await serveWorker(async (task: CrewTask, progress) => {
  switch (task.kind) {
    case "run": {
      const loom = Crew.attach(task.handle);
      const failures: string[] = [];
      const events = {
        onError: ({ worker, name, error }: FiberFailure) =>
          failures.push(`${worker} ${name} ${error}`),
        onStall: () => {},
        stallMs: 20,
      };
      if (task.how === "blocking") loom.runBlocking(events);
      else await loom.run(events);
      const { worker, stolen, switches } = loom;
      loom.handOver();
      return { worker, stolen, switches, failures } satisfies CrewReport;
    }
    case "band": {
      const band = Band.attach(task.handle);
      band.runBlocking();
      const { worker, switches } = band;
      band.handOver();
      return { worker, stolen: 0, switches, failures: [] } satisfies CrewReport;
    }
    case "play": {
      const loom = Crew.attach(task.handle);
      const [there, back] = [2 * task.player, 2 * task.player + 1];
      for (let round = 0; round < task.rounds; round++) {
        progress(`round ${round}`);
        loom.post(there);
        if (!loom.wait(back, LIMIT_MS)) throw new Error(`nothing came back in round ${round}`);
        loom.reset(back);
      }
      return task.rounds;
    }
  }
});
