/** How slot types appear in TypeScript, and how a text of the spec appears in emitted text. */
import type { View } from "../layout/model.ts";
import type { RecordType, Scalar, SlotType } from "../spec/model.ts";

export const VIEW_ARRAY: Readonly<Record<View, string>> = {
  u8: "Uint8Array",
  i8: "Int8Array",
  u16: "Uint16Array",
  i16: "Int16Array",
  u32: "Uint32Array",
  i32: "Int32Array",
  f32: "Float32Array",
  f64: "Float64Array",
  u64: "BigUint64Array",
  i64: "BigInt64Array",
};

/** `typeof` of a scalar's JavaScript value. */
export function scalarType(scalar: Scalar): "number" | "boolean" | "bigint" {
  if (scalar === "bool") return "boolean";
  return scalar === "u64" || scalar === "i64" ? "bigint" : "number";
}

/** The typed array that stands for `FixedArray<scalar, n>`; `undefined` for `bool`, which has none. */
export function scalarArray(scalar: Scalar): string | undefined {
  if (scalar === "bool") return undefined;
  return VIEW_ARRAY[scalar === "u53" ? "f64" : scalar];
}

export function tsType(type: SlotType): string {
  switch (type.kind) {
    case "scalar":
      return scalarType(type.scalar);
    case "text":
      return "string";
    case "bytes":
      return "Uint8Array";
    case "union":
      return type.members.map(quote).join(" | ");
    case "record":
      return type.record.name;
    case "array": {
      const typed = type.of.kind === "scalar" ? scalarArray(type.of.scalar) : undefined;
      if (typed !== undefined) return typed;
      const element = tsType(type.of);
      return type.of.kind === "union" ? `(${element})[]` : `${element}[]`;
    }
  }
}

/** As the spec writes it, for documentation. */
export function specType(type: SlotType): string {
  switch (type.kind) {
    case "scalar":
      return type.scalar;
    case "text":
      return `Text<${type.bytes}>`;
    case "bytes":
      return `Bytes<${type.length}>`;
    case "union":
      return type.members.map(quote).join(" | ");
    case "record":
      return type.record.name;
    case "array":
      return `FixedArray<${specType(type.of)}, ${type.length}>`;
  }
}

/** Every record of a type, the outermost first, each once. */
export function recordsOf(type: SlotType): readonly RecordType[] {
  const found = new Map<string, RecordType>();
  const visit = (part: SlotType): void => {
    if (part.kind === "array") visit(part.of);
    if (part.kind !== "record" || found.has(part.record.name)) return;
    found.set(part.record.name, part.record);
    for (const field of part.record.fields) visit(field.type);
  };
  visit(type);
  return [...found.values()];
}

/**
 * A string literal that no character of `text` can end: line separators and non-ASCII are escaped,
 * and so is what a tool that reads text would take for an instruction.
 */
export function quote(text: string): string {
  return JSON.stringify(text)
    .replace(
      /[^\x20-\x7e]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    )
    .replace(INSTRUCTION, "$1\\u002d");
}

/** How instructions to a compiler, linter or formatter begin. */
const INSTRUCTION = /(@ts|deno-lint|eslint|deno-fmt|dprint)-/g;

/** Text that can neither end a comment nor be taken for an instruction to a compiler or linter. */
export function commentText(text: string): string {
  return text.replaceAll("*/", "*\\/").replace(INSTRUCTION, "$1 -");
}

/** A doc comment, or nothing for an empty text. */
export function docComment(text: string): string {
  const lines = commentText(text).split(/\r\n|[\n\r\u2028\u2029]/).map((line) => line.trimEnd());
  while (lines.length > 0 && lines.at(-1) === "") lines.pop();
  if (lines.length === 0) return "";
  if (lines.length === 1 && (lines[0] ?? "").length <= 90) return `/** ${lines[0]} */`;
  return ["/**", ...lines.map((line) => ` * ${line}`.trimEnd()), " */"].join("\n");
}
