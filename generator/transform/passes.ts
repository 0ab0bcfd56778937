/**
 * What happens to a rendered module before it is formatted, in this order. Passes delete, rename,
 * inline or inspect; none adds a statement that no template holds.
 */
import { audit } from "./audit.ts";
import { inlineConstants } from "./inline-constants.ts";

/** Module-level constants by name. */
type Constants = ReadonlyMap<string, number>;

interface Pass {
  readonly name: string;
  readonly run: (
    text: string,
    constants: Constants,
    imports: readonly string[],
    applicationImports: readonly string[],
  ) => string;
}

const PASSES: readonly Pass[] = [
  { name: "inline constants", run: inlineConstants },
  {
    name: "audit",
    run: (text, constants, imports, applicationImports) => {
      const faults = audit(text, constants, imports, applicationImports);
      if (faults.length > 0) throw new Error(faults.join("\n"));
      return text;
    },
  },
];

/**
 * `imports` are the modules that it may import, `applicationImports` declarations that may stand in it.
 * Throws with the pass's name and its reason; a fault of
 * a template, never of a spec.
 */
export function transformModule(
  text: string,
  constants: Constants,
  imports: readonly string[] = [],
  applicationImports: readonly string[] = [],
): string {
  let current = text;
  for (const { name, run } of PASSES) {
    try {
      current = run(current, constants, imports, applicationImports);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`pass "${name}": ${reason}`, { cause });
    }
  }
  return current;
}
