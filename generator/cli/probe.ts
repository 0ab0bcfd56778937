import { existsSync } from "node:fs";
import { probeHost } from "../host/probe.ts";
import { formatProfile, loadProfile } from "../host/profile-file.ts";
import type { HostProfile } from "../host/profile.ts";
import { replaceFiles } from "../output/replace.ts";
import { defineCommand } from "./command.ts";
import { answer } from "./report.ts";
import { UsageError } from "./usage-error.ts";

export const probeCommand = defineCommand({
  usage: "probe",
  summary: "Ask this machine for the size of its cache lines",
  positionals: {},
  options: {
    json: { type: "boolean", default: false, describe: "Print the profile as JSON" },
    out: { type: "string", requiresArg: true, describe: "Write the profile to this file" },
  },
  examples: [
    ["probe", "what each source says"],
    ["probe --out host-profile.json", "lay out for this machine from now on"],
  ],
  run: (args) => {
    const profile = probeHost();
    if (args.out !== undefined) save(args.out, profile);
    if (args.json) answer(formatProfile(profile).trimEnd());
    else for (const line of describe(profile)) answer(line);
    if (args.out !== undefined && !args.json) answer(`written  ${args.out}`);
    return 0;
  },
});

function describe({ name, lineBytes, isolationBytes, evidence }: HostProfile): readonly string[] {
  return [
    `${name}: lines of ${lineBytes} bytes; words of different writers ${isolationBytes} bytes apart`,
    ...evidence.map(({ source, lineBytes, detail }) =>
      `  ${source}: ${lineBytes === undefined ? "no answer" : `${lineBytes} bytes`} (${detail})`
    ),
  ];
}

/** A profile may replace a profile; any other file stays. */
function save(file: string, profile: HostProfile): void {
  if (existsSync(file) && !isProfile(file)) {
    throw new UsageError(`${file} is not a host profile and is not overwritten; name another file`);
  }
  replaceFiles([{ path: file, text: formatProfile(profile) }]);
}

function isProfile(file: string): boolean {
  try {
    loadProfile(file);
    return true;
  } catch {
    return false;
  }
}
