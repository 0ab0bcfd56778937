import { existsSync } from "node:fs";
import { probeHost } from "../host/probe.ts";
import { loadProfile } from "../host/profile-file.ts";
import type { HostProfile } from "../host/profile.ts";
import { note } from "./report.ts";

const DEFAULT_FILE = "host-profile.json";

/** The profile file to use: the named one, else the one in this folder, else none. */
export function hostFile(named: string | undefined): string | undefined {
  return named ?? (existsSync(DEFAULT_FILE) ? DEFAULT_FILE : undefined);
}

/** The host to lay out for; says on stderr which one and why, since it decides every offset. */
export function chooseHost(named: string | undefined): HostProfile {
  const file = hostFile(named);
  const profile = file === undefined ? probeHost() : loadProfile(file);
  const source = file ?? `this machine, there is no ${DEFAULT_FILE} here`;
  note(`host: ${profile.name}, ${profile.lineBytes}-byte lines (${source})`);
  return profile;
}
