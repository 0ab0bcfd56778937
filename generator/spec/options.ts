/** The options of a structure: the common ones, and how a spec's values are checked against rules. */
import type { DraftOption, Form, Literal, StructureDraft } from "./draft.ts";
import type { Faults } from "./faults.ts";
import * as messages from "./messages/options.ts";
import type { CommonRules, OptionRule, OptionValue } from "./model.ts";

/** Options that every structure takes; they come before its own. */
export const COMMON_OPTIONS: readonly OptionRule[] = [
  {
    kind: "choice",
    name: "cacheLine",
    values: ["measured", 32, 64, 128, 256],
    default: "measured",
    doc: "Bytes that keep words of different writers apart; `measured`: as the host profile says.",
  },
  {
    kind: "choice",
    name: "padding",
    values: ["line", "none"],
    default: "none",
    doc: "`line`: each slot has cache lines of its own; `none`: slots are packed.",
  },
  {
    kind: "choice",
    name: "waiting",
    values: [true, false],
    default: true,
    doc: "Whether to emit the operations that wait, in the thread and in the event loop.",
  },
];

export interface CheckedOptions {
  /** In the order of the rules, defaults filled in. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** What was rounded. */
  readonly notes: readonly string[];
}

/** Applies `rules` to the options of one structure; what it returns counts if nothing was reported. */
export function checkOptions(
  declaration: StructureDraft,
  rules: CommonRules,
  form: Form,
  faults: Faults,
): CheckedOptions {
  const { commonOptions } = rules;
  const common = COMMON_OPTIONS.filter(({ name }) => commonOptions?.includes(name) ?? true);
  const all = [...common, ...rules.options];
  const given = givenOptions(declaration.options ?? [], all, rules.structure, faults);
  const options: Record<string, OptionValue> = {};
  const notes: string[] = [];
  for (const rule of all) {
    const literal = given.get(rule.name);
    const fallback = rule.default;
    if (literal !== undefined) {
      const value = checkValue(rule, literal, faults);
      options[rule.name] = rounded(rule, value, notes);
    } else if (fallback !== undefined) {
      options[rule.name] = fallback;
    } else if (rule.kind === "integer" && declaration.options !== undefined) {
      const { name, min, max } = rule;
      const example = String(clamp(1024, min, max));
      const message = messages.missingOption(rules.structure, name, { min, max, example, form });
      faults.report(declaration.structure.at, message);
    }
  }
  for (const rule of all) checkNeeds(rule, given, options, form, faults);
  return { options, notes };
}

/** Reported where the value stands: what it needs may not be written at all. */
function checkNeeds(
  rule: OptionRule,
  given: ReadonlyMap<string, Literal>,
  options: Readonly<Record<string, OptionValue>>,
  form: Form,
  faults: Faults,
): void {
  const literal = given.get(rule.name);
  if (rule.kind !== "choice" || rule.needs === undefined || literal === undefined) return;
  const { value, others } = rule.needs;
  if (options[rule.name] !== value) return;
  const wrong = Object.keys(others).filter((name) => {
    const other = given.get(name);
    const isReported = other !== undefined && other.value !== options[name];
    return options[name] !== others[name] && !isReported;
  });
  if (wrong.length === 0) return;
  const { name, default: fallback } = rule;
  const pairsOf = (values: Readonly<Record<string, OptionValue>>) =>
    wrong.map((other) => [other, values[other]] as const);
  const pairs = { found: pairsOf(options), needed: pairsOf(others) };
  faults.report(literal.at, messages.needsOptions({ name, value, fallback, ...pairs, form }));
}

function givenOptions(
  options: readonly DraftOption[],
  rules: readonly OptionRule[],
  structure: string,
  faults: Faults,
): ReadonlyMap<string, Literal> {
  const known = rules.map((rule) => rule.name);
  const given = new Map<string, Literal>();
  for (const { name, value } of options) {
    if (!known.includes(name.text)) {
      faults.report(name.at, messages.unknownOption(name.text, structure, known));
    } else if (given.has(name.text)) {
      faults.report(name.at, messages.repeatedOption(name.text));
    } else {
      given.set(name.text, value);
    }
  }
  return given;
}

/** The value, or one that the rule allows after a fault has been reported. */
function checkValue(rule: OptionRule, { value, text, at }: Literal, faults: Faults): OptionValue {
  const { name } = rule;
  if (value === undefined) {
    faults.report(at, messages.notLiteral(name, text));
    return rule.kind === "choice" ? rule.default : rule.min;
  }
  if (rule.kind === "choice") {
    if (rule.values.includes(value)) return value;
    const { values, default: fallback } = rule;
    faults.report(at, messages.wrongChoice({ name, found: text, values, fallback }));
    return fallback;
  }
  const { min, max } = rule;
  if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) return value;
  const instead = clamp(Math.ceil(Number(value)) || 1024, min, max);
  faults.report(at, messages.wrongInteger({ name, found: text, min, max }, String(instead)));
  return instead;
}

function rounded(rule: OptionRule, value: OptionValue, notes: string[]): OptionValue {
  if (rule.kind !== "integer" || rule.roundUp === "none") return value;
  let power = 1;
  while (power < Number(value)) power *= 2;
  if (power !== value) {
    notes.push(`${rule.name} ${value} rounded up to ${power}, the next power of two`);
  }
  return power;
}

const clamp = (value: number, min: number, max: number): number =>
  Math.min(Math.max(value, min), max);
