/** What the fibers of a loom ask of its options. */
import type { StructureDeclaration } from "../../spec/draft.ts";
import type { Faults } from "../../spec/faults.ts";
import type { LoomSpec } from "../../spec/model.ts";
import { quote } from "../../spec/messages/wording.ts";
import type { CompiledFiber } from "../../transform/fibers/model.ts";
import { alarmsOfWorkers, emptyPool } from "./messages.ts";

/** By option: the operations that take from that pool. */
const USERS: Readonly<Record<string, readonly string[]>> = {
  batons: ["wait", "timedWait", "select", "post", "tryWait", "reset"],
  locks: ["lock", "unlock", "acquire", "release", "waitAll", "add", "done"],
  sources: ["receive"],
};

/** Reports options with which a fiber could never run. */
export function checkNeeds(
  { name, options: written }: StructureDeclaration,
  { options }: LoomSpec,
  fibers: readonly CompiledFiber[],
  faults: Faults,
): void {
  const placeOf = (option: string) =>
    written?.find((one) => one.name.text === option)?.name.at ?? name.at;
  for (const [option, users] of Object.entries(USERS)) {
    if (options[option] !== 0) continue;
    const needy = fibers.find(({ usedOps }) => users.some((one) => usedOps.includes(one)));
    const used = users.find((one) => needy?.usedOps.includes(one));
    if (needy !== undefined) {
      const user = `the fiber ${quote(needy.name)} uses \`self.${used}\``;
      faults.report(placeOf(option), emptyPool(name.text, option, user));
    } else if (option === "batons" && options["timers"] !== 0) {
      faults.report(placeOf(option), emptyPool(name.text, option, "timers post batons"));
    }
  }
  if (Number(options["workers"]) < 2) return;
  if (options["timing"] === "host") faults.report(placeOf("timing"), alarmsOfWorkers(name.text));
}
