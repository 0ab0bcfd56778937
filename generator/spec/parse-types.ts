/**
 * Type nodes of TypeScript → draft types. Looks at syntax alone: a name means what this file imports
 * or declares it to mean.
 */
import { Node, type TypeNode, type TypeReferenceNode } from "ts-morph";
import type { DraftField, DraftType, Literal, Name, Place } from "./draft.ts";
import { cleanDoc } from "./draft.ts";
import type { Faults, Message } from "./faults.ts";
import * as messages from "./messages/types.ts";
import { quote } from "./messages/wording.ts";
import { SCALARS } from "./model.ts";

/** Slot types that take arguments, and how many. */
const CONTAINERS: Readonly<Record<string, { arity: number; usage: string }>> = {
  Text: { arity: 1, usage: "1, its bytes; write for example `Text<16>`" },
  Bytes: { arity: 1, usage: "1, its length; write for example `Bytes<16>`" },
  FixedArray: { arity: 2, usage: "2, a type and a length; write for example `FixedArray<f64, 8>`" },
};

/** What the names of one file mean. */
export interface Scope {
  /** Local name → name in the vocabulary; `undefined`: a wrong import or declaration, reported before. */
  readonly meanings: Map<string, string | undefined>;
  /** Interfaces and type aliases. */
  readonly declared: ReadonlySet<string>;
  readonly vocabulary: readonly string[];
  readonly structures: readonly string[];
  /** Those among them that hold members. */
  readonly containers: readonly string[];
}

/** Where a node begins, its doc comment aside. */
export function placeOf(node: Node): Place {
  return node.getSourceFile().getLineAndColumnAtPos(node.getStart());
}

/** The source text itself: `getText()` of an identifier decodes Unicode escapes. */
export function written(node: Node): string {
  return node.getSourceFile().getFullText().slice(node.getStart(), node.getEnd());
}

export function nameOf(node: Node): Name {
  const text = Node.isStringLiteral(node) ? node.getLiteralValue() : written(node);
  return { text, at: placeOf(node) };
}

/** The last doc comment in front of a declaration, without its tags. */
export function docOf(node: Node): string {
  const comment = Node.isJSDocable(node) ? node.getJsDocs().at(-1)?.getCommentText() : undefined;
  return cleanDoc(comment ?? "");
}

/** String, number and boolean literals; anything else has the value `undefined`. */
export function literalOf(node: Node): Literal {
  return { value: literalValue(node), text: written(node), at: placeOf(node) };
}

function literalValue(node: Node): Literal["value"] {
  if (!Node.isLiteralTypeNode(node)) return undefined;
  const literal = node.getLiteral();
  if (Node.isStringLiteral(literal) || Node.isNoSubstitutionTemplateLiteral(literal)) {
    return literal.getLiteralValue();
  }
  if (Node.isNumericLiteral(literal)) return Number(literal.getLiteralText());
  if (Node.isTrueLiteral(literal)) return true;
  if (Node.isFalseLiteral(literal)) return false;
  if (!Node.isPrefixUnaryExpression(literal)) return undefined;
  const operand = literal.getOperand();
  return Node.isNumericLiteral(operand) ? -Number(operand.getLiteralText()) : undefined;
}

export function readType(node: TypeNode, scope: Scope, faults: Faults): DraftType {
  const at = placeOf(node);
  const broken = (message: Message): DraftType => {
    faults.report(at, message);
    return { kind: "broken", at };
  };
  const text = written(node);

  if (Node.isParenthesizedTypeNode(node)) return readType(node.getTypeNode(), scope, faults);
  if (Node.isTypeReference(node)) return readReference(node, scope, faults);
  if (Node.isTypeLiteral(node)) {
    return readRecord(node, scope, faults);
  }
  if (Node.isUnionTypeNode(node) || typeof literalValue(node) === "string") {
    return readUnion(node, faults);
  }
  if (Node.isArrayTypeNode(node)) {
    return broken(
      messages.foreignType(text, "`FixedArray<T, length>`, with the length written out"),
    );
  }
  if (Node.isTupleTypeNode(node)) {
    return broken(messages.foreignType(text, "an interface, or `FixedArray<T, length>`"));
  }
  if (Node.isIntersectionTypeNode(node)) {
    return broken(messages.foreignType(text, "one interface with all the fields"));
  }
  // `number`, `any`, `null` …: keywords are names that nothing declares.
  if (/^[a-z]+$/.test(text)) return { kind: "reference", name: text, at };
  return broken(messages.foreignType(text, "one of these"));
}

