/**
 * What happens to a rendered module before it is formatted, in this order. Passes delete, rename,
 * inline or inspect; none adds a statement that no template holds.
 */
import type { ModulePlan } from "../emit/plan.ts";
import { audit } from "./audit.ts";
import { inlineConstants } from "./inline-constants.ts";

interface Pass {
  readonly name: string;
  readonly run: (text: string, plan: ModulePlan) => string;
}

const PASSES: readonly Pass[] = [
  { name: "inline constants", run: (text, { constants }) => inlineConstants(text, constants) },
  {
    name: "audit",
    run: (text, { constants }) => {
      const faults = audit(text, constants);
      if (faults.length > 0) throw new Error(faults.join("\n"));
      return text;
    },
  },
];

export function transformModule(text: string, plan: ModulePlan): string {
  let current = text;
  for (const { name, run } of PASSES) {
    try {
      current = run(current, plan);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`pass "${name}" over ${plan.main}: ${reason}`, { cause });
    }
  }
  return current;
}
