/** What the templates say of one fiber: how it is spawned, begins and ends. */
import { pascalCase } from "../../core/identifiers.ts";
import { commentText } from "../../emit/types.ts";
import type { CompiledFiber, FiberParameter } from "../../transform/fibers/model.ts";
import { bytesOf, load, store, typeScriptOf } from "../../transform/fibers/slots.ts";
import { classOf, type LoomOptions } from "./request.ts";
import type { RecordWords } from "./record.ts";
import type { FiberView } from "./view.ts";
import { isPinned } from "./pinned.ts";

/** Where an argument waits in a record, and where it goes in the frame; Int32 words. */
interface Move {
  readonly parameter: FiberParameter;
  readonly word: number;
}

/** Names that the methods which spawn have for themselves. */
const OWN_NAMES = new Set([
  ..."id fiber frame wide i32 f64 i64 spawner _spawner full FIBERS Math".split(" "),
]);

const free = (name: string): string => OWN_NAMES.has(name) ? `${name}Argument` : name;

export function fiberView(
  fiber: CompiledFiber,
  number: number,
  all: readonly CompiledFiber[],
  options: LoomOptions,
  record: RecordWords,
): FiberView {
  const { name } = fiber;
  const parameters = fiber.parameters.map((one) => ({ ...one, name: free(one.name) }));
  const { name: Class, option } = classOf(fiber.frameBytes);
  const frames = options.classes.find((one) => one.name === Class)?.count ?? 0;
  const moves = movesOf(parameters, record);
  const framedAtSpawn = moves === undefined;
  const places = moves?.map(({ parameter, word }) => ({ ...parameter, byteOffset: word * 4 })) ??
    parameters;
  const stores = places.map(({ name: local, type, byteOffset }) =>
    `${store(type, byteOffset, local)};`
  );
  const list = parameters.map(({ name: local, type }) => `${local}: ${typeScriptOf(type)}`);
  const names = parameters.map(({ name: local }) => local);
  const isCalled = all.some(({ calledFibers }) => calledFibers.includes(name));
  const inUse = `full("fibers", ${options.fibers})`;
  return {
    name,
    Name: pascalCase(name),
    number,
    method: fiber.method,
    // Several workers take a fiber each at a time, and resume it by a call.
    code: isCalled || options.workers > 1 ? fiber.code : "",
    turnsMethod: fiber.turnsMethod,
    turns: options.workers > 1 ? "" : fiber.turns({
      number,
      ended: [resultStore(fiber), `this.#give${Class}(frame);`, "this.#end(fiber, ENDED);"],
      isWhole: !isCalled,
    }),
    isPinned: !options.stealing || isPinned(fiber, all),
    resultStore: resultStore(fiber),
    lines: fiber.stateLines.join(", "),
    docLines: fiber.doc === "" ? [] : fiber.doc.split("\n").map(commentText),
    parameters: list.join(", "),
    commaParameters: list.map((one) => `, ${one}`).join(""),
    arguments: names.join(", "),
    commaArguments: names.map((one) => `, ${one}`).join(""),
    Class,
    framedAtSpawn,
    spawnNeeds: framedAtSpawn && options.workers === 1
      ? `all ${options.fibers} fibers, or all ${frames} ${option} frames, are in use`
      : `all ${options.fibers} fibers are in use`,
    fullCall: framedAtSpawn && frames < options.fibers
      ? `this.alive < FIBERS ? full("${option} frames", ${frames}) : ${inUse}`
      : inUse,
    storeLocals: [
      ...stores.some((text) => text.startsWith("f64[")) ? ["const f64 = this.#f64;"] : [],
      ...stores.some((text) => text.startsWith("i64[")) ? ["const i64 = this.#i64;"] : [],
      ...stores.some((text) => text.includes("[wide")) ? ["const wide = frame >> 1;"] : [],
    ],
    stores,
    copies: (moves ?? []).flatMap(({ parameter, word }) => copy(parameter, word)),
    spawned: all.some(({ spawnedFibers }) => spawnedFibers.includes(name)),
  };
}

/** Three words of a record are free until its fiber runs: 8 bytes and 4. */
function movesOf(
  parameters: readonly FiberParameter[],
  { result, tick }: RecordWords,
): readonly Move[] | undefined {
  const wide = parameters.filter(({ type }) => bytesOf(type) === 8);
  const narrow = parameters.filter(({ type }) => bytesOf(type) === 4);
  const free = wide.length === 0 ? [tick, result, result + 1] : [tick];
  if (wide.length > 1 || narrow.length > free.length) return undefined;
  return [
    ...wide.map((parameter) => ({ parameter, word: result })),
    ...narrow.map((parameter, k) => ({ parameter, word: free[k] ?? tick })),
  ];
}

/** As words, so that every bit of a number stays. */
function copy({ type, byteOffset }: FiberParameter, word: number): readonly string[] {
  return Array.from(
    { length: bytesOf(type) / 4 },
    (_, k) => `i32[frame + ${byteOffset / 4 + k}] = i32[fiber + ${word + k}]!;`,
  );
}

function resultStore({ resultType, resultByteOffset }: CompiledFiber): string {
  if (resultType === "void" || resultByteOffset === undefined) return "f64[fiber >> 1] = 0;";
  const value = load(resultType, resultByteOffset).replace("[wide", "[(frame >> 1)");
  const number = resultType === "bool"
    ? value.replace(" !== 0", "!")
    : resultType === "u64" || resultType === "i64"
    ? `Number(${value.replace("i64[", "this.#i64[")})`
    : value;
  return `f64[fiber >> 1] = ${number};`;
}
