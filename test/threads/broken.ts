/**
 * Faults planted into the text of an emitted queue of numbers, many to many. Each replaces what must
 * be there, and fails if it is not: the template has changed then, and the fault has to follow.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { fingerprint } from "../../generator/core/fingerprint.ts";
import type { Emitted } from "./queues.ts";

export interface Fault {
  readonly title: string;
  readonly plant: (text: string) => string;
}

const FOLDER = fileURLToPath(new URL("../../.amph/test/broken/", import.meta.url));

/** Replaces every match, of which there must be one at least. */
function replaceAll(text: string, pattern: RegExp, replacement: string): string {
  const result = text.replace(pattern, replacement);
  if (result === text) throw new Error(`nothing to break: ${pattern} is not in the emitted module`);
  return result;
}

/** The text between two marks. */
function between(text: string, from: string, to: string): string {
  const start = text.indexOf(from);
  const end = text.indexOf(to, start);
  if (start === -1 || end === -1) throw new Error(`nothing to break: no ${from} … ${to}`);
  return text.slice(start, end);
}

/** Puts the second of two neighbouring steps before the first. */
function swap(text: string, first: string, second: string): string {
  if (!text.includes(first + second)) {
    throw new Error("nothing to break: the steps are not neighbours");
  }
  return text.replace(first + second, () => second + first);
}

/** The first method of that name, up to its closing brace, replaced. */
function inMethod(text: string, head: string, change: (body: string) => string): string {
  const start = text.indexOf(`\n  ${head}`);
  const end = text.indexOf("\n  }\n", start);
  if (start === -1 || end === -1) throw new Error(`nothing to break: no method ${head}`);
  const body = text.slice(start, end);
  const changed = change(body);
  if (changed === body) throw new Error(`nothing to break in ${head}`);
  return text.slice(0, start) + changed + text.slice(end);
}

const claimOf = (cursor: string, guess: string) =>
  new RegExp(
    `Atomics\\.compareExchange\\(\\s*i32,\\s*(/\\* ${cursor} \\*/ \\d+),\\s*${guess},\\s*` +
      `(\\(${guess} \\+ [^)]*\\) \\| 0),?\\s*\\)`,
    "g",
  );

/** A claim that is no longer one step: it looks, and then stores. */
const torn = (guess: string) =>
  `(Atomics.load(i32, $1) === ${guess} ? (Atomics.store(i32, $1, $2), ${guess}) : Atomics.load(i32, $1))`;

const publishFlip = /Atomics\.xor\(i32, word, ([^;]*?)\)(?= & \/\* TURN_WAITING|;)/g;

export const FAULTS: readonly Fault[] = [
  {
    title: "items are published before they are written",
    plant: (text) =>
      inMethod(text, "tryPush(", (body) =>
        swap(
          body,
          between(body, "// [push.3]", "// [push.4]"),
          between(body, "// [push.4]", "return true;"),
        )),
  },
  {
    title: "slots are freed before they are read",
    plant: (text) =>
      inMethod(text, "popMany(", (body) => {
        const read = between(body, "for (let k = 0; k < run; k++)", "} finally {");
        const free = between(body, "// [pop.4]", "return run;").replace(/\}\s*$/, "");
        return body.replace(read, () => "").replace(free, () => `${free}\n${read}`);
      }),
  },
  {
    title: "slots are published and freed without one step",
    plant: (text) =>
      replaceAll(
        text,
        publishFlip,
        "((before, flip) => (Atomics.store(i32, word, before ^ flip), before))(Atomics.load(i32, word), $1)",
      ),
  },
  {
    title: "tickets are pushed without a claim",
    plant: (text) => replaceAll(text, claimOf("TAIL_I32", "tail"), torn("tail")),
  },
  {
    title: "tickets are popped without a claim",
    plant: (text) => replaceAll(text, claimOf("HEAD_I32", "head"), torn("head")),
  },
  {
    title: "the mask of slots is too short",
    plant: (text) => replaceAll(text, /(\/\* MASK \*\/) 63\b/g, "$1 31"),
  },
  {
    title: "laps are counted wrong",
    plant: (text) =>
      inMethod(text, "tryPop(", (body) => replaceAll(body, /(\/\* LAP_SHIFT \*\/) 8\b/g, "$1 9")),
  },
  {
    title: "producers do not see that the slot is still in use",
    plant: (text) =>
      inMethod(
        text,
        "tryPush(",
        (body) => replaceAll(body, /const free =/g, "const free = true ||"),
      ),
  },
  {
    title: "consumers are not woken",
    plant: (text) =>
      inMethod(
        text,
        "#wakeConsumers(",
        (body) => replaceAll(body, /Atomics\.(?:add|notify)\([^;]*\);/g, ""),
      ),
  },
  {
    title: "producers are not woken",
    plant: (text) =>
      inMethod(
        text,
        "#wakeProducers(",
        (body) => replaceAll(body, /Atomics\.(?:add|notify)\([^;]*\);/g, ""),
      ),
  },
];

/** Faults of waiting that only timing shows: tried by a game of ping-pong. */
export const WAKE_FAULTS: readonly Fault[] = [
  {
    title: "a consumer that announces itself does not look again",
    plant: (text) =>
      inMethod(
        text,
        "#announcePop(",
        (body) => replaceAll(body, /const ready =/g, "const ready = false &&"),
      ),
  },
  {
    title: "the epoch moves but nobody is notified",
    plant: (text) =>
      inMethod(
        text,
        "#wakeConsumers(",
        (body) => replaceAll(body, /Atomics\.notify\([^;]*\);/g, ""),
      ),
  },
  {
    title: "the flag is cleared after the epoch has moved",
    plant: (text) =>
      inMethod(
        text,
        "#wakeConsumers(",
        (body) => body.replace(/(Atomics\.and\([^;]*\);)([\s\S]*)$/, "$2$1"),
      ),
  },
];

/** The module with the fault in it. */
export function breakModule({ className, href }: Emitted, { plant }: Fault): Emitted {
  const original = fileURLToPath(href);
  const text = plant(readFileSync(original, "utf8"));
  const file = join(FOLDER, fingerprint(text), basename(original));
  const draft = `${file}.${process.pid}`;
  mkdirSync(join(FOLDER, fingerprint(text)), { recursive: true });
  writeFileSync(draft, text);
  renameSync(draft, file);
  return { className, href: pathToFileURL(file).href };
}
