import { readFileSync } from "node:fs";
import { DiagnosticError } from "../core/diagnostic.ts";
import { freeze } from "../core/fingerprint.ts";
import type { HostEvidence, HostProfile } from "./profile.ts";
import { isLineBytes, MAX_LINE_BYTES, MIN_LINE_BYTES } from "./profile.ts";

/** The name stands in banners, hence in comments: nothing that could end one. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const MEMBERS = ["name", "lineBytes", "isolationBytes", "evidence"];

/** JSON with a final newline; a source without an answer has `lineBytes: null`. */
export function formatProfile(profile: HostProfile): string {
  const { name, lineBytes, isolationBytes } = profile;
  const evidence = profile.evidence.map((entry) => ({
    source: entry.source,
    lineBytes: entry.lineBytes ?? null,
    detail: entry.detail,
  }));
  return `${JSON.stringify({ name, lineBytes, isolationBytes, evidence }, null, 2)}\n`;
}

/**
 * Reads a profile that `formatProfile` wrote, or a person. Throws {@link DiagnosticError}:
 * AMPH501 the file cannot be read, else as {@link parseProfile}.
 */
export function loadProfile(file: string): HostProfile {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? `: ${error.code}` : "";
    const message = `the host profile cannot be read${code}. ` +
      "Give the path of an existing profile, or make one with `amph-gen probe --out FILE`";
    throw new DiagnosticError([{ file, line: 1, column: 1, code: "AMPH501", message }]);
  }
  return parseProfile(text, file);
}

/**
 * `file` is named in messages only. Throws {@link DiagnosticError} with every fault of the text:
 * AMPH502 not JSON, AMPH503 a member that is missing, unknown or of another type, AMPH504 a number
 * of bytes that cannot be.
 */
export function parseProfile(text: string, file: string): HostProfile {
  const faults: Fault[] = [];
  const profile = readProfile(text, faults);
  if (faults.length > 0) {
    throw new DiagnosticError(
      faults.map(({ code, member, message }) => ({ file, ...find(text, member), code, message })),
    );
  }
  return freeze(profile);
}

interface Fault {
  readonly code: string;
  /** Empty: the whole text. */
  readonly member: string;
  readonly message: string;
}

type Members = Readonly<Record<string, unknown>>;

/** What can be read of it; the profile is good where `faults` stays empty. */
function readProfile(text: string, faults: Fault[]): HostProfile {
  const members = readMembers(text, faults);
  if (members === undefined) return { name: "", lineBytes: 0, isolationBytes: 0, evidence: [] };
  const name = readName(members["name"], faults);
  const lineBytes = readBytes("lineBytes", members["lineBytes"], faults);
  const isolationBytes = readBytes("isolationBytes", members["isolationBytes"], faults);
  const evidence = readEvidence(members["evidence"], faults);
  if (faults.length === 0 && isolationBytes < lineBytes) {
    const message = `"isolationBytes" is ${isolationBytes}, less than the line of ${lineBytes}; ` +
      `write ${lineBytes} or a larger power of two`;
    faults.push({ code: "AMPH504", member: "isolationBytes", message });
  }
  return { name, lineBytes, isolationBytes, evidence };
}

function readMembers(text: string, faults: Fault[]): Members | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? ` (${error.message})` : "";
    const message = `the host profile is not JSON${why}. Correct it, or make one with ` +
      "`amph-gen probe --out FILE`";
    faults.push({ code: "AMPH502", member: "", message });
    return undefined;
  }
  if (!isMembers(value)) {
    const message = `a host profile is an object with ${MEMBERS.join(", ")}, not ${shown(value)}`;
    faults.push({ code: "AMPH503", member: "", message });
    return undefined;
  }
  for (const member of Object.keys(value)) {
    if (MEMBERS.includes(member)) continue;
    const message =
      `"${member}" is no member of a host profile, which has ${MEMBERS.join(", ")}; ` +
      "remove it";
    faults.push({ code: "AMPH503", member, message });
  }
  return value;
}

function readName(value: unknown, faults: Fault[]): string {
  if (typeof value === "string" && NAME.test(value)) return value;
  const message = `"name" is ${shown(value)}, expected 1 to 64 letters, digits, dots, dashes and ` +
    'underscores; write for instance "linux-x64-64"';
  faults.push({ code: "AMPH503", member: "name", message });
  return "";
}

function readBytes(member: string, value: unknown, faults: Fault[]): number {
  const range = `a power of two from ${MIN_LINE_BYTES} to ${MAX_LINE_BYTES}`;
  const message = `"${member}" is ${shown(value)}, expected ${range}; write for instance 64`;
  if (typeof value !== "number") {
    faults.push({ code: "AMPH503", member, message });
    return 0;
  }
  if (!isLineBytes(value)) faults.push({ code: "AMPH504", member, message });
  return value;
}

function readEvidence(value: unknown, faults: Fault[]): HostEvidence[] {
  const entries: unknown[] = Array.isArray(value) ? value : [undefined];
  const evidence = entries.flatMap((entry) => {
    if (!isMembers(entry)) return [];
    const { source, lineBytes, detail } = entry;
    if (typeof source !== "string" || typeof detail !== "string") return [];
    if (lineBytes !== null && typeof lineBytes !== "number") return [];
    return [{ source, lineBytes: lineBytes ?? undefined, detail }];
  });
  if (evidence.length !== entries.length) {
    const message = '"evidence" is a list of { "source": string, "lineBytes": number or null, ' +
      '"detail": string }; write [] where there is none';
    faults.push({ code: "AMPH503", member: "evidence", message });
  }
  return evidence;
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value).slice(0, 60);
}

/** Where a member's name stands; the start of the text where it stands nowhere. */
function find(text: string, member: string): { readonly line: number; readonly column: number } {
  const at = member === "" ? 0 : Math.max(0, text.indexOf(JSON.stringify(member)));
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}
