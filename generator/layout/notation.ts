import type { SlotType } from "../spec/model.ts";

/** A slot type as a spec writes it: `f64`, `Text<16>`, `FixedArray<u8, 3>`, `"bid" | "ask"`, `Point`. */
export function typeNotation(type: SlotType): string {
  switch (type.kind) {
    case "scalar":
      return type.scalar;
    case "text":
      return `Text<${type.bytes}>`;
    case "bytes":
      return `Bytes<${type.length}>`;
    case "array":
      return `FixedArray<${typeNotation(type.of)}, ${type.length}>`;
    case "union":
      return type.members.map((member) => JSON.stringify(member)).join(" | ");
    case "record":
      return type.record.name;
  }
}
