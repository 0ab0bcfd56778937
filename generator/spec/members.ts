/** Members of containers: what each refers to, names of those written in place, and no cycles. */
import { isIdentifier, RESERVED_MEMBERS, RESERVED_WORDS } from "../core/identifiers.ts";
import type { Draft, DraftMember, DraftMembers, Name } from "./draft.ts";
import type { Faults } from "./faults.ts";
import * as messages from "./messages/members.ts";
import { badName, inlineStructureName, repeatedName, reservedName } from "./messages/names.ts";
import type { ContainerSpec, MemberSpec, Rules } from "./model.ts";
import { inlineName } from "./names.ts";
import type { Resolver } from "./resolve.ts";
import type { NamedStructure } from "./validate.ts";

export interface ResolvedMembers {
  readonly members: readonly MemberSpec[];
  /** Structures that are written in the place of a member, with the names that they get. */
  readonly inPlace: readonly NamedStructure[];
}

export interface Members {
  /** The members of one container; faults are reported. */
  resolve(
    owner: NamedStructure,
    members: DraftMembers | undefined,
    rules: Rules | undefined,
  ): ResolvedMembers;
  /** Members before what holds them; reports those that hold themselves. */
  inOrder(containers: readonly ContainerSpec[]): readonly ContainerSpec[];
}

export function createMembers(draft: Draft, resolver: Resolver, faults: Faults): Members {
  const structures = new Set<string>();
  const types = new Set<string>();
  for (const { kind, name } of draft.declarations) {
    (kind === "structure" ? structures : types).add(name.text);
  }
  /** Where members are written, by owner and name. */
  const places = new Map<string, DraftMember>();

  function resolveOne(owner: Name, { name, doc, type }: DraftMember): {
    readonly of: string | undefined;
    readonly inPlace?: NamedStructure;
  } {
    switch (type.kind) {
      case "broken":
        return { of: undefined };
      case "slot":
        faults.report(type.at, messages.memberIsSlotType(name.text, type.text, draft.form));
        return { of: undefined };
      case "reference": {
        if (structures.has(type.name)) return { of: type.name };
        const message = types.has(type.name)
          ? messages.memberIsRecord(name.text, type.name, draft.form)
          : messages.unknownMember(name.text, type.name, [...structures]);
        faults.report(type.at, message);
        return { of: undefined };
      }
      case "structure": {
        const of = inlineName(owner.text, name.text);
        if (!resolver.take(of)) {
          faults.report(type.at, inlineStructureName(of));
          return { of: undefined };
        }
        return { of, inPlace: { name: { text: of, at: name.at }, doc, draft: type.draft } };
      }
    }
  }

  return {
    resolve({ name: owner, draft: { structure } }, members, rules) {
      if (members === undefined || rules?.holds !== "members") return { members: [], inPlace: [] };
      if (members.list.length === 0 && members.complete) {
        faults.report(members.at, messages.emptyContainer(structure.text, draft.form));
      }
      checkMemberNames(members.list, structure.text, rules.ownNames, faults);
      const resolved = members.list.map((member) => {
        places.set(`${owner.text}.${member.name.text}`, member);
        return { member, ...resolveOne(owner, member) };
      });
      return {
        members: resolved.flatMap(({ member: { name, doc }, of }) =>
          of === undefined ? [] : [{ name: name.text, doc, of }]
        ),
        inPlace: resolved.flatMap(({ inPlace }) => inPlace ?? []),
      };
    },

    inOrder(containers) {
      const byName = new Map(containers.map((container) => [container.name, container]));
      const ordered = new Set<ContainerSpec>();
      const open: string[] = [];
      const visit = (container: ContainerSpec): void => {
        if (ordered.has(container)) return;
        open.push(container.name);
        for (const { name, of } of container.members) {
          const inner = byName.get(of);
          if (inner === undefined) continue;
          if (!open.includes(of)) {
            visit(inner);
            continue;
          }
          const at = places.get(`${container.name}.${name}`)?.type.at ?? { line: 1, column: 1 };
          faults.report(at, messages.containerCycle([...open.slice(open.indexOf(of)), of]));
        }
        open.pop();
        ordered.add(container);
      };
      for (const container of containers) visit(container);
      return [...ordered];
    },
  };
}

function checkMemberNames(
  members: readonly DraftMember[],
  structure: string,
  ownNames: readonly string[],
  faults: Faults,
): void {
  const seen = new Map<string, Name>();
  for (const { name } of members) {
    const earlier = seen.get(name.text);
    if (earlier !== undefined) {
      faults.report(name.at, repeatedName("member", name.text, earlier.at.line));
      continue;
    }
    seen.set(name.text, name);
    if (!isIdentifier(name.text)) {
      faults.report(name.at, badName(name.text));
    } else if (RESERVED_WORDS.has(name.text)) {
      faults.report(name.at, reservedName(name.text, "JavaScript"));
    } else if (RESERVED_MEMBERS.has(name.text)) {
      faults.report(name.at, reservedName(name.text, "every object"));
    } else if (ownNames.includes(name.text)) {
      faults.report(name.at, messages.ownMemberName(name.text, structure, ownNames));
    }
  }
}
