/** The compile step: from a module and a rule of what stops to runnable functions. */
import { ts } from "ts-morph";
import type { Callee, ProgramContext } from "./context.ts";
import { CompileFault } from "./fault.ts";
import { type FunctionCode, reachable } from "./ir.ts";
import type { ModuleParts } from "./module.ts";
import { nativesOf } from "./native.ts";
import { printFunction } from "./print.ts";
import { lowerFunction } from "./statements.ts";
import type { StopRule, Token } from "./stops.ts";
import { hasModifier, memberOfThis } from "./syntax.ts";

/** A public operation that has no machine. */
export interface NotCompiled {
  readonly operation: string;
  /** Line of the module, 1-based, and what stands there. */
  readonly line: number;
  readonly reason: string;
}

export interface CompiledFunctions {
  /** Number of the function of each operation. */
  readonly operations: ReadonlyMap<string, { readonly code: number; readonly parameters: number }>;
  readonly notCompiled: readonly NotCompiled[];
  /** Number of the constructor's function. */
  readonly constructorCode: number;
  /** Names of a thread's fields. */
  readonly fields: readonly string[];
  /** JavaScript text of each function, by number. */
  readonly texts: readonly string[];
  /** Line by function and program counter. */
  readonly lines: readonly (readonly number[])[];
}

interface Entry {
  readonly callee: Callee;
  code: FunctionCode | undefined;
  fault: CompileFault | undefined;
}

/** Throws CompileFault where the constructor has no machine, or a field cannot be told. */
export function compileFunctions(module: ModuleParts, rule: StopRule): CompiledFunctions {
  const members = membersOf(module.structure);
  const { constructorNode } = members;
  if (constructorNode === undefined) {
    throw new CompileFault(module.structure, `${module.className} has no constructor`);
  }
  const constructorTokens = constructorNode.parameters.map((parameter) =>
    rule.parameter(parameter)
  );
  const functions: Entry[] = [];
  const numbers = new Map<string, number>();
  const program: ProgramContext = {
    module,
    rule,
    natives: nativesOf(module, rule),
    ...fieldsOf(members, rule),
    methods: members.methods,
    getters: members.getters,
    codeOf(callee) {
      const key = [callee.name, ...callee.tokens.map((token) => token?.name ?? "")].join(" ");
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, functions.length);
      return functions.push({ callee, code: undefined, fault: undefined }) - 1;
    },
  };
  const codeOf = (name: string, node: Callee["node"], tokens: Callee["tokens"] = []) =>
    program.codeOf({ name, node, tokens });

  const constructorCode = codeOf("constructor", constructorNode, constructorTokens);
  const operations = members.operations.map(({ name, node }) => ({
    name,
    node,
    code: ts.isSetAccessor(node) ? undefined : codeOf(`this.${name}`, node),
  }));
  // Lowering a function adds those that it calls.
  for (const entry of functions) {
    try {
      entry.code = lowerFunction(program, entry.callee);
    } catch (error) {
      if (!(error instanceof CompileFault)) throw error;
      entry.fault = error;
    }
  }
  const faults = spread(functions);
  const constructorFault = faults[constructorCode];
  if (constructorFault !== undefined) throw constructorFault;
  const printed = functions.map(({ code }, k) =>
    code === undefined || faults[k] !== undefined ? undefined : printFunction(code)
  );

  const compiled = new Map<string, { code: number; parameters: number }>();
  const notCompiled: NotCompiled[] = [];
  for (const { name, node, code } of operations) {
    const fault = code === undefined
      ? new CompileFault(node, "a set accessor has no machine")
      : faults[code];
    if (fault !== undefined) {
      notCompiled.push({ operation: name, line: fault.line, reason: fault.message });
    } else if (code !== undefined) {
      compiled.set(name, { code, parameters: node.parameters.length });
    }
  }
  return {
    operations: compiled,
    notCompiled,
    constructorCode,
    fields: program.fields,
    texts: printed.map((one) => one?.text ?? "undefined"),
    lines: printed.map((one) => one?.lines ?? []),
  };
}

