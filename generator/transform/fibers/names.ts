/** Names of locals in emitted code. */
import { RESERVED_WORDS } from "../../core/identifiers.ts";
import type { Binding } from "./binder.ts";
import type { Variable } from "./ir.ts";

/** Names that emitted methods declare. */
const DECLARED: ReadonlySet<string> = new Set(
  "fiber frame wide i32 f64 i64 state handler caught thrown head until".split(" "),
);

/** Globals that they use. */
const USED: ReadonlySet<string> = new Set(["BigInt", "Math", "RangeError", "undefined"]);

/** Whether emitted methods declare the name; `argument0` … hold arguments that change locals. */
export const isDeclaredName = (name: string): boolean =>
  DECLARED.has(name) || /^argument\d+$/.test(name);

/** Whether nothing else may have the name in an emitted method. */
export const isEmittedName = (name: string): boolean => isDeclaredName(name) || USED.has(name);

export interface Namer {
  /** Gives a local that stands for the whole method its name. */
  claim(variable: Variable): void;
}

/**
 * Locals keep their names. Where several in different blocks have one, the later ones get a number,
 * since all of them stand side by side in the method.
 */
export function namerOf({ all, free }: Binding): Namer {
  const declared = new Set(all.map(({ name }) => name));
  const claimed = new Set<string>();
  const isFree = (name: string) =>
    !claimed.has(name) && !free.has(name) && !isEmittedName(name) && !RESERVED_WORDS.has(name);
  const numbered = (name: string): string => {
    for (let number = 2;; number++) {
      const candidate = `${name}${number}`;
      if (isFree(candidate) && !declared.has(candidate)) return candidate;
    }
  };
  // Within a statement that is kept whole, only these would be in the way.
  for (const variable of all) {
    if (!isEmittedName(variable.name)) continue;
    variable.emitted = numbered(variable.name);
    claimed.add(variable.emitted);
  }
  return {
    claim(variable) {
      if (claimed.has(variable.emitted) && isEmittedName(variable.name)) return;
      const isOwn = isFree(variable.name) &&
        (variable.declaration !== undefined || !declared.has(variable.name));
      variable.emitted = isOwn ? variable.name : numbered(variable.name);
      claimed.add(variable.emitted);
    },
  };
}
