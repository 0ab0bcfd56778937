/**
 * Programs over a vector that shrinks, for the model checker: every operation against every other; a
 * reader while what it reads is replaced until slots come into use again; helpers that come late; and
 * handles that give up their seat and take one again. A thread that stops at any step goes unnoticed.
 */
import type { Deaths, Operation, Scenario, Start } from "../../core/scenario.ts";
import type { MachineProgram } from "../../transform/machine.ts";
import { itemsOf } from "../queue/items.ts";
import type { ScenarioLimits } from "../queue/scenarios.ts";
import { type OperationMakers, operationMakers } from "./operations.ts";
import { vectorReference } from "./reference.ts";

/**
 * Seats then look for free records each time, before they take a new one: the next operation but one
 * of a thread uses a record and a slot again, where that many operations would otherwise come first.
 */
export const SHRINK_REDUCTIONS = [
  { constant: "SCAN_RECORDS", value: 0 },
  { constant: "SCAN_RECORDS_A_SEAT", value: 0 },
];

/** Elements that lie in the vector at the start are numbered from here on. */
const FIRST_FILL = 50;
/** What a finale appends, from here on. */
const FIRST_LAST = 80;
/** Vectors up to this length are filled and emptied. */
const MAX_FILL = 16;

/** Where the threads find the vector. */
interface Place {
  readonly name: string;
  readonly size: number;
  /** Elements that were pushed and popped once. */
  readonly popped: number;
}

/** Two threads that do the same kinds of things again and again. */
const PAIRED = ["push", "pop", "first", "next", "set", "swap", "size", "leave"];

/** Operations of each thread, how many elements they find, and who may die if not everybody. */
type Program = readonly [words: string, sizes: readonly number[], deaths?: Deaths];

/** Two threads. */
const PAIRS: readonly Program[] = [
  // What was pushed is there for who has seen the size.
  ["push | size get0", [0]],
  ["push set0 | get0 get0", [0]],
  // A reader, while slots come into use again.
  ["get0 | set0 set0 set0", [1]],
  ["get0 get0 | pop push pop push", [1]],
  ["swap0 | set0 set0 set0", [1]],
  ["get0 detach get0 | set0 set0 set0", [1]],
  // Helpers, while records come into use again.
  ["push pop push | pop push pop", [0, 1]],
  ["set0 set0 | set0 set0 set0", [1]],
  ["size size | set0 set0 set0 set0", [1]],
  // Seats that change hands, with what is left there.
  ["push detach push | push push", [0]],
  ["set0 detach pop | set0 push", [1]],
  ["pop detach push push | pop push push", [1]],
  ["detach set0 detach set0 | set0 detach set0", [1]],
  // A seat that is given up, while its next owner reads.
  ["get0 detach set0 set0 set0 | get0", [1]],
];

/** Three threads and four. */
const CROWDS: readonly Program[] = [
  ["push | push | push", [0]],
  ["push | push | pop", [0]],
  ["push | pop | pop", [1]],
  ["pop | pop | pop", [2]],
  ["push | pop | get0", [1]],
  ["set0 | pop | push", [1]],
  ["set0 | set0 | get0", [1]],
  ["swap0 | swap0 | swap0", [1]],
  ["swap0 | set0 | get0 get0", [1]],
  // A record that is replaced by one thread while its owner looks whether another one helps.
  ["size | set0 set0 | set0", [1]],
  // The same, by a helper whose seat is new; few enough states to try each change of a module on all.
  ["size | set0 | set0", [1], "none"],
];