function readReference(
  node: TypeReferenceNode,
  scope: Scope,
  faults: Faults,
): DraftType {
  const at = placeOf(node);
  const name = written(node.getTypeName());
  const args = node.getTypeArguments();
  const broken = (message: Message): DraftType => {
    faults.report(at, message);
    return { kind: "broken", at };
  };

  const root = name.replace(/\..*/s, "");
  if (scope.meanings.has(root) && scope.meanings.get(root) === undefined) {
    return { kind: "broken", at };
  }
  if (scope.declared.has(name)) {
    return args.length === 0
      ? { kind: "reference", name, at }
      : broken(messages.typeArguments(name, args.length, `none; write \`${name}\``));
  }
  const meaning = meaningOf(name, at, scope, faults);
  if (meaning === undefined) return { kind: "reference", name, at };
  if (scope.structures.includes(meaning)) return broken(messages.structureInside(name));

  const scalar = SCALARS.find((candidate) => candidate === meaning);
  if (scalar !== undefined) {
    return args.length === 0
      ? { kind: "scalar", scalar, at }
      : broken(messages.typeArguments(name, args.length, `none; write \`${name}\``));
  }
  const [first, second] = args;
  const { arity, usage } = CONTAINERS[meaning] ?? { arity: 0, usage: "none" };
  if (first === undefined || args.length !== arity) {
    return broken(messages.typeArguments(name, args.length, usage));
  }
  if (meaning === "Text") return { kind: "text", bytes: literalOf(first), at };
  if (meaning === "Bytes" || second === undefined) {
    return { kind: "bytes", length: literalOf(first), at };
  }
  return { kind: "array", of: readType(first, scope, faults), length: literalOf(second), at };
}

/**
 * What a name that the file does not declare stands for in the vocabulary. One that was forgotten in
 * the import is reported once and then means what its author meant.
 */
export function meaningOf(
  name: string,
  at: Place,
  { meanings, declared, vocabulary }: Scope,
  faults: Faults,
): string | undefined {
  if (!meanings.has(name) && !declared.has(name) && vocabulary.includes(name)) {
    faults.report(at, messages.notImported(name));
    meanings.set(name, name);
  }
  return meanings.get(name);
}

function readUnion(node: TypeNode, faults: Faults): DraftType {
  const members: Name[] = [];
  let sound = true;
  const visit = (part: TypeNode): void => {
    if (Node.isParenthesizedTypeNode(part)) return visit(part.getTypeNode());
    if (Node.isUnionTypeNode(part)) return part.getTypeNodes().forEach(visit);
    const value = literalValue(part);
    if (typeof value === "string") {
      members.push({ text: value, at: placeOf(part) });
    } else {
      sound = false;
      faults.report(placeOf(part), messages.mixedUnion(written(part), "ts"));
    }
  };
  visit(node);
  return sound
    ? { kind: "union", members, at: placeOf(node) }
    : { kind: "broken", at: placeOf(node) };
}

/** An interface or a type literal. */
export function readRecord(
  node: Node & { getMembers(): Node[] },
  scope: Scope,
  faults: Faults,
): DraftType {
  const members = node.getMembers();
  const fields = members.flatMap((member) => readField(member, scope, faults) ?? []);
  return { kind: "record", fields, complete: fields.length === members.length, at: placeOf(node) };
}

function readField(member: Node, scope: Scope, faults: Faults): DraftField | undefined {
  const type = Node.isPropertySignature(member) ? member.getTypeNode() : undefined;
  if (!Node.isPropertySignature(member) || type === undefined) {
    faults.report(placeOf(member), messages.foreignMember(describeMember(member)));
    return undefined;
  }
  const name = nameOf(member.getNameNode());
  if (member.hasQuestionToken()) faults.report(name.at, messages.optionalMember(name.text));
  if (member.isReadonly()) faults.report(placeOf(member), messages.readonlyMember(name.text));
  return { name, doc: docOf(member), type: readType(type, scope, faults) };
}

/** For messages: what a member is that is not a field or option with a value. */
export function describeMember(member: Node): string {
  if (Node.isPropertySignature(member)) return `the bare name ${quote(member.getName())}`;
  if (Node.isMethodSignature(member)) return `the method ${quote(member.getName())}`;
  if (Node.isIndexSignatureDeclaration(member)) return "an index signature";
  if (Node.isCallSignatureDeclaration(member)) return "a call signature";
  if (Node.isConstructSignatureDeclaration(member)) return "a construct signature";
  return "an accessor";
}
