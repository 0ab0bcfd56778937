import type { ItemLayout } from "./model.ts";
import { type Access, access } from "./spans.ts";

/** Every access of an item that starts at `base`, arrays expanded, and where the tree is wrong. */
export function accessesOf(
  item: ItemLayout,
  base: number,
  name: string,
): { accesses: Access[]; faults: string[] } {
  const start = base + item.byteOffset;
  const { type, view } = item;
  const found = (...accesses: Access[]) => ({ accesses, faults: [] as string[] });
  const wrong = (fault: string) => ({ accesses: [], faults: [`${name}: ${fault}`] });

  switch (type.kind) {
    case "scalar": {
      const stored = type.scalar === "bool" ? "u8" : type.scalar === "u53" ? "f64" : type.scalar;
      if (view !== stored) return wrong(`${type.scalar} cannot be stored as ${view}`);
      return found(access(name, start, view));
    }
    case "union": {
      const enough = view === "u8" ? 2 ** 8 : view === "u16" ? 2 ** 16 : 0;
      if (view === undefined || type.members.length > enough) {
        return wrong(`${type.members.length} members cannot be stored as ${view}`);
      }
      return found(access(name, start, view));
    }
    case "bytes":
      return found({ name, start, end: start + type.length, view: "u8" });
    case "text": {
      const longest = item.lengthView === "u8" ? 255 : item.lengthView === "u16" ? 65_535 : 0;
      if (item.lengthView === undefined || type.bytes > longest) {
        return wrong(`a length of ${type.bytes} cannot be stored as ${item.lengthView}`);
      }
      const data = base + item.dataByteOffset;
      return found(
        access(`${name}.length`, start, item.lengthView),
        { name, start: data, end: data + type.bytes, view: "u8" },
      );
    }
    case "array": {
      const { element, strideBytes } = item;
      if (element === undefined) return wrong("an array without an element");
      return joined(
        Array.from(
          { length: type.length },
          (_, index) => accessesOf(element, start + index * strideBytes, `${name}[${index}]`),
        ),
      );
    }
    case "record": {
      const { fields } = type.record;
      if (
        fields.length !== item.fields.length ||
        fields.some((field, index) => field.name !== item.fields[index]?.field.name)
      ) return wrong("other fields than the type has");
      return joined(
        item.fields.map(({ field, layout }) => accessesOf(layout, base, `${name}.${field.name}`)),
      );
    }
  }
}

function joined(
  parts: readonly { accesses: Access[]; faults: string[] }[],
): { accesses: Access[]; faults: string[] } {
  return {
    accesses: parts.flatMap((part) => part.accesses),
    faults: parts.flatMap((part) => part.faults),
  };
}