/** `text` is that of the emitted module from which `program` was compiled. */
export function shrinkScenarios(
  program: MachineProgram,
  text: string,
  limits: ScenarioLimits,
): readonly Scenario[] {
  const maxLength = Number(/^const MAX_LENGTH = (\d+);$/m.exec(text)?.[1]);
  if (!(maxLength >= 1)) throw new Error(`${program.className} has no constant MAX_LENGTH`);
  const makers = operationMakers(itemsOf(text, "pushBack"), vectorReference(maxLength));
  const startAt = startsOf(program, makers);
  const found: Scenario[] = [];
  const add = (
    name: string,
    threads: readonly string[],
    place: Place,
    { repeat = 1, deaths = "unnoticed" as Deaths } = {},
  ) => {
    const fresh = counter();
    found.push({
      name,
      start: startAt(place),
      threads: threads.map((words) =>
        Array.from({ length: repeat }, () => words.split(" ")).flat()
          .flatMap((word) => operationsOf(word, makers, place, fresh))
      ),
      finale: finaleOf(makers, maxLength, place),
      deaths,
    });
  };
  const canRun = (words: string) =>
    !words.includes("swap") || program.operations.includes("compareExchange");

  for (const [k, first] of PAIRED.entries()) {
    for (const second of PAIRED.slice(k)) {
      if (!canRun(`${first} ${second}`)) continue;
      for (const place of placesOf(maxLength)) {
        const name = `${first}-${second}/${place.name}/${limits.operations}`;
        add(name, [first, second], place, { repeat: limits.operations });
      }
    }
  }
  for (const [words, sizes, deaths] of [...PAIRS, ...CROWDS]) {
    const threads = words.split(" | ");
    const isLong = threads.length === 2 && limits.operations < 2;
    if (isLong || threads.length > limits.threads || !canRun(words)) continue;
    for (const size of sizes) {
      if (size > maxLength) continue;
      const name = `${words.replaceAll(" | ", "-").replaceAll(" ", "+")}/${size}`;
      add(name, threads, { name: String(size), size, popped: 0 }, { deaths });
    }
  }
  return found;
}

function counter(): () => number {
  let next = 0;
  return () => next++;
}

function operationsOf(
  word: string,
  makers: OperationMakers,
  { size }: Place,
  fresh: () => number,
): readonly Operation[] {
  const last = Math.max(0, size - 1);
  switch (word) {
    case "push":
      return [makers.push(fresh())];
    case "pop":
      return [makers.pop()];
    case "first":
    case "get0":
      return [makers.get(0)];
    case "next":
      return [makers.get(size)];
    case "set":
      return [makers.set(last, fresh())];
    case "set0":
      return [makers.set(0, fresh())];
    case "swap":
      return [makers.compareExchange(last, FIRST_FILL + last, fresh())];
    case "swap0":
      return [makers.compareExchange(0, FIRST_FILL, fresh())];
    case "size":
      return [makers.size()];
    case "detach":
      return [makers.detach()];
    case "leave":
      return [makers.push(fresh()), makers.detach()];
    default:
      throw new Error(`scenarios have no operation ${word}`);
  }
}

function placesOf(maxLength: number): readonly Place[] {
  return [
    { name: "empty", size: 0, popped: 0 },
    { name: "one", size: 1, popped: 0 },
    ...(maxLength > 1 ? [{ name: "one-popped", size: 1, popped: 1 }] : []),
    ...(maxLength > 1 && maxLength <= MAX_FILL
      ? [{ name: "full", size: maxLength, popped: 0 }]
      : []),
  ];
}

/** The start at each place, made once. */
function startsOf(program: MachineProgram, makers: OperationMakers): (place: Place) => Start {
  const starts = new Map<string, Start>();
  return ({ size, popped }) => {
    const key = `${size} ${popped}`;
    const known = starts.get(key);
    if (known !== undefined) return known;
    const start: Start = {
      prepare(memory) {
        new Uint8Array(memory).set(new Uint8Array(program.createMemory()));
      },
      initial: "",
      setup: [
        ...Array.from({ length: size + popped }, (_, k) => makers.push(FIRST_FILL + k)),
        ...Array.from({ length: popped }, () => makers.pop()),
        makers.detach(),
      ],
    };
    starts.set(key, start);
    return start;
  };
}

/** Nothing is left over or lost; cells, records and slots work on. */
function finaleOf(
  makers: OperationMakers,
  maxLength: number,
  { size }: Place,
): readonly Operation[] {
  const few = Math.min(maxLength, size + 4);
  const all = maxLength <= MAX_FILL ? maxLength + 1 : few;
  return [
    makers.size(),
    ...Array.from({ length: few }, (_, index) => makers.get(index)),
    ...Array.from({ length: few + 1 }, () => makers.pop()),
    makers.size(),
    ...Array.from({ length: all }, (_, k) => makers.push(FIRST_LAST + k)),
    makers.set(0, FIRST_LAST + all),
    makers.get(0),
    makers.pop(),
    makers.size(),
    makers.detach(),
  ];
}
