/** Type references to structures → drafts: their items or members, and their options. */
import { Node, type TypeNode, type TypeReferenceNode } from "ts-morph";
import type {
  DraftMember,
  DraftMembers,
  DraftMemberType,
  DraftOption,
  StructureDraft,
} from "./draft.ts";
import type { Faults, Message } from "./faults.ts";
import { memberForm, membersForm } from "./messages/members.ts";
import { optionMember, optionsForm } from "./messages/options.ts";
import { typeArguments } from "./messages/types.ts";
import { quote } from "./messages/wording.ts";
import {
  describeMember,
  docOf,
  literalOf,
  meaningOf,
  nameOf,
  placeOf,
  readType,
  type Scope,
  written,
} from "./parse-types.ts";

/** The structure that a type is a use of, by its name in the vocabulary. */
export function structureIn(type: TypeNode, scope: Scope, faults: Faults): string | undefined {
  if (!Node.isTypeReference(type)) return undefined;
  const meaning = meaningOf(written(type.getTypeName()), placeOf(type), scope, faults);
  return meaning !== undefined && scope.structures.includes(meaning) ? meaning : undefined;
}

/** `undefined`: its arguments are wrong, which has been reported. */
export function readStructure(
  type: TypeReferenceNode,
  structure: string,
  scope: Scope,
  faults: Faults,
): StructureDraft | undefined {
  const at = placeOf(type);
  const args = type.getTypeArguments();
  const [contents, options, ...others] = args;
  const isContainer = scope.containers.includes(structure);
  if (contents === undefined || others.length > 0) {
    const usage = isContainer
      ? `1 or 2, members and options; write \`${structure}<{ name: Structure }>\``
      : `2, an item and options; write \`${structure}<Item, { … }>\``;
    faults.report(at, typeArguments(structure, args.length, usage));
    return undefined;
  }
  return {
    structure: { text: structure, at },
    item: isContainer ? undefined : readType(contents, scope, faults),
    members: isContainer ? readMembers(contents, structure, scope, faults) : undefined,
    options: options === undefined ? [] : readOptions(options, faults),
  };
}

function readMembers(
  node: TypeNode,
  structure: string,
  scope: Scope,
  faults: Faults,
): DraftMembers {
  const at = placeOf(node);
  if (!Node.isTypeLiteral(node)) {
    faults.report(at, membersForm(structure, written(node)));
    return { at, list: [], complete: false };
  }
  const members = node.getMembers();
  const list = members.flatMap((member) => readMember(member, scope, faults) ?? []);
  return { at, list, complete: list.length === members.length };
}

function readMember(member: Node, scope: Scope, faults: Faults): DraftMember | undefined {
  const type = Node.isPropertySignature(member) ? member.getTypeNode() : undefined;
  if (!Node.isPropertySignature(member) || type === undefined) {
    faults.report(placeOf(member), memberForm(describeMember(member)));
    return undefined;
  }
  const name = nameOf(member.getNameNode());
  if (member.hasQuestionToken() || member.isReadonly()) {
    const what = member.isReadonly() ? "readonly" : "optional";
    faults.report(placeOf(member), memberForm(`the ${what} ${quote(name.text)}`));
  }
  return { name, doc: docOf(member), type: readMemberType(type, scope, faults) };
}

function readMemberType(node: TypeNode, scope: Scope, faults: Faults): DraftMemberType {
  const at = placeOf(node);
  if (Node.isParenthesizedTypeNode(node)) return readMemberType(node.getTypeNode(), scope, faults);
  if (!Node.isTypeReference(node)) return { kind: "slot", text: written(node), at };
  const name = written(node.getTypeName());
  if (scope.declared.has(name) && node.getTypeArguments().length > 0) {
    const message = typeArguments(name, node.getTypeArguments().length, `none; write \`${name}\``);
    faults.report(at, message);
    return { kind: "broken", at };
  }
  if (scope.declared.has(name)) return { kind: "reference", name, at };
  const structure = structureIn(node, scope, faults);
  if (structure !== undefined) {
    const draft = readStructure(node, structure, scope, faults);
    return draft === undefined ? { kind: "broken", at } : { kind: "structure", draft, at };
  }
  const isKnown = scope.meanings.has(name);
  if (isKnown && scope.meanings.get(name) === undefined) return { kind: "broken", at };
  return isKnown ? { kind: "slot", text: written(node), at } : { kind: "reference", name, at };
}

/** `undefined`: their form is wrong, which has been reported. */
export function readOptions(node: Node, faults: Faults): readonly DraftOption[] | undefined {
  if (!Node.isTypeLiteral(node)) {
    faults.report(placeOf(node), optionsForm(written(node)));
    return undefined;
  }
  let sound = true;
  const refuse = (member: Node, message: Message): void => {
    sound = false;
    faults.report(placeOf(member), message);
  };
  const options = node.getMembers().flatMap((member): DraftOption[] => {
    const type = Node.isPropertySignature(member) ? member.getTypeNode() : undefined;
    if (!Node.isPropertySignature(member) || type === undefined) {
      refuse(member, optionMember(describeMember(member)));
      return [];
    }
    if (member.hasQuestionToken() || member.isReadonly()) {
      refuse(member, optionMember(quote(written(member))));
    }
    return [{ name: nameOf(member.getNameNode()), value: literalOf(type) }];
  });
  return sound ? options : undefined;
}
