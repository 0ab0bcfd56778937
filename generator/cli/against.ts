/** The other side of a comparison: another spec, another host, or lines of another length. */
import { statSync } from "node:fs";
import { basename } from "node:path";
import type { Sides } from "../explain/compare.ts";
import { loadProfile } from "../host/profile-file.ts";
import { type HostProfile, isLineBytes, MAX_LINE_BYTES, MIN_LINE_BYTES } from "../host/profile.ts";
import type { GenerateInput } from "../pipeline.ts";
import { readSpecs, SPEC_NAME } from "./specs.ts";
import { UsageError } from "./usage-error.ts";

/** What is laid out, and for which host. */
interface Side {
  readonly inputs: readonly GenerateInput[];
  readonly host: HostProfile;
}

interface Other extends Side {
  readonly sides: Sides;
}

export function chooseOther(
  against: string,
  { spec, inputs, host }: Side & { readonly spec: string },
): Other {
  if (/^[+-]?[\d.]+$/.test(against)) {
    const bytes = Number(against);
    if (!isLineBytes(bytes)) {
      throw new UsageError(
        `--against ${against}: a line has a power of two of bytes, ${MIN_LINE_BYTES} to ` +
          `${MAX_LINE_BYTES}; write for instance 128`,
      );
    }
    const other = { ...host, lineBytes: bytes, isolationBytes: bytes };
    const sides = [host, other].map(({ isolationBytes }) => `${isolationBytes}-byte lines`);
    return { inputs, host: other, sides: [sides[0] ?? "", sides[1] ?? ""] };
  }
  if (SPEC_NAME.test(against) || isFolder(against)) {
    return { inputs: readSpecs([against]), host, sides: [basename(spec), basename(against)] };
  }
  const other = loadProfile(against);
  return { inputs, host: other, sides: [host.name, other.name] };
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;
}
