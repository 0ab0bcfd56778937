/** The JSON form of a spec → draft: the same declarations, in the shape of `layout.schema.json`. */
import { Ajv, type ErrorObject } from "ajv";
import type {
  Declaration,
  Draft,
  DraftField,
  DraftMember,
  DraftMemberType,
  DraftType,
  Literal,
  Name,
  Place,
  StructureDraft,
} from "./draft.ts";
import { cleanDoc } from "./draft.ts";
import type { Faults, Message } from "./faults.ts";
import { type JsonTree, parseJsonTree, pointerStep } from "./json-tree.ts";
import schema from "./layout.schema.json" with { type: "json" };
import { unknownKey, wrongShape } from "./messages/file.ts";
import { either, quote } from "./messages/wording.ts";
import { type OptionValue, SCALARS } from "./model.ts";

interface JsonSpec {
  readonly records?: readonly JsonRecord[];
  readonly structures: readonly JsonStructure[];
}

interface JsonRecord {
  readonly name: string;
  readonly doc?: string;
  readonly fields: readonly JsonField[];
}

/** A structure without a name, as a member of a container can be. */
interface JsonParts {
  readonly structure: string;
  readonly item?: JsonType;
  readonly members?: readonly JsonMember[];
  readonly options?: Readonly<Record<string, OptionValue>>;
}

interface JsonStructure extends JsonParts {
  readonly name: string;
  readonly doc?: string;
}

interface JsonMember {
  readonly name: string;
  readonly doc?: string;
  readonly type: string | JsonParts;
}

interface JsonField {
  readonly name: string;
  readonly doc?: string;
  readonly type: JsonType;
}

type JsonType =
  | string
  | { readonly kind: "text"; readonly bytes: number }
  | { readonly kind: "bytes"; readonly length: number }
  | { readonly kind: "array"; readonly of: JsonType; readonly length: number }
  | { readonly kind: "union"; readonly members: readonly string[] }
  | { readonly kind: "record"; readonly fields: readonly JsonField[] };

/** `undefined`: not JSON, or not in the shape of the schema. */
export function parseJsonSpec(text: string, faults: Faults): Draft | undefined {
  const tree = parseJsonTree(text.replace(/^\ufeff/, ""), faults);
  if (tree === undefined) return undefined;
  const ajv = new Ajv({
    allErrors: true,
    discriminator: true,
    allowUnionTypes: true,
    verbose: true,
  });
  const hasShape = ajv.compile<JsonSpec>(schema);
  const spec = tree.value;
  if (!hasShape(spec)) {
    reportShape(hasShape.errors ?? [], tree, faults);
    return undefined;
  }
  return lower(spec, tree);
}

function placeIn({ places }: JsonTree, pointer: string): Place {
  return places.get(pointer) ?? { line: 1, column: 1 };
}

// ---------------------------------------------------------------- shape

function reportShape(errors: readonly ErrorObject[], tree: JsonTree, faults: Faults): void {
  for (const error of errors) {
    const extra: unknown = error.params["additionalProperty"];
    if (typeof extra === "string") {
      const pointer = error.instancePath + pointerStep(extra);
      const known = Object.keys(Object(error.parentSchema?.["properties"]));
      faults.report(tree.keys.get(pointer) ?? placeIn(tree, pointer), unknownKey(extra, known));
      continue;
    }
    const message = shapeMessage(error);
    if (message !== undefined) faults.report(placeIn(tree, error.instancePath), message);
  }
}

/** `undefined`: the error only repeats one that is more exact. */
function shapeMessage(error: ErrorObject): Message | undefined {
  const { keyword, params, instancePath, schemaPath, parentSchema, data } = error;
  const what = describePointer(instancePath);
  switch (keyword) {
    case "required": {
      const missing = String(params["missingProperty"]);
      if (missing === "kind") return wrongShape("the type has no `kind`", KINDS);
      const required: readonly string[] = parentSchema?.["required"] ?? [];
      return wrongShape(`the key ${quote(missing)} is missing`, `${both(required)}; add it`);
    }
    case "type": {
      const types = [params["type"]].flat().map((type) => SHAPES[String(type)] ?? String(type));
      const expected = schemaPath.endsWith("/else/type") ? TYPE_SHAPE : either(types);
      return wrongShape(`${what} is ${quote(JSON.stringify(data))}`, expected);
    }
    case "discriminator":
      if (params["tagValue"] === undefined) return undefined;
      return wrongShape(`unknown kind ${quote(JSON.stringify(params["tagValue"]))}`, KINDS);
    default:
      return undefined;
  }
}

