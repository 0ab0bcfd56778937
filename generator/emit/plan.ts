/** What a structure hands to the renderer: which templates, what goes into their holes, which numbers to inline. */
import type { Layout } from "../layout/model.ts";
import type { ContainerSpec, StructureSpec } from "../spec/model.ts";
import type { Partials } from "./template.ts";

export interface PlanInput {
  readonly spec: StructureSpec;
  readonly layout: Layout;
  readonly banner: string;
}

export interface ContainerInput {
  readonly spec: ContainerSpec;
  /** Its members' layouts are in it. */
  readonly layout: Layout;
  readonly banner: string;
}

export interface ModulePlan {
  /** Path below `templates/`. */
  readonly main: string;
  readonly partials: Partials;
  readonly view: object;
  /** Module-level constants by name; operations get their values written in. */
  readonly constants: ReadonlyMap<string, number>;
  /** What the module imports: the modules of its members, beside it. Nothing else may be imported. */
  readonly imports?: readonly string[];
  /** The application's import declarations that its spec asks to repeat: functions that fibers call. */
  readonly applicationImports?: readonly string[];
}
