/** AMPH2xx: types of items and fields. */
import type { Form } from "../draft.ts";
import type { Message } from "../faults.ts";
import { SCALARS } from "../model.ts";
import { didYouMean, type Examples, examples, quote } from "./wording.ts";

const FLOATS = "`f64` or `f32`";
const CHOICES = "a scalar, Text, Bytes, FixedArray, a union of string literals or a record";

/** Types of TypeScript that people reach for, and what stands for them here. */
const INSTEAD: Readonly<Record<string, (example: Examples) => string>> = {
  number: () => `${FLOATS}, or \`u32\`, \`i32\`, \`u53\` … for whole numbers`,
  string: (example) => `${example.text}, or a union such as ${example.union}`,
  boolean: () => "`bool`",
  bigint: () => "`u64` or `i64`",
  Date: () => "`f64` and store milliseconds, or `u64` and store nanoseconds",
  true: () => "`bool`",
  false: () => "`bool`",
  null: () => "a `bool` field beside the value that says whether it is there",
  undefined: () => "a `bool` field beside the value that says whether it is there",
  any: () => `the type itself: ${CHOICES}`,
  unknown: () => `the type itself: ${CHOICES}`,
  object: () => "an interface",
  never: () => `the type itself: ${CHOICES}`,
  void: () => `the type itself: ${CHOICES}`,
  symbol: (example) => `a union such as ${example.union}`,
  Array: (example) => example.array,
  ReadonlyArray: (example) => example.array,
  Map: (example) => `${example.array} of records`,
  Set: (example) => example.array,
  Record: () => "an interface",
  Buffer: (example) => example.bytes,
  ArrayBuffer: (example) => example.bytes,
  SharedArrayBuffer: (example) => example.bytes,
  Int8Array: (example) => `${example.array} of \`i8\``,
  Uint8Array: (example) => example.bytes,
  Uint8ClampedArray: (example) => example.bytes,
  Int16Array: (example) => `${example.array} of \`i16\``,
  Uint16Array: (example) => `${example.array} of \`u16\``,
  Int32Array: (example) => `${example.array} of \`i32\``,
  Uint32Array: (example) => `${example.array} of \`u32\``,
  Float32Array: (example) => `${example.array} of \`f32\``,
  Float64Array: (example) => example.array,
  BigInt64Array: (example) => `${example.array} of \`i64\``,
  BigUint64Array: (example) => `${example.array} of \`u64\``,
};

export function unknownType(name: string, declared: Iterable<string>, form: Form): Message {
  const instead = Object.hasOwn(INSTEAD, name) ? INSTEAD[name] : undefined;
  if (instead !== undefined) {
    return {
      code: "AMPH202",
      text: `${quote(name)} has no fixed size in memory: expected a slot type; ` +
        `write ${instead(examples(form))}`,
    };
  }
  const hint = didYouMean(name, [...SCALARS, ...declared]);
  return {
    code: "AMPH201",
    text: `unknown type ${quote(name)}: expected a slot type or a type declared in this file` +
      (hint === "" ? `; write ${SCALARS.join(", ")}, or declare ${quote(name)}` : hint),
  };
}

export const foreignType = (written: string, instead: string): Message => ({
  code: "AMPH203",
  text: `${quote(written)} is not a slot type: expected ${CHOICES}; write ${instead}`,
});

export const notImported = (name: string): Message => ({
  code: "AMPH204",
  text: `${quote(name)} is not imported: expected every type of the vocabulary in the import; ` +
    `write \`import type { …, ${name} } from "amph-gen/spec";\``,
});

export const optionalMember = (name: string): Message => ({
  code: "AMPH205",
  text:
    `${quote(name)} is optional: expected every field to be there, since its bytes always are; ` +
    "remove the `?`, and add a `bool` field where absence has to be told",
});

export const readonlyMember = (name: string): Message => ({
  code: "AMPH206",
  text: `${quote(name)} is readonly: expected a plain field, since a pop fills the object it is ` +
    "given; remove `readonly`",
});

export const foreignMember = (what: string): Message => ({
  code: "AMPH207",
  text:
    `${what} cannot be stored: expected fields written \`name: type;\`; write it so or remove it`,
});

export const typeArguments = (name: string, found: number, usage: string): Message => ({
  code: "AMPH208",
  text: `${quote(name)} has ${found} type argument${found === 1 ? "" : "s"}: expected ${usage}`,
});

export const wrongLength = (
  { of, unit, found, max }: { of: string; unit: string; found: string; max: number },
  example: string,
): Message => ({
  code: "AMPH209",
  text: `the length of ${of} is ${quote(found)}: expected a whole number of ${unit} from 1 to ` +
    `${max}, written out; write for example ${example}`,
});

export const emptyRecord = (name: string): Message => ({
  code: "AMPH210",
  text: `the record ${quote(name)} has no fields: expected at least one; ` +
    "write for example a field `value` of type `f64`",
});

export const itemTooLarge = (
  { structure, name, bytes, maxBytes }: {
    structure: string;
    name: string;
    bytes: number;
    maxBytes: number;
  },
): Message => ({
  code: "AMPH211",
  text: `an item of ${quote(name)} takes ${bytes} bytes: expected at most ${maxBytes} in a ` +
    `${structure}; shorten its texts, bytes and arrays, or pass an index to data kept elsewhere`,
});

export const cycle = (path: readonly string[]): Message => ({
  code: "AMPH212",
  text: `${quote(path[0] ?? "")} contains itself (${path.join(" → ")}): expected a record of ` +
    "finite size; store an index to the other record instead, for example a `u32`",
});

export const tooDeep = (levels: number): Message => ({
  code: "AMPH212",
  text: `types are nested more than ${levels} levels deep: expected a flatter record; ` +
    "bring the inner fields up",
});

export const mixedUnion = (written: string, form: Form): Message => ({
  code: "AMPH213",
  text: `the union has the member ${quote(written)}: expected string literals only; ` +
    `write for example ${examples(form).union}` +
    (/^(null|undefined)$/.test(written) ? ', with a member such as `"none"` for absence' : ""),
});

export const repeatedMember = (member: string): Message => ({
  code: "AMPH214",
  text: `the union has the member ${quote(JSON.stringify(member))} twice: expected each once; ` +
    "remove one of the two",
});

export const malformedMember = (member: string): Message => ({
  code: "AMPH215",
  text: `the union member ${quote(JSON.stringify(member))} has half of a surrogate pair: ` +
    "expected well-formed Unicode; write the whole character",
});

export const unionSize = (found: number, max: number): Message => ({
  code: "AMPH216",
  text: `the union has ${found} members: expected 1 to ${max}, stored as one or two bytes; ` +
    (found === 0 ? 'write for example a member `"none"`' : "store a number instead"),
});

export const structureInside = (name: string): Message => ({
  code: "AMPH217",
  text: `${quote(name)} is a structure: expected ${CHOICES}; ` +
    "export the structure under a name of its own and pass an index or its handle instead",
});

export const itemNotRecord = (structure: string, name: string, form: Form): Message => ({
  code: "AMPH218",
  text: `the item of ${quote(name)} is no record: expected one, since a ${structure} has an ` +
    `accessor for each field; ${
      form === "ts"
        ? `write for example \`${structure}<{ value: f64 }>\``
        : 'write for example `"item": { "kind": "record", "fields": [ … ] }`'
    }`,
});