function describePointer(pointer: string): string {
  const [last = "", owner = ""] = pointer.split("/").toReversed();
  if (last === "") return "the file";
  return /^\d+$/.test(last) ? `an element of ${quote(owner)}` : quote(last);
}

const KINDS = '`"kind"` to be `"text"`, `"bytes"`, `"array"`, `"union"` or `"record"`';
const TYPE_SHAPE = 'the name of a type or an object such as `{ "kind": "text", "bytes": 16 }`';
const SHAPES: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  boolean: "a boolean",
  array: "an array `[…]`",
  object: "an object `{…}`",
};

const both = (keys: readonly string[]): string =>
  either(keys.map(quote)).replace(/ or (?=[^ ]+$)/, " and ");

// ---------------------------------------------------------------- lowering

function lower(spec: JsonSpec, tree: JsonTree): Draft {
  const name = (text: string, pointer: string): Name => ({ text, at: placeIn(tree, pointer) });
  const literal = (value: OptionValue, pointer: string): Literal => ({
    value,
    text: typeof value === "string" ? JSON.stringify(value) : String(value),
    at: placeIn(tree, pointer),
  });

  function type(written: JsonType, pointer: string): DraftType {
    const at = placeIn(tree, pointer);
    if (typeof written === "string") {
      const scalar = SCALARS.find((candidate) => candidate === written);
      if (scalar !== undefined) return { kind: "scalar", scalar, at };
      return { kind: "reference", name: written, at };
    }
    switch (written.kind) {
      case "text":
        return { kind: "text", bytes: literal(written.bytes, `${pointer}/bytes`), at };
      case "bytes":
        return { kind: "bytes", length: literal(written.length, `${pointer}/length`), at };
      case "array": {
        const length = literal(written.length, `${pointer}/length`);
        return { kind: "array", of: type(written.of, `${pointer}/of`), length, at };
      }
      case "union": {
        const members = written.members.map((member, index) =>
          name(member, `${pointer}/members/${index}`)
        );
        return { kind: "union", members, at };
      }
      case "record":
        return record(written.fields, pointer);
    }
  }

  function record(fields: readonly JsonField[], pointer: string): DraftType {
    const lowered = fields.map((field, index): DraftField => {
      const at = `${pointer}/fields/${index}`;
      return {
        name: name(field.name, `${at}/name`),
        doc: cleanDoc(field.doc ?? ""),
        type: type(field.type, `${at}/type`),
      };
    });
    return { kind: "record", fields: lowered, complete: true, at: placeIn(tree, pointer) };
  }

  function parts(
    { structure, item, members, options }: JsonParts,
    pointer: string,
  ): StructureDraft {
    return {
      structure: name(structure, `${pointer}/structure`),
      item: item === undefined ? undefined : type(item, `${pointer}/item`),
      members: members === undefined ? undefined : {
        list: members.map((member, index) => memberAt(member, `${pointer}/members/${index}`)),
        complete: true,
        at: placeIn(tree, `${pointer}/members`),
      },
      options: Object.entries(options ?? {}).map(([key, value]) => {
        const at = `${pointer}/options${pointerStep(key)}`;
        const keyAt = tree.keys.get(at) ?? placeIn(tree, at);
        return { name: { text: key, at: keyAt }, value: literal(value, at) };
      }),
    };
  }

  function memberAt(member: JsonMember, pointer: string): DraftMember {
    return {
      name: name(member.name, `${pointer}/name`),
      doc: cleanDoc(member.doc ?? ""),
      type: memberType(member.type, `${pointer}/type`),
    };
  }

  function memberType(written: JsonMember["type"], pointer: string): DraftMemberType {
    const at = placeIn(tree, pointer);
    if (typeof written !== "string") {
      return { kind: "structure", draft: parts(written, pointer), at };
    }
    return SCALARS.some((scalar) => scalar === written)
      ? { kind: "slot", text: written, at }
      : { kind: "reference", name: written, at };
  }

  const records = (spec.records ?? []).map((written, index): Declaration => {
    const at = `/records/${index}`;
    return {
      kind: "type",
      name: name(written.name, `${at}/name`),
      doc: cleanDoc(written.doc ?? ""),
      type: record(written.fields, at),
    };
  });
  const structures = spec.structures.map((written, index): Declaration => {
    const at = `/structures/${index}`;
    return {
      kind: "structure",
      name: name(written.name, `${at}/name`),
      doc: cleanDoc(written.doc ?? ""),
      ...parts(written, at),
    };
  });
  return { form: "json", declarations: [...records, ...structures] };
}
