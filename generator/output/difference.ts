import { parseBanner, parsePlainBanner } from "./banner.ts";

/** Why a module is not what `generate` would write. */
export interface Difference {
  /**
   * `edited`: everything it was made from is as it was, so its text was changed by hand. Fingerprints
   * of specs leave out comments, so who changed a comment cannot be told.
   */
  readonly kind: "stale" | "edited" | "comments";
  readonly detail: string;
}

/** What a file was made from, by the names that a person has for it, and the layout it has. */
interface Origin {
  readonly inputs: Readonly<Record<string, string | number>>;
  /** Its fingerprint; `undefined` where the file lays nothing out. */
  readonly layout: string | undefined;
}

function originOf(text: string): Origin | undefined {
  const facts = parseBanner(text);
  if (facts !== undefined) {
    return {
      inputs: {
        "amph-gen": facts.version,
        "its spec": `${facts.specFingerprint} ${facts.specFile}`,
        "the host profile": facts.hostFingerprint,
        "the length of its lines": facts.lineBytes,
      },
      layout: facts.layoutFingerprint,
    };
  }
  const plain = parsePlainBanner(text);
  if (plain === undefined) return undefined;
  return { inputs: { "amph-gen": `${plain.version} ${plain.fingerprint}` }, layout: undefined };
}

/** Tells by the banners of two different texts; `expected` is what `generate` gives now. */
export function explainDifference(found: string, expected: string): Difference {
  const before = originOf(found);
  const after = originOf(expected);
  if (before === undefined || after === undefined) {
    return { kind: "edited", detail: "its banner is damaged" };
  }
  const changed = Object.keys(after.inputs)
    .filter((what) => before.inputs[what] !== after.inputs[what]);
  if (changed.length > 0) {
    const layout = after.layout === undefined
      ? ""
      : `; ${before.layout === after.layout ? "same" : "another"} layout`;
    return { kind: "stale", detail: `${changed.join(" and ")} changed since${layout}` };
  }
  if (found.replaceAll("\r\n", "\n") === expected) {
    return { kind: "edited", detail: "its lines end with CR LF; keep them as LF (.gitattributes)" };
  }
  if (code(found) === code(expected)) {
    return { kind: "comments", detail: "those of its spec changed since, or these were edited" };
  }
  return {
    kind: "edited",
    detail: `line ${firstDifferentLine(found, expected)} is not what was generated`,
  };
}

/** Without the lines that are comments: what a spec documents stands on lines of its own. */
function code(text: string): string {
  return text.split("\n").filter((line) => !/^\s*(?:\/[/*]|\*)/.test(line)).join("\n");
}

function firstDifferentLine(found: string, expected: string): number {
  const before = found.split("\n");
  const after = expected.split("\n");
  const index = before.findIndex((line, k) => line !== after[k]);
  // Where `found` is the beginning of `expected`, what is missing starts behind it.
  return (index === -1 ? before.length : index) + 1;
}
