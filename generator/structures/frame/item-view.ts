/** The code of one item, as the templates of the structures use it. */
import { emitItem, isFillable, nameUnions, slotBases } from "../../emit/item.ts";
import { scalarType, tsType } from "../../emit/types.ts";
import type { ItemLayout, View } from "../../layout/model.ts";
import type { SlotType } from "../../spec/model.ts";
import type { ItemView } from "./view.ts";

export function itemView(type: SlotType, item: ItemLayout, views: readonly View[]): ItemView {
  const unions = nameUnions(item);
  const single = emitItem(item, { unions, source: "item", target: "into" });
  const many = emitItem(item, { unions, source: "item", target: "target" });
  const fillable = isFillable(item);
  const name = tsType(type);
  const array = type.kind === "union" ? `(${name})[]` : `${name}[]`;
  const isNumeric = type.kind === "scalar" && scalarType(type.scalar) !== "boolean";
  return {
    type: name,
    into: fillable ? `into?: ${name}` : "_into?: undefined",
    intoArgument: fillable ? "into" : "",
    intoArgumentComma: fillable ? "into, " : "",
    intoSlowly: fillable ? `into: ${name} | undefined, ` : "",
    elementType: name,
    manyType: isNumeric ? `{ readonly length: number; [index: number]: ${name} }` : array,
    fillable,
    isRecord: type.kind === "record",
    check: single.check,
    capture: single.capture,
    views: views.filter((view) => view !== "i32").map((view) => `const ${view} = this.#${view};`),
    bases: slotBases(single.views),
    store: single.store,
    prepare: single.prepare,
    load: single.load,
    value: single.value,
    fill: single.fill,
    prepareMany: many.prepare,
    loadMany: many.load,
    fillMany: many.fill,
  };
}
