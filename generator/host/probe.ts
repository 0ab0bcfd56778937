import { Buffer } from "node:buffer";
import { freeze } from "../core/fingerprint.ts";
import type { HostEvidence, HostProfile } from "./profile.ts";
import {
  noAnswer,
  readCacheMemory,
  readCoherencyLineSizes,
  readCpuInfo,
  readLogicalProcessors,
  readNumber,
} from "./sources.ts";
import type { System } from "./system.ts";
import { thisSystem } from "./system.ts";

export { formatProfile, loadProfile, parseProfile } from "./profile-file.ts";

/** The source of what was not said but concluded. */
export const CONCLUSION = "conclusion";

const MIN_ISOLATION_BYTES = 64;

/**
 * Asks the operating system for the length of a cache line. Every source stays in the evidence, also
 * the one that has no answer; where they differ, the largest wins, because words that are further
 * apart than they need to be are still apart. Never throws: without any answer the architecture's
 * usual line counts, and the evidence says so.
 *
 * `isolationBytes` is the line, but at least 64: 32-byte lines are those of small cores whose larger
 * siblings run the same program. Processors that fetch lines in pairs could ask for two lines; that is
 * for an experiment to measure on the host, and not assumed here.
 */
export function probeHost(system: System = thisSystem): HostProfile {
  const asked = ask(system);
  const answers = asked.flatMap(({ lineBytes }) => lineBytes === undefined ? [] : [lineBytes]);
  const concluded = answers.length === 0
    ? usualLine(system)
    : { lineBytes: Math.max(...answers), evidence: disagreement(answers) };
  const { platform, arch } = system;
  return freeze({
    name: `${platform}-${arch}-${concluded.lineBytes}`,
    lineBytes: concluded.lineBytes,
    isolationBytes: Math.max(concluded.lineBytes, MIN_ISOLATION_BYTES),
    evidence: [...asked, ...concluded.evidence],
  });
}

function ask(system: System): HostEvidence[] {
  switch (system.platform) {
    case "linux":
    case "android":
      return askLinux(system);
    case "darwin":
      return askMacOs(system);
    case "win32":
      return askWindows(system);
    default:
      return [noAnswer("operating system", `no source is known for ${system.platform}`)];
  }
}

const CPU_FOLDER = "/sys/devices/system/cpu";

function askLinux(system: System): HostEvidence[] {
  const sysfs = `${CPU_FOLDER}/cpu*/cache/index*/coherency_line_size`;
  const cpuInfo = "/proc/cpuinfo";
  const getconf = (name: string) =>
    attempt(`getconf ${name}`, (source) => readNumber(source, system.run("getconf", [name])));
  const cpuInfoKey = (key: string) =>
    attempt(
      `${cpuInfo}: ${key}`,
      (source) => readCpuInfo(source, system.readText(cpuInfo), key),
    );
  return [
    attempt(sysfs, (source) => readCoherencyLineSizes(source, coherencyLineSizes(system))),
    getconf("LEVEL1_DCACHE_LINESIZE"),
    cpuInfoKey("clflush size"),
    cpuInfoKey("cache_alignment"),
  ];
}

/** A processor that is offline has no caches, and some virtual machines show none at all. */
function coherencyLineSizes(system: System): string[] {
  const cpus = system.listFolder(CPU_FOLDER).filter((name) => /^cpu\d+$/.test(name));
  return cpus.flatMap((cpu) => {
    const folder = `${CPU_FOLDER}/${cpu}/cache`;
    const caches = orNothing(() => system.listFolder(folder)).filter((name) =>
      /^index\d+$/.test(name)
    );
    return caches.flatMap((cache) =>
      orNothing(() => [system.readText(`${folder}/${cache}/coherency_line_size`)])
    );
  });
}

function askMacOs(system: System): HostEvidence[] {
  return [
    attempt(
      "sysctl -n hw.cachelinesize",
      (source) => readNumber(source, system.run("sysctl", ["-n", "hw.cachelinesize"])),
    ),
  ];
}

const CACHE_MEMORY_SCRIPT =
  "Get-CimInstance Win32_CacheMemory | Select-Object Level, LineSize | ConvertTo-Json -Compress";

/** PowerShell compiles the declaration, which reaches kernel32 without a module of ours. */
const LOGICAL_PROCESSORS_SCRIPT = `
$ErrorActionPreference = 'Stop'
Add-Type -Namespace AmphGen -Name Kernel -MemberDefinition '
  [System.Runtime.InteropServices.DllImport("kernel32.dll", SetLastError = true)]
  public static extern bool GetLogicalProcessorInformation(byte[] buffer, ref uint length);
'
$length = [uint32] 0
[void] [AmphGen.Kernel]::GetLogicalProcessorInformation($null, [ref] $length)
$buffer = New-Object byte[] $length
if (-not [AmphGen.Kernel]::GetLogicalProcessorInformation($buffer, [ref] $length)) { exit 1 }
"$([IntPtr]::Size):$([Convert]::ToBase64String($buffer))"
`;

function askWindows(system: System): HostEvidence[] {
  const powershell = (script: string) => {
    // Encoded, so that no quote has to pass through a Windows command line.
    const encoded = Buffer.from(script, "utf16le").toString("base64");
    return system.run("powershell.exe", [
      "-NoProfile",
      "-NonInteractive",
      "-EncodedCommand",
      encoded,
    ]);
  };
  return [
    attempt(
      "GetLogicalProcessorInformation",
      (source) => readLogicalProcessors(source, powershell(LOGICAL_PROCESSORS_SCRIPT)),
    ),
    attempt(
      "Win32_CacheMemory.LineSize",
      (source) => readCacheMemory(source, powershell(CACHE_MEMORY_SCRIPT)),
    ),
  ];
}

function attempt(source: string, read: (source: string) => HostEvidence): HostEvidence {
  try {
    return read(source);
  } catch (error) {
    return noAnswer(source, `could not be asked: ${reasonOf(error)}`);
  }
}

/** The system's error code where there is one: it is the same under every runtime. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}

function orNothing(read: () => readonly string[]): readonly string[] {
  try {
    return read();
  } catch {
    return [];
  }
}

function disagreement(answers: readonly number[]): HostEvidence[] {
  const distinct = [...new Set(answers)].sort((a, b) => a - b);
  const largest = distinct.at(-1);
  if (distinct.length < 2 || largest === undefined) return [];
  const detail = `the sources say ${distinct.join(" and ")}; the largest keeps words apart on all`;
  return [{ source: CONCLUSION, lineBytes: largest, detail }];
}

/** Architectures with longer lines than 64 bytes. */
function usualLine({ platform, arch }: System): {
  lineBytes: number;
  evidence: HostEvidence[];
} {
  const lineBytes = arch === "s390x"
    ? 256
    : arch === "ppc64" || (platform === "darwin" && arch === "arm64")
    ? 128
    : 64;
  const detail = `no source answered; ${lineBytes} is usual for ${platform} on ${arch}`;
  return { lineBytes, evidence: [{ source: CONCLUSION, lineBytes, detail }] };
}
