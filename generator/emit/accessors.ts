/**
 * Setters and getters that reach one field of a claimed or peeked slot without copying the item:
 * `setPrice(slot, value)`, `getPrice(slot)`; elements of arrays take their index after the slot.
 */
import type { ItemLayout } from "../layout/model.ts";
import { capital, emitPart, type ItemPart, slotBases, type UnionNames } from "./item.ts";
import { docComment, specType, tsType } from "./types.ts";

/** A piece of an item that has a value of its own. */
export interface Leaf extends ItemPart {
  readonly doc: string;
  /** Lengths of the arrays around it, outermost first. */
  readonly lengths: readonly number[];
}

export function emitAccessors(item: ItemLayout, unions: UnionNames): readonly string[] {
  const methods: string[] = [];
  const taken = new Set<string>();
  for (const leaf of leavesOf(item)) {
    const wanted = leaf.path.filter((part) => part !== "").map(capital).join("") || "Value";
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted}${n}`;
    taken.add(name);
    const label = leaf.path.filter((part) => part !== "").join(".") || "the item";
    const type = tsType(leaf.layout.type);
    const indices = leaf.steps.map(({ variable }) => `, ${variable}: number`).join("");
    const code = emitPart(leaf, { unions, source: "value", target: "into" });
    const bases = slotBases(code.views);
    const views = [...code.views].map((view) => `const ${view} = this.#${view};`);
    const guards = [
      `if (slot !== (slot & MASK)) throw notASlot(slot);`,
      ...leaf.steps.map(({ variable }, k) =>
        `if (${variable} !== ${variable} >>> 0 || ${variable} >= ${
          leaf.lengths[k]
        }) throw new RangeError(\`${label}: \${${variable}} is not an index below ${
          leaf.lengths[k]
        }\`);`
      ),
    ];
    const what = `\`${label}\` (${specType(leaf.layout.type)})`;
    methods.push(
      [
        docComment(`Writes ${what} of a claimed slot. ${leaf.doc}`.trim()),
        `set${name}(slot: number${indices}, value: ${type}): void {`,
        ...guards,
        ...code.capture,
        ...views,
        ...bases,
        ...code.store,
        `}`,
      ].join("\n"),
      [
        docComment(`Reads ${what} of a peeked slot.`),
        `get${name}(slot: number${indices}): ${type} {`,
        ...guards,
        ...views,
        ...bases,
        ...code.load,
        `return ${code.value};`,
        `}`,
      ].join("\n"),
    );
  }
  return methods;
}

/** The pieces that have a value of their own: elements of arrays, fields of records. */
export function leavesOf(item: ItemLayout): Leaf[] {
  const found: Leaf[] = [];
  const visit = (leaf: Leaf): void => {
    const { layout, offset, path, steps, lengths } = leaf;
    if (layout.type.kind === "record") {
      for (const { field, layout: inner } of layout.fields) {
        visit({ ...leaf, layout: inner, path: [...path, field.name], doc: field.doc });
      }
    } else if (layout.type.kind === "array" && layout.element !== undefined) {
      const variable = steps.length === 0 ? "index" : `index${steps.length + 1}`;
      visit({
        ...leaf,
        layout: layout.element,
        path: [...path, ""],
        offset: offset + layout.byteOffset,
        steps: [...steps, { variable, strideBytes: layout.strideBytes }],
        lengths: [...lengths, layout.type.length],
      });
    } else found.push(leaf);
  };
  visit({
    layout: item,
    path: [],
    offset: 0,
    steps: [],
    fillable: false,
    doc: "",
    lengths: [],
  });
  return found;
}
