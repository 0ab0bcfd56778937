/** A thread that opens the container with the one handle it is sent, and works with every member. */
import { Hub } from "../golden/hub.gen.ts";
import { serveWorker } from "../support/worker.ts";

export type HubTask =
  | { readonly kind: "echo"; readonly handle: Hub["handle"] }
  | {
    readonly kind: "become";
    readonly handles: readonly Hub["handle"][];
    readonly wanted: "numbers" | "state";
  }
  | { readonly kind: "count"; readonly handle: Hub["handle"]; readonly times: number }
  | { readonly kind: "take"; readonly handle: Hub["handle"]; readonly rounds: number };

/** A failed wait must not go on for ever. */
const LIMIT_MS = 10_000;

await serveWorker((task: HubTask) => {
  switch (task.kind) {
    case "echo":
      return echo(Hub.attach(task.handle));
    case "become":
      return task.handles.map((handle) => become(Hub.attach(handle), task.wanted));
    case "count": {
      const { settings } = Hub.attach(task.handle);
      for (let time = 0; time < task.times; time++) settings.addCount(1);
      return settings.loadCount();
    }
    case "take":
      return take(Hub.attach(task.handle), task.rounds);
  }
});

/** What it finds in each member; then it answers in each. */
function echo({ settings, prices, book, control }: Hub): unknown {
  const found = {
    settings: settings.read(),
    price: prices.tryPop(),
    bid: book.bid.tryPop(),
    ask: book.ask.tryPop(),
    kind: control.kind,
    number: control.numbers.tryPop(),
  };
  settings.setName("worker");
  settings.storePhase("end");
  settings.notifyPhase();
  return found;
}

function become({ control }: Hub, wanted: "numbers" | "state"): string {
  try {
    if (wanted === "numbers") control.become("numbers", LIMIT_MS);
    else control.become("state", LIMIT_MS);
  } catch (error) {
    return error instanceof Error ? `${error.name} ${control.kind}` : String(error);
  }
  return `made ${control.kind}`;
}

/** Plain fields, handed over by an atomic one: the names that it was given. */
function take({ settings }: Hub, rounds: number): readonly string[] {
  const names: string[] = [];
  for (let round = 1; round <= rounds; round++) {
    if (!settings.waitPhase("start", LIMIT_MS)) return [...names, "waited in vain"];
    names.push(`${settings.getName()} ${settings.getRate()}`);
    settings.storePhase("start");
    settings.notifyPhase();
  }
  return names;
}
