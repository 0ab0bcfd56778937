/** A thread that runs a loom, or one that plays ball with a fiber of it. */
import { Weave } from "../golden/weave.gen.ts";
import { serveWorker } from "../support/worker.ts";

export type LoomTask =
  & { readonly handle: Weave["handle"]; readonly rounds: number }
  & (
    | { readonly kind: "run"; readonly players: number; readonly how: "blocking" | "events" }
    | { readonly kind: "play"; readonly player: number; readonly how: "blocking" | "events" }
    | { readonly kind: "stall"; readonly ms: number }
    | { readonly kind: "late"; readonly how: "blocking" | "events" }
  );

/** A failed wait must not go on for ever. */
const LIMIT_MS = 30_000;

await serveWorker(async (task: LoomTask, progress) => {
  const loom = Weave.attach(task.handle);
  switch (task.kind) {
    case "run": {
      for (let player = 0; player < task.players; player++) {
        loom.spawnPlayer(2 * player, 2 * player + 1, task.rounds);
      }
      if (task.how === "blocking") loom.runBlocking();
      else await loom.run();
      return loom.switches;
    }
    case "play": {
      const [there, back] = [2 * task.player, 2 * task.player + 1];
      for (let round = 0; round < task.rounds; round++) {
        progress(`round ${round}`);
        loom.post(there);
        const posted = task.how === "blocking"
          ? loom.wait(back, LIMIT_MS)
          : await loom.waitAsync(back, { timeoutMs: LIMIT_MS });
        if (!posted) throw new Error(`nothing came back in round ${round}`);
        loom.reset(back);
      }
      return task.rounds;
    }
    case "stall":
      loom.spawnBusy(task.ms);
      loom.runBlocking({ onStall: () => {}, stallMs: 10 });
      return task.ms;
    case "late": {
      // Posts and limits that meet: each wait of a fiber ends by one of the two.
      const ids = [];
      let hits = 0;
      for (let round = 0; round < task.rounds; round++) {
        const id = loom.spawnTimed(0, 1);
        ids.push(id);
        const result = loom.joinAsync(id);
        if (task.how === "blocking") loom.runBlocking();
        else await loom.run();
        hits += await result;
        loom.reset(0);
      }
      return hits;
    }
  }
});
