/** The application's functions that fibers call, as the emitted module imports them. */
import { relative, resolve } from "node:path";
import type { CompiledFiber } from "../../transform/fibers/model.ts";

/** Folders as the user named them, with respect to one and the same place. */
export interface Folders {
  readonly ofSpec: string;
  readonly ofModule: string;
}

/**
 * The declarations with the names alone that `fibers` mention. Relative ones lead to the same files
 * from the emitted module's folder; without `folders`, they stay as they are.
 */
export function applicationImports(
  declarations: readonly string[],
  fibers: readonly CompiledFiber[],
  folders: Folders | undefined,
): readonly string[] {
  const isUsed = (name: string): boolean =>
    fibers.some(({ code }) => new RegExp(`(?<![\\w$.#])${escaped(name)}(?![\\w$])`).test(code));
  return declarations.flatMap((declaration) => {
    const specifier = /["']([^"']*)["']\s*;?$/.exec(declaration)?.[1] ?? "";
    const from = `from ${JSON.stringify(moved(specifier, folders))};`;
    const namespace = /\*\s*as\s+([\w$]+)/.exec(declaration)?.[1];
    if (namespace !== undefined) {
      return isUsed(namespace) ? [`import * as ${namespace} ${from}`] : [];
    }
    const main = /^import\s+([\w$]+)\s*(?:,|from)/.exec(declaration)?.[1];
    const named = (/\{([^}]*)\}/.exec(declaration)?.[1] ?? "").split(",")
      .map((one) => one.trim().replace(/\s+/g, " "))
      .filter((one) => one !== "" && isUsed(one.split(" ").at(-1) ?? ""));
    const parts = [
      ...main !== undefined && isUsed(main) ? [main] : [],
      ...named.length > 0 ? [`{ ${named.join(", ")} }`] : [],
    ];
    return parts.length > 0 ? [`import ${parts.join(", ")} ${from}`] : [];
  });
}

const escaped = (name: string): string => name.replaceAll("$", "\\$");

function moved(specifier: string, folders: Folders | undefined): string {
  if (folders === undefined || !/^\.\.?\//.test(specifier)) return specifier;
  const target = resolve(folders.ofSpec, specifier);
  const path = relative(resolve(folders.ofModule), target).replaceAll("\\", "/");
  return path.startsWith(".") ? path : `./${path}`;
}
