/** The module specifiers under which a spec may import the vocabulary. */

/**
 * `amph-gen/spec`, and the same through Deno's `npm:`; `@scope/amph-gen/spec`, as JSR names packages,
 * and the same through `jsr:`; the latter two of each also with a version. Without anchors.
 */
export const VOCABULARY_PATTERN = String
  .raw`(?:(?:npm:/?)?amph-gen|(?:jsr:/?)?@[a-z\d-]+/amph-gen)(?:@[^/"'\s]+)?/spec`;

const VOCABULARY = new RegExp(`^${VOCABULARY_PATTERN}$`);

export function isVocabulary(specifier: string): boolean {
  return VOCABULARY.test(specifier);
}

/** What was meant by a specifier of the package that is not that of its types, if anything was. */
export function meantVocabulary(specifier: string): string | undefined {
  const [start] = /^(?:npm:\/?|jsr:\/?)?(?:@[a-z\d-]+\/)?amph-gen(?:@[^/]+)?(?=\/|$)/
    .exec(specifier) ?? [];
  if (start === undefined) return undefined;
  // npm knows the package without a scope, JSR only with one.
  if (/^jsr:\/?amph-gen/.test(start)) return "jsr:@amph-gen/amph-gen/spec";
  if (/^npm:\/?@/.test(start)) return "npm:amph-gen/spec";
  return `${start}/spec`;
}
