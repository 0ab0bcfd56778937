/** AMPH4xx: structures and their options. */
import type { Form } from "../draft.ts";
import type { Message } from "../faults.ts";
import type { OptionValue } from "../model.ts";
import { nearest } from "../suggest.ts";
import { didYouMean, either, examples, quote } from "./wording.ts";

export const optionsForm = (written: string): Message => ({
  code: "AMPH401",
  text: `the options are ${quote(written)}: expected them written out in place; ` +
    "write for example `{ capacity: 1024 }`",
});

export const optionMember = (what: string): Message => ({
  code: "AMPH401",
  text: `${what} is not an option: expected \`name: value\`; write for example \`capacity: 1024\``,
});

export const unknownOption = (
  name: string,
  structure: string,
  known: readonly string[],
): Message => ({
  code: "AMPH402",
  text: `${structure} has no option ${quote(name)}: expected ${either(known)}` +
    didYouMean(name, known),
});

export const wrongChoice = (
  { name, found, values, fallback }: {
    name: string;
    found: string;
    values: readonly OptionValue[];
    fallback: OptionValue;
  },
): Message => {
  const choices = values.map((value) => JSON.stringify(value));
  return {
    code: "AMPH403",
    text: `the option ${quote(name)} is ${quote(found)}: expected ${either(choices)}` +
      (nearest(found, choices) === undefined
        ? `; leave it out for ${JSON.stringify(fallback)}`
        : didYouMean(found, choices)),
  };
};

export const wrongInteger = (
  { name, found, min, max }: { name: string; found: string; min: number; max: number },
  instead: string,
): Message => ({
  code: "AMPH404",
  text: `the option ${quote(name)} is ${quote(found)}: expected a whole number from ${min} to ` +
    `${max}; write for example ${instead}`,
});

export const missingOption = (
  structure: string,
  name: string,
  { min, max, example, form }: { min: number; max: number; example: string; form: Form },
): Message => ({
  code: "AMPH405",
  text: `${structure} needs the option ${quote(name)}: expected a whole number from ${min} to ` +
    `${max}; write for example ${examples(form).option(name, example)}`,
});

export const repeatedOption = (name: string): Message => ({
  code: "AMPH406",
  text: `the option ${quote(name)} is given twice: expected each option once; ` +
    "remove one of the two",
});

type Pairs = readonly (readonly [name: string, value: OptionValue | undefined])[];

export const needsOptions = (
  { name, value, fallback, found, needed, form }: {
    name: string;
    value: OptionValue;
    fallback: OptionValue;
    found: Pairs;
    needed: Pairs;
    form: Form;
  },
): Message => {
  const both = (pairs: Pairs) =>
    pairs.map(([other, one]) => examples(form).option(other, JSON.stringify(one))).join(" and ");
  return {
    code: "AMPH409",
    text: `the option ${quote(name)} is ${quote(JSON.stringify(value))} with ${both(found)}: ` +
      `expected ${both(needed)}; write that, or leave ${quote(name)} out for ` +
      JSON.stringify(fallback),
  };
};

export const notLiteral = (name: string, found: string): Message => ({
  code: "AMPH407",
  text:
    `the option ${quote(name)} is ${quote(found)}, which is not a literal: expected the value ` +
    "itself, since a spec is read and never run; write it out",
});

export const unknownStructure = (name: string, known: readonly string[]): Message => ({
  code: "AMPH408",
  text: `unknown structure ${quote(name)}: expected ${either(known)}${didYouMean(name, known)}`,
});
