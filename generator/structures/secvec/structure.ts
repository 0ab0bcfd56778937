/** The two forms of the vector: one that shrinks, and one that is only appended to. */
import type { ModulePlan, PlanInput } from "../../emit/plan.ts";
import type { LayoutRequest } from "../../layout/model.ts";
import type { StructureSpec } from "../../spec/model.ts";
import { appendAreas } from "./append.ts";
import { planAppend } from "./plan.ts";
import { type FormAreas, type SecVecOptions, secVecOptions, secVecRequest } from "./request.ts";
import { planShrink } from "./shrink-plan.ts";
import { shrinkAreas } from "./shrink.ts";

interface Form {
  readonly areas: (options: SecVecOptions) => FormAreas;
  readonly plan: (input: PlanInput) => ModulePlan;
}

const APPEND: Form = { areas: appendAreas, plan: planAppend };
const SHRINK: Form = { areas: shrinkAreas, plan: planShrink };

function formOf(spec: StructureSpec): Form {
  return secVecOptions(spec).shrink ? SHRINK : APPEND;
}

export function requestSecVec(spec: StructureSpec): LayoutRequest {
  const options = secVecOptions(spec);
  return secVecRequest(spec.name, spec.item, options, formOf(spec).areas(options));
}

export function planSecVec(input: PlanInput): ModulePlan {
  return formOf(input.spec).plan(input);
}
