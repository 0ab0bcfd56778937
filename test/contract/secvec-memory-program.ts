/**
 * Run by secvec-memory.test.ts in a process of its own: fills a vector after the process has taken the
 * right to more memory from itself, and says what happened. Its argument is the path of a module; with
 * a second one it says only what empty vectors cost.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { pathToFileURL } from "node:url";
import type { AppendVector } from "../support/vectors.ts";

/** What the process may still take: a few buckets' worth. */
const ROOM_BYTES = 64 * 2 ** 20;
const RUN = 4096;

/** Kilobytes that the operating system says of this process. */
function status(name: "VmData" | "VmRSS"): number {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(
    readFileSync("/proc/self/status", "utf8"),
  );
  return Number(found?.[1]);
}

const [, , path = "", isEmptyOnly] = process.argv;
const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href);
const { Values } = module as {
  Values: { create(): AppendVector; attach(handle: unknown): AppendVector };
};

const residentBefore = status("VmRSS");
const many = Array.from({ length: 10 }, () => Values.create());
const residentMebibytes = (status("VmRSS") - residentBefore) / 1024;
if (isEmptyOnly !== undefined) {
  console.log(JSON.stringify({ residentMebibytes }));
  process.exit();
}

const vector = many[0]!;
const other = Values.attach(vector.handle);
const run = new Float64Array(RUN);
// Everything that is needed below has run once, before memory is scarce.
vector.pushMany(run);
vector.pushBack(1);
const limit = status("VmData") * 1024 + ROOM_BYTES;
execFileSync("prlimit", ["--pid", String(process.pid), `--data=${limit}:unlimited`]);

let failure = "";
let length = RUN + 1;
while (failure === "" && length < vector.maxLength) {
  try {
    if (vector.pushMany(run.fill(length)) !== length) failure = "a wrong index";
    else length += RUN;
  } catch (error) {
    failure = error instanceof Error ? error.name : String(error);
  }
}
const again: string[] = [];
for (
  const attempt of [
    () => vector.pushMany(run),
    () => other.pushMany(run),
    () => vector.reserve(9e7),
  ]
) {
  try {
    attempt();
    again.push("pushed");
  } catch (error) {
    again.push(error instanceof Error ? error.name : String(error));
  }
}
const seen = { size: vector.size, others: other.size, last: other.get(other.size - 1) };

execFileSync("prlimit", ["--pid", String(process.pid), "--data=unlimited"]);
const next = other.pushMany(run.fill(7));
console.log(JSON.stringify({
  failure,
  again,
  length,
  seen,
  next,
  size: vector.size,
  last: vector.get(vector.size - 1),
}));
