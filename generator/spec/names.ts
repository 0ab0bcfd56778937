/**
 * Which names a spec may give to fields, records and structures. Reported names are used on, so that
 * one bad name hides no other fault.
 */
import {
  accessorName,
  isIdentifier,
  kebabCase,
  moduleFile,
  pascalCase,
  RESERVED_FILES,
  RESERVED_MEMBERS,
  RESERVED_TYPES,
  RESERVED_WORDS,
} from "../core/identifiers.ts";
import type { Declaration, DraftField, Name, Place } from "./draft.ts";
import type { Faults, Message } from "./faults.ts";
import * as messages from "./messages/names.ts";
import { SCALARS } from "./model.ts";

/** Every name that a spec imports or that its JSON form knows. */
export function vocabularyNames(structures: readonly string[]): readonly string[] {
  return [...SCALARS, "Text", "Bytes", "FixedArray", ...structures];
}

/** Fields of one record: each name is there once, and no two share an accessor. */
export function checkFieldNames(fields: readonly DraftField[], faults: Faults): boolean {
  let sound = true;
  const report = (at: Place, message: Message): void => {
    sound = false;
    faults.report(at, message);
  };
  const seen = new Map<string, Name>();
  const accessors = new Map<string, Name>();
  for (const { name } of fields) {
    const accessor = accessorName("set", [name.text]);
    const earlier = seen.get(name.text);
    const sharing = accessors.get(accessor);
    if (earlier !== undefined) {
      report(name.at, messages.repeatedName("field", name.text, earlier.at.line));
    } else if (!isIdentifier(name.text)) {
      report(name.at, messages.badName(name.text));
    } else if (RESERVED_WORDS.has(name.text)) {
      report(name.at, messages.reservedName(name.text, "JavaScript"));
    } else if (RESERVED_MEMBERS.has(name.text)) {
      report(name.at, messages.reservedName(name.text, "every object"));
    } else if (sharing !== undefined) {
      report(name.at, messages.sameAccessor(name.text, sharing.text, accessor));
    }
    if (earlier === undefined) seen.set(name.text, name);
    if (sharing === undefined) accessors.set(accessor, name);
  }
  return sound;
}

/** Names of interfaces, aliases and structures; `vocabulary` are the names of the spec language. */
export function checkDeclaredNames(
  declarations: readonly Declaration[],
  vocabulary: readonly string[],
  faults: Faults,
): void {
  const seen = new Map<string, Name>();
  for (const declaration of declarations) {
    const { name } = declaration;
    const earlier = seen.get(name.text);
    if (earlier !== undefined) {
      faults.report(name.at, messages.repeatedName("name", name.text, earlier.at.line));
      continue;
    }
    seen.set(name.text, name);
    checkDeclaredName(declaration, vocabulary, faults);
  }
}

function checkDeclaredName(
  declaration: Declaration,
  vocabulary: readonly string[],
  faults: Faults,
): void {
  const { text, at } = declaration.name;
  const isStructure = declaration.kind === "structure";
  // An alias of anything but a record appears in no generated module.
  const isEmitted = isStructure || declaration.type.kind === "record";
  if (!isIdentifier(text)) {
    faults.report(at, messages.badName(text));
  } else if (vocabulary.includes(text)) {
    faults.report(at, messages.vocabularyName(text));
  } else if (RESERVED_WORDS.has(text)) {
    faults.report(at, messages.reservedName(text, "JavaScript"));
  } else if (!isEmitted) {
    return;
  } else if (RESERVED_TYPES.has(text)) {
    faults.report(at, messages.reservedName(text, "generated modules"));
  } else if (!/^[A-Z]/.test(text)) {
    faults.report(at, messages.typeNameStyle(text, capitalised(text)));
  } else if (isStructure && /^[A-Z][A-Z0-9_$]{3,}$/.test(text)) {
    faults.report(at, messages.constantName(text, pascalCase(text.toLowerCase())));
  } else if (isStructure && RESERVED_FILES.has(kebabCase(text))) {
    faults.report(at, messages.reservedName(text, "a device of Windows, in file names"));
  }
}

function capitalised(name: string): string {
  const letters = pascalCase(name).replace(/^[^A-Za-z]+/, "");
  return letters === "" ? "Item" : pascalCase(letters);
}

/** Names of all structures, also of those written in place: each becomes a file. */
export function checkFileNames(names: readonly Name[], faults: Faults): void {
  const byCase = new Map<string, Name>();
  const byFile = new Map<string, Name>();
  for (const name of names) {
    const lower = name.text.toLowerCase();
    const file = moduleFile(name.text);
    const sameLetters = byCase.get(lower);
    const sameFile = byFile.get(file);
    if (sameLetters !== undefined && sameLetters.text !== name.text) {
      const { text, at } = sameLetters;
      faults.report(name.at, messages.caseOnly(name.text, text, at.line));
    } else if (sameFile !== undefined && sameFile.text !== name.text) {
      faults.report(name.at, messages.sameFile(name.text, sameFile.text, file));
    }
    if (sameLetters === undefined) byCase.set(lower, name);
    if (sameFile === undefined) byFile.set(file, name);
  }
}

/** The name of what is written in place: its owner and the field or member that it is the type of. */
export function inlineName(owner: string, field: string): string {
  return pascalCase(owner) + pascalCase(field);
}
