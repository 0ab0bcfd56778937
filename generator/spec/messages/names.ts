/** AMPH3xx: names. */
import type { Message } from "../faults.ts";
import { quote } from "./wording.ts";

export const badName = (name: string): Message => ({
  code: "AMPH301",
  text: `${quote(name)} is not a name: expected 1 to 100 ASCII letters, digits, \`_\` and \`$\`, ` +
    "not beginning with a digit, written without escapes; choose another name",
});

export const reservedName = (name: string, by: string): Message => ({
  code: "AMPH302",
  text: `the name ${quote(name)} is taken by ${by}: expected a free one; choose another name`,
});

export const repeatedName = (what: string, name: string, line: number): Message => ({
  code: "AMPH303",
  text: `the ${what} ${quote(name)} exists already, in line ${line}: expected each name once; ` +
    "rename one of the two",
});

export const caseOnly = (name: string, other: string, line: number): Message => ({
  code: "AMPH304",
  text: `the structure ${quote(name)} differs from ${quote(other)} in line ${line} only by case: ` +
    "expected names that every file system tells apart; rename one of the two",
});

export const sameFile = (name: string, other: string, file: string): Message => ({
  code: "AMPH304",
  text: `the structures ${quote(other)} and ${quote(name)} would both be written to ` +
    `${quote(file)}: expected a file for each; rename one of the two`,
});

export const sameAccessor = (name: string, other: string, accessor: string): Message => ({
  code: "AMPH305",
  text: `the fields ${quote(other)} and ${quote(name)} would share the setter ${
    quote(accessor)
  }: expected a setter for each; rename one of the two`,
});

export const vocabularyName = (name: string): Message => ({
  code: "AMPH306",
  text: `${quote(name)} is a type of "amph-gen/spec": expected declarations under other names; ` +
    "choose another name",
});

export const typeNameStyle = (name: string, suggestion: string): Message => ({
  code: "AMPH307",
  text: `the name ${quote(name)} does not begin with a capital letter: expected one, ` +
    `as in every class and interface; write ${quote(suggestion)}`,
});

export const constantName = (name: string, suggestion: string): Message => ({
  code: "AMPH307",
  text:
    `the name ${quote(name)} is all capitals, a style that generated modules keep for constants: ` +
    `expected a lower-case letter in it; write ${quote(suggestion)}`,
});

export const inlineRecordName = (name: string): Message => ({
  code: "AMPH308",
  text: `the record written here would be called ${quote(name)}, a name that is taken: ` +
    "expected a free one; declare the record as an interface with a name of its own",
});

export const inlineStructureName = (name: string): Message => ({
  code: "AMPH308",
  text: `the structure written here would be called ${quote(name)}, a name that is taken: ` +
    "expected a free one; export the structure under a name of its own",
});
