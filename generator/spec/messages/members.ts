/** AMPH42x: containers and their members. */
import type { Form } from "../draft.ts";
import type { Message } from "../faults.ts";
import { didYouMean, either, quote } from "./wording.ts";

const EXAMPLES: Readonly<Record<Form, { readonly member: string; readonly shared: string }>> = {
  ts: {
    member: "`prices: Queue<f64, { capacity: 64 }>`",
    shared: "Shared<{ value: f64 }>",
  },
  json: {
    member: '`{ "name": "prices", "type": "Prices" }`',
    shared: '{ "structure": "Shared", "item": … }',
  },
};

export const memberIsSlotType = (member: string, written: string, form: Form): Message => ({
  code: "AMPH421",
  text:
    `the member ${quote(member)} is ${quote(written)}, a type of values: expected a structure ` +
    `or a container; put values into a record, for example ${quote(EXAMPLES[form].shared)}`,
});

export const memberIsRecord = (member: string, written: string, form: Form): Message => ({
  code: "AMPH421",
  text: `the member ${quote(member)} is the record ${quote(written)}: expected a structure or a ` +
    `container; write ${
      quote(
        form === "ts" ? `Shared<${written}>` : `{ "structure": "Shared", "item": "${written}" }`,
      )
    }`,
});

export const unknownMember = (
  member: string,
  written: string,
  known: readonly string[],
): Message => ({
  code: "AMPH422",
  text: `the member ${quote(member)} is the unknown ${quote(written)}: expected a structure or ` +
    `container of this spec${known.length === 0 ? "" : `: ${either(known)}`}` +
    didYouMean(written, known),
});

export const emptyContainer = (structure: string, form: Form): Message => ({
  code: "AMPH423",
  text: `the ${structure} has no members: expected at least one; write for example ${
    EXAMPLES[form].member
  }`,
});

export const containerCycle = (path: readonly string[]): Message => ({
  code: "AMPH424",
  text: `${quote(path[0] ?? "")} contains itself (${path.join(" → ")}): expected a container of ` +
    "finite size; remove one of these members",
});

export const ownMemberName = (
  member: string,
  structure: string,
  own: readonly string[],
): Message => ({
  code: "AMPH425",
  text: `the member ${quote(member)} would hide what every ${structure} has under that name ` +
    `(${own.join(", ")}): expected another name; rename the member`,
});

export const memberForm = (what: string): Message => ({
  code: "AMPH426",
  text:
    `${what} is no member of a container: expected \`name: Structure\`; write for example ${EXAMPLES.ts.member}`,
});

export const membersForm = (structure: string, written: string): Message => ({
  code: "AMPH427",
  text: `the members of the ${structure} are ${quote(written)}: expected them written out in ` +
    `place; write for example \`${structure}<{ prices: Prices }>\``,
});

export const wrongContents = (
  structure: string,
  holds: "item" | "members",
  isGiven: boolean,
): Message => {
  const [wanted, other] = holds === "item" ? ["item", "members"] : ["members", "item"];
  return {
    code: "AMPH428",
    text: isGiven
      ? `${structure} takes no ${quote(other)}: expected ${quote(wanted)} instead; remove it`
      : `the ${structure} lacks ${quote(wanted)}: expected what it holds; add \`"${wanted}": …\``,
  };
};
