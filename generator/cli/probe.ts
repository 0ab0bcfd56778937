import { existsSync } from "node:fs";
import type { Sharing } from "../host/knee.ts";
import { measureSharing, withSharing } from "../host/measured.ts";
import { probeBrowser } from "../host/page-probe.ts";
import { probeHost } from "../host/probe.ts";
import { formatProfile, loadProfile } from "../host/profile-file.ts";
import type { HostProfile } from "../host/profile.ts";
import { sharingSvg, sharingText } from "../host/sharing-chart.ts";
import { replaceFiles } from "../output/replace.ts";
import { currentRuntime } from "../runtime/runtime.ts";
import { defineCommand } from "./command.ts";
import { answer, note } from "./report.ts";
import { UsageError } from "./usage-error.ts";

export const probeCommand = defineCommand({
  usage: "probe",
  summary: "Measure the cache lines of this machine, and ask it for their size",
  positionals: {},
  options: {
    json: { type: "boolean", default: false, describe: "Print the profile as JSON" },
    measure: {
      type: "boolean",
      default: true,
      describe: "Measure by experiment; --no-measure only asks",
    },
    browser: {
      type: "boolean",
      default: false,
      describe: "Measure in a browser that opens a page of this command",
    },
    svg: { type: "string", requiresArg: true, describe: "Write the measured curve to this file" },
    out: { type: "string", requiresArg: true, describe: "Write the profile to this file" },
  },
  examples: [
    ["probe", "what each source says"],
    ["probe --out host-profile.json", "lay out for this machine from now on"],
    ["probe --browser", "measure with the workers of a web page"],
  ],
  run: async (args) => {
    if (args.svg !== undefined) checkSvg(args.svg, args.measure);
    if (args.browser && !args.measure) {
      throw new UsageError("a page has nothing to ask: leave out --no-measure, or --browser");
    }
    const { profile, sharing } = args.browser ? await inBrowser() : await here(args.measure);
    if (args.out !== undefined) save(args.out, profile);
    const drawing = sharing === undefined || sharing.points.length === 0
      ? undefined
      : sharingSvg(sharing, profile.name);
    if (args.svg !== undefined && drawing !== undefined) {
      replaceFiles([{ path: args.svg, text: drawing }]);
    }
    if (args.json) answer(formatProfile(profile).trimEnd());
    else for (const line of describe(profile, sharing)) answer(line);
    if (args.out !== undefined && !args.json) answer(`written  ${args.out}`);
    if (args.svg === undefined) return 0;
    if (drawing === undefined) {
      note(`${args.svg}: no curve to draw: ${sharing?.detail}`);
      return 1;
    }
    if (!args.json) answer(`written  ${args.svg}`);
    return 0;
  },
});

const BROWSER_LIMIT_MS = 600_000;

async function here(measures: boolean): Promise<Probed> {
  const asked = probeHost();
  if (!measures) return { profile: asked, sharing: undefined };
  const sharing = await measureSharing({ cores: currentRuntime().cores });
  return { profile: withSharing(asked, sharing), sharing };
}

async function inBrowser(): Promise<Probed> {
  try {
    return await probeBrowser({
      onAddress: (address) => note(`open ${address} in the browser that is to be measured`),
      timeoutMs: BROWSER_LIMIT_MS,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--browser: ${reason}. Run it again, and open the address it prints`);
  }
}

interface Probed {
  readonly profile: HostProfile;
  readonly sharing: Sharing | undefined;
}

function checkSvg(file: string, measures: boolean): void {
  if (!measures) throw new UsageError("--svg draws what was measured: leave out --no-measure");
  if (!file.endsWith(".svg")) {
    throw new UsageError(`--svg ${file}: expected a file name ending in .svg`);
  }
}

function describe(
  { name, lineBytes, isolationBytes, evidence }: HostProfile,
  sharing: Sharing | undefined,
): readonly string[] {
  const chart = sharing === undefined || sharing.points.length === 0
    ? []
    : ["", "nanoseconds an addition, by the distance of the words:", ...sharingText(sharing)];
  return [
    `${name}: lines of ${lineBytes} bytes; words of different writers ${isolationBytes} bytes apart`,
    ...evidence.map(({ source, lineBytes, detail }) =>
      `  ${source}: ${lineBytes === undefined ? "no answer" : `${lineBytes} bytes`} (${detail})`
    ),
    ...chart,
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
