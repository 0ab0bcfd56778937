/** The structures that amph-gen knows, by the name that specs use. */
import type { ModulePlan, PlanInput } from "../emit/plan.ts";
import type { LayoutRequest } from "../layout/model.ts";
import type { StructureRules, StructureSpec } from "../spec/model.ts";
import { planCubby } from "./cubby/plan.ts";
import { cubbyRequest } from "./cubby/request.ts";
import { cubbyRules } from "./cubby/rules.ts";
import { planQueue } from "./queue/plan.ts";
import { queueOptions, queueRequest } from "./queue/request.ts";
import { queueRules } from "./queue/rules.ts";
import { planShared } from "./shared/plan.ts";
import { sharedRequest } from "./shared/request.ts";
import { sharedRules } from "./shared/rules.ts";
import { secVecRules } from "./secvec/rules.ts";
import { planSecVec, requestSecVec } from "./secvec/structure.ts";

export interface Structure {
  /** What a spec may ask. */
  readonly rules: StructureRules;
  /** What it asks of the layout. */
  readonly request: (spec: StructureSpec) => LayoutRequest;
  /** What its templates need. */
  readonly plan: (input: PlanInput) => ModulePlan;
}

export const STRUCTURES: readonly Structure[] = [
  {
    rules: queueRules,
    request: (spec) => queueRequest(spec.name, spec.item, queueOptions(spec)),
    plan: planQueue,
  },
  { rules: cubbyRules, request: cubbyRequest, plan: planCubby },
  { rules: sharedRules, request: sharedRequest, plan: planShared },
  { rules: secVecRules, request: requestSecVec, plan: planSecVec },
];

export function structureOf(spec: StructureSpec): Structure {
  const found = STRUCTURES.find(({ rules }) => rules.structure === spec.structure);
  if (found === undefined) throw new Error(`no structure is called ${spec.structure}`);
  return found;
}
