/** AMPH1xx: the file and its declarations. */
import type { Form } from "../draft.ts";
import type { Message } from "../faults.ts";
import { meantVocabulary } from "../specifier.ts";
import { didYouMean, either, examples, quote } from "./wording.ts";

export const notTypeScript = (detail: string): Message => ({
  code: "AMPH101",
  text: `the file does not parse as TypeScript: ${detail.replace(/\.$/, "")}; ` +
    "correct the syntax here",
});

export const notJson = (expected: string, found: string): Message => ({
  code: "AMPH101",
  text: `the file does not parse as JSON: expected ${expected}, found ${found}; ` +
    "correct the syntax here",
});

export const noStructure = (form: Form): Message => ({
  code: "AMPH102",
  text: "the spec asks for no structure: expected at least one; " +
    `write for example ${examples(form).structure}`,
});

export const foreignStatement = (what: string): Message => ({
  code: "AMPH103",
  text: `${what} has no place in a spec, which is read and never run: expected type imports, ` +
    "interfaces and type aliases; remove it",
});

export const enumStatement = (name: string): Message => ({
  code: "AMPH103",
  text: `the enum ${quote(name)} has no place in a spec: expected type imports, interfaces and ` +
    'type aliases; write a union of strings, for example `type Side = "bid" | "ask";`',
});

export const exportForm = (what: string): Message => ({
  code: "AMPH103",
  text: `${what} has no place in a spec: expected exports under their own names; ` +
    "write `export` in front of the interface or type alias itself",
});

export const foreignImport = (specifier: string): Message => ({
  code: "AMPH104",
  text: `the spec imports ${quote(specifier)}: a spec is one file and imports from ` +
    '`"amph-gen/spec"` only; ' + remedy(specifier),
});

function remedy(specifier: string): string {
  const meant = meantVocabulary(specifier);
  return meant === undefined ? "declare the types here" : `write \`"${meant}"\``;
}

export const importForm = (): Message => ({
  code: "AMPH104",
  text: "a spec imports types by name, never values, defaults or namespaces; write " +
    '`import type { … } from "amph-gen/spec";`',
});

export const unknownImport = (name: string, vocabulary: readonly string[]): Message => ({
  code: "AMPH105",
  text: `"amph-gen/spec" has no type ${quote(name)}: it has ${vocabulary.join(", ")}` +
    didYouMean(name, vocabulary),
});

export const repeatedImport = (name: string): Message => ({
  code: "AMPH105",
  text: `${quote(name)} is imported twice: expected each name once; remove one of the two`,
});

export const genericDeclaration = (name: string): Message => ({
  code: "AMPH106",
  text: `${quote(name)} has type parameters: a layout has one size, so expected none; ` +
    "write one declaration for each type that it is used with",
});

export const extendedInterface = (name: string): Message => ({
  code: "AMPH107",
  text: `${quote(name)} extends another interface: expected all fields in one place, ` +
    "in the order in which they are stored; write the inherited fields here, " +
    "or nest the other interface as a field",
});

export const structureNotExported = (name: string): Message => ({
  code: "AMPH108",
  text: `the structure ${quote(name)} is not exported: expected \`export\`, since each structure ` +
    `becomes a class; write \`export type ${name} = …\``,
});

export const wrongShape = (what: string, expected: string): Message => ({
  code: "AMPH109",
  text: `${what}: expected ${expected}`,
});

export const unknownKey = (key: string, known: readonly string[]): Message => ({
  code: "AMPH109",
  text: `unknown key ${quote(key)}: expected ${either(known)}${didYouMean(key, known)}`,
});

export const repeatedKey = (key: string): Message => ({
  code: "AMPH110",
  text: `the key ${quote(key)} appears twice in one object: expected each key once; ` +
    "remove one of the two",
});

export const foreignFile = (file: string): Message => ({
  code: "AMPH111",
  text: `${quote(file)} is not a spec: expected a name that ends in .layout.ts or .layout.json; ` +
    "rename the file",
});
