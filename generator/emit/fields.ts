/**
 * Plain accessors of an item that lies in one place: `setPrice(value)`, `getPrice()`; elements of
 * arrays take their index first.
 */
import type { ItemLayout } from "../layout/model.ts";
import { leavesOf } from "./accessors.ts";
import { byWidth, capital, emitPart, type ItemNames, type UnionNames } from "./item.ts";
import { docComment, specType, tsType } from "./types.ts";

export function emitFieldAccessors(
  item: ItemLayout,
  unions: UnionNames,
  place: NonNullable<ItemNames["place"]>,
): readonly string[] {
  const taken = new Set<string>();
  return leavesOf(item).flatMap((leaf) => {
    const path = leaf.path.filter((part) => part !== "");
    const wanted = path.map(capital).join("");
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted}${n}`;
    taken.add(name);
    const label = path.join(".");
    const type = tsType(leaf.layout.type);
    const code = emitPart(leaf, { unions, source: "value", target: "into", place });
    const indices = leaf.steps.map(({ variable }) => `${variable}: number`);
    const views = [...code.views].sort(byWidth).map((view) => `const ${view} = this.#${view};`);
    const guards = leaf.steps.map(({ variable }, k) =>
      `if (${variable} !== ${variable} >>> 0 || ${variable} >= ${leaf.lengths[k]}) ` +
      `throw notAnIndex("${label}", ${variable}, ${leaf.lengths[k]});`
    );
    const what = `\`${label}\` (${specType(leaf.layout.type)})`;
    return [
      [
        docComment(`Plainly reads ${what}. ${leaf.doc}`.trim()),
        `get${name}(${indices.join(", ")}): ${type} {`,
        ...guards,
        ...views,
        ...code.load,
        `return ${code.value};`,
        `}`,
      ].join("\n"),
      [
        docComment(`Plainly writes ${what}.`),
        `set${name}(${[...indices, `value: ${type}`].join(", ")}): void {`,
        ...guards,
        ...code.capture,
        ...views,
        ...code.store,
        `}`,
      ].join("\n"),
    ];
  });
}
