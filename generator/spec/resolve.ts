/** Draft types → slot types: follows references, checks lengths, unions and nesting. */
import { RESERVED_TYPES } from "../core/identifiers.ts";
import type { Draft, DraftType, Literal, TypeDeclaration } from "./draft.ts";
import type { Faults } from "./faults.ts";
import * as messages from "./messages/types.ts";
import { inlineRecordName } from "./messages/names.ts";
import { examples } from "./messages/wording.ts";
import type { Field, RecordType, SlotType } from "./model.ts";
import { checkFieldNames, inlineName } from "./names.ts";

/** A text stores its length in at most two bytes; the other lengths share the bound. */
const MAX_LENGTH = 65_535;
/** The index of a member is stored in at most two bytes. */
const MAX_MEMBERS = 65_536;
/** Far above what anyone writes, far below what overflows a call stack. */
const MAX_NESTING = 64;

/** Turns types of one draft into slot types; `undefined`: something in it was reported. */
export interface Resolver {
  /** `owner` and `field` name a record that is written in place. */
  resolve(type: DraftType, owner: string, field: string): SlotType | undefined;
  /** Takes a name for what is written in place; `false`: something has it already. */
  take(name: string): boolean;
}

/** Resolves every declared type at once, so that faults in unused ones are reported too. */
export function createResolver(draft: Draft, faults: Faults): Resolver {
  const declared = new Map<string, TypeDeclaration>();
  const structures = new Set<string>();
  for (const declaration of draft.declarations) {
    if (declaration.kind === "structure") structures.add(declaration.name.text);
    else if (!declared.has(declaration.name.text)) {
      declared.set(declaration.name.text, declaration);
    }
  }
  const taken = new Set([...declared.keys(), ...structures, ...RESERVED_TYPES]);
  const resolved = new Map<string, SlotType | undefined>();
  /** Names being resolved, outermost first: a name that comes up again closes a cycle. */
  const open: string[] = [];
  let depth = 0;

  function take(name: string): boolean {
    const isFree = !taken.has(name);
    taken.add(name);
    return isFree;
  }

  function resolve(type: DraftType, owner: string, field: string): SlotType | undefined {
    if (depth >= MAX_NESTING) {
      faults.report(type.at, messages.tooDeep(MAX_NESTING));
      return undefined;
    }
    depth++;
    const result = resolveKind(type, owner, field);
    depth--;
    return result;
  }

  function resolveKind(type: DraftType, owner: string, field: string): SlotType | undefined {
    switch (type.kind) {
      case "broken":
        return undefined;
      case "scalar":
        return { kind: "scalar", scalar: type.scalar };
      case "reference":
        return resolveReference(type);
      case "text": {
        const bytes = checkLength(type.bytes, "Text", "bytes", examples(draft.form).text);
        return bytes === undefined ? undefined : { kind: "text", bytes };
      }
      case "bytes": {
        const length = checkLength(type.length, "Bytes", "bytes", examples(draft.form).bytes);
        return length === undefined ? undefined : { kind: "bytes", length };
      }
      case "array": {
        const of = resolve(type.of, owner, field);
        const length = checkLength(type.length, "FixedArray", "items", examples(draft.form).array);
        return of === undefined || length === undefined ? undefined : { kind: "array", of, length };
      }
      case "union":
        return resolveUnion(type);
      case "record": {
        const name = inlineName(owner, field);
        if (!take(name)) {
          faults.report(type.at, inlineRecordName(name));
          return undefined;
        }
        return resolveRecord(type, name, "");
      }
    }
  }

  function resolveReference(
    { name, at }: Extract<DraftType, { kind: "reference" }>,
  ): SlotType | undefined {
    if (resolved.has(name)) return resolved.get(name);
    const declaration = declared.get(name);
    if (declaration === undefined) {
      const message = structures.has(name)
        ? messages.structureInside(name)
        : messages.unknownType(name, declared.keys(), draft.form);
      faults.report(at, message);
      return undefined;
    }
    if (open.includes(name)) {
      faults.report(at, messages.cycle([...open.slice(open.indexOf(name)), name]));
      return undefined;
    }
    return resolveDeclared(declaration);
  }

  function resolveDeclared({ name, doc, type }: TypeDeclaration): SlotType | undefined {
    open.push(name.text);
    const result = type.kind === "record"
      ? resolveRecord(type, name.text, doc)
      : resolve(type, name.text, "Item");
    open.pop();
    resolved.set(name.text, result);
    return result;
  }

  function resolveRecord(
    { fields, complete, at }: Extract<DraftType, { kind: "record" }>,
    name: string,
    doc: string,
  ): SlotType | undefined {
    if (fields.length === 0 && complete) faults.report(at, messages.emptyRecord(name));
    const sound = checkFieldNames(fields, faults) && complete && fields.length > 0;
    const result = fields.flatMap((field): Field[] => {
      const type = resolve(field.type, name, field.name.text);
      return type === undefined ? [] : [{ name: field.name.text, doc: field.doc, type }];
    });
    if (!sound || result.length < fields.length) return undefined;
    const record: RecordType = { name, doc, fields: result };
    return { kind: "record", record };
  }

  function resolveUnion(
    { members, at }: Extract<DraftType, { kind: "union" }>,
  ): SlotType | undefined {
    const seen = new Set<string>();
    let sound = true;
    for (const { text, at } of members) {
      if (!text.isWellFormed()) {
        faults.report(at, messages.malformedMember(text));
        sound = false;
      } else if (seen.has(text)) {
        faults.report(at, messages.repeatedMember(text));
        sound = false;
      }
      seen.add(text);
    }
    if (members.length === 0 || members.length > MAX_MEMBERS) {
      faults.report(at, messages.unionSize(members.length, MAX_MEMBERS));
      sound = false;
    }
    return sound ? { kind: "union", members: [...seen] } : undefined;
  }

  function checkLength(
    { value, text, at }: Literal,
    of: string,
    unit: string,
    example: string,
  ): number | undefined {
    if (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_LENGTH) {
      return Number(value);
    }
    faults.report(at, messages.wrongLength({ of, unit, found: text, max: MAX_LENGTH }, example));
    return undefined;
  }

  for (const [name, declaration] of declared) {
    if (!resolved.has(name)) resolveDeclared(declaration);
  }
  return { resolve, take };
}