/** A function that calls one without a machine has none either. */
function spread(functions: readonly Entry[]): readonly (CompileFault | undefined)[] {
  const faults = functions.map(({ fault }) => fault);
  const calls = functions.map(({ code }) =>
    code === undefined
      ? []
      : reachable(code.entry).flatMap(({ end }) => end?.kind === "call" ? [end.code] : [])
  );
  for (let changed = true; changed;) {
    changed = false;
    calls.forEach((codes, k) => {
      const fault = codes.map((code) => faults[code]).find((found) => found !== undefined);
      if (faults[k] !== undefined || fault === undefined) return;
      faults[k] = fault;
      changed = true;
    });
  }
  return faults;
}

interface Members {
  readonly constructorNode: ts.ConstructorDeclaration | undefined;
  readonly methods: ReadonlyMap<string, ts.MethodDeclaration>;
  readonly getters: ReadonlyMap<string, ts.GetAccessorDeclaration>;
  readonly properties: readonly ts.PropertyDeclaration[];
  readonly operations: readonly {
    readonly name: string;
    readonly node: ts.MethodDeclaration | ts.AccessorDeclaration;
  }[];
}

function membersOf(structure: ts.ClassDeclaration): Members {
  const methods = new Map<string, ts.MethodDeclaration>();
  const getters = new Map<string, ts.GetAccessorDeclaration>();
  const properties: ts.PropertyDeclaration[] = [];
  const operations: { name: string; node: ts.MethodDeclaration | ts.AccessorDeclaration }[] = [];
  let constructorNode: ts.ConstructorDeclaration | undefined;
  for (const member of structure.members) {
    if (ts.isConstructorDeclaration(member) && member.body !== undefined) constructorNode = member;
    if (hasModifier(member, ts.SyntaxKind.StaticKeyword)) continue;
    const name = member.name?.getText() ?? "";
    if (ts.isPropertyDeclaration(member)) properties.push(member);
    if (!ts.isMethodDeclaration(member) && !ts.isAccessor(member)) continue;
    if (member.body === undefined) continue;
    if (ts.isMethodDeclaration(member)) methods.set(name, member);
    else if (ts.isGetAccessor(member)) getters.set(name, member);
    const isPublic = !ts.isPrivateIdentifier(member.name) &&
      !hasModifier(member, ts.SyntaxKind.PrivateKeyword) &&
      !hasModifier(member, ts.SyntaxKind.ProtectedKeyword);
    if (isPublic) operations.push({ name, node: member });
  }
  return { constructorNode, methods, getters, properties, operations };
}

/** Which fields are data, and what the others stand for. */
function fieldsOf(
  { constructorNode, properties }: Members,
  rule: StopRule,
): Pick<ProgramContext, "fields" | "tokens"> {
  const fields: string[] = [];
  const tokens = new Map<string, Token>();
  const assigned = constructorNode === undefined ? new Map() : assignedFields(constructorNode);
  for (const property of properties) {
    const name = property.name.getText();
    const values: ts.Expression[] = [
      ...property.initializer === undefined ? [] : [property.initializer],
      ...assigned.get(name) ?? [],
    ];
    const found = values.map((value) => rule.field(name.replace("#", ""), value));
    const token = found.find((one) => one !== undefined);
    if (token === undefined) {
      fields.push(name);
      continue;
    }
    if (values.length > 1) throw new CompileFault(property, `${token.what} is set more than once`);
    tokens.set(name, token);
  }
  return { fields, tokens };
}

function assignedFields(node: ts.ConstructorDeclaration): Map<string, ts.Expression[]> {
  const values = new Map<string, ts.Expression[]>();
  const visit = (inner: ts.Node): void => {
    if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const name = memberOfThis(inner.left);
      if (name !== undefined) values.set(name, [...values.get(name) ?? [], inner.right]);
    }
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return values;
}
