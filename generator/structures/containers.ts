/** The containers that amph-gen knows: what holds other structures, by the name that specs use. */
import type { ContainerInput, ModulePlan } from "../emit/plan.ts";
import type { LayoutRequest, MemberLayout } from "../layout/model.ts";
import type { ContainerRules, ContainerSpec } from "../spec/model.ts";
import { planAmphetanim } from "./amphetanim/plan.ts";
import { amphetanimRequest } from "./amphetanim/request.ts";
import { amphetanimRules } from "./amphetanim/rules.ts";
import { planOneOf } from "./oneof/plan.ts";
import { oneOfRequest } from "./oneof/request.ts";
import { oneOfRules } from "./oneof/rules.ts";

export interface Container {
  /** What a spec may ask. */
  readonly rules: ContainerRules;
  /** What it asks of the layout; its members are laid out already. */
  readonly request: (name: string, members: readonly MemberLayout[]) => LayoutRequest;
  /** What its templates need. */
  readonly plan: (input: ContainerInput) => ModulePlan;
}

export const CONTAINERS: readonly Container[] = [
  { rules: amphetanimRules, request: amphetanimRequest, plan: planAmphetanim },
  { rules: oneOfRules, request: oneOfRequest, plan: planOneOf },
];

export function containerOf(spec: ContainerSpec): Container {
  const found = CONTAINERS.find(({ rules }) => rules.structure === spec.structure);
  if (found === undefined) throw new Error(`no container is called ${spec.structure}`);
  return found;
}
