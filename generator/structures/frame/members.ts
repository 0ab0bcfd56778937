/** What containers know of their members: modules to import, constants, text. */
import { moduleFile, upperSnakeCase } from "../../core/identifiers.ts";
import { docComment } from "../../emit/types.ts";
import { article } from "../../layout/explain-members.ts";
import type { MemberLayout } from "../../layout/model.ts";

export interface ImportView {
  readonly className: string;
  /** `./book-deltas.gen.ts` */
  readonly from: string;
}

export interface MemberView {
  readonly name: string;
  readonly className: string;
  readonly doc: string;
  readonly fingerprint: string;
}

/** The module of each class, once. */
export function importsOf(members: readonly MemberLayout[]): readonly ImportView[] {
  return [...new Set(members.map(({ layout }) => layout.name))].map((className) => ({
    className,
    from: `./${moduleFile(className)}`,
  }));
}

export function memberView({ name, doc, layout }: MemberLayout): MemberView {
  return {
    name,
    className: layout.name,
    doc: docComment(doc || `{@link ${layout.name}}, ${article(layout.structure)}.`),
    fingerprint: layout.fingerprint,
  };
}

/** `TRADES_BYTE` for each of `names`, numbered where two would be the same. */
export function constantNames(names: readonly string[], unit: string): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const wanted = upperSnakeCase(name);
    let found = `${wanted}_${unit}`;
    for (let n = 2; taken.has(found); n++) found = `${wanted}_${n}_${unit}`;
    taken.add(found);
    return found;
  });
}
