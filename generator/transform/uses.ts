/**
 * Reads from an emitted module which of its operations read and write which bytes, private methods
 * and helpers included. It says what an operation may touch, whatever its arguments are. `create` and
 * `attach` are left out: they come before the structure is in use.
 */
import { ts } from "ts-morph";
import type { Use } from "../layout/uses.ts";
import { accessOf, bytesOfBase } from "./uses/access.ts";
import { type Bindings, placesOf } from "./uses/places.ts";
import { operationsOf, unitsOf } from "./uses/units.ts";

export function usesOf(text: string): readonly Use[] {
  const file = ts.createSourceFile("module.ts", text, ts.ScriptTarget.Latest, true);
  const module = { bases: basesOf(file), units: unitsOf(file) };
  return operationsOf(module.units).flatMap((operation) => {
    const found = new Map<number, Use>();
    const visited = new Set<string>();
    const visit = (name: string, bindings: Bindings): void => {
      const key = `${name} ${JSON.stringify([...bindings])}`;
      if (visited.has(key)) return;
      visited.add(key);
      for (const unit of module.units.get(name) ?? []) {
        const scope = { ...module, unit, bindings };
        for (const node of unit.nodes) {
          const access = accessOf(node);
          if (access !== undefined) {
            for (const { bytes } of placesOf(access.index, scope)) {
              if (bytes === undefined) continue;
              const before = found.get(bytes);
              found.set(bytes, {
                operation: operation.label,
                byteOffset: bytes,
                reads: access.reads || before?.reads === true,
                writes: access.writes || before?.writes === true,
              });
            }
          }
          const call = unit.calls.get(node);
          if (call === undefined) continue;
          for (const callee of module.units.get(call.name) ?? []) {
            visit(call.name, bound(callee.parameters, call.args, scope));
          }
        }
      }
    };
    visit(operation.name, new Map());
    return [...found.values()].sort((a, b) => a.byteOffset - b.byteOffset);
  });
}

/** What the parameters of a call are known to be. */
function bound(
  parameters: readonly string[],
  args: readonly ts.Expression[],
  scope: Parameters<typeof placesOf>[1],
): Bindings {
  return new Map(
    parameters.flatMap((name, k) => {
      const arg = args[k];
      if (arg === undefined) return [];
      const places = placesOf(arg, scope);
      return places.some(({ bytes, flag }) => bytes !== undefined || flag !== undefined)
        ? [[name, places] as const]
        : [];
    }),
  );
}

/** Constants that say where something begins, in bytes. */
function basesOf(file: ts.SourceFile): ReadonlyMap<string, number> {
  const bases = new Map<string, number>();
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (initializer === undefined || !ts.isNumericLiteral(initializer)) continue;
      const bytes = bytesOfBase(name.getText(), Number(initializer.text));
      if (bytes !== undefined) bases.set(name.getText(), bytes);
    }
  }
  return bases;
}
