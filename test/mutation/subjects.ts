/** The modules that are changed: for each structure, the fewest that hold every branch of its templates. */
import type { HostProfile } from "../../generator/host/profile.ts";
import { parseBanner } from "../../generator/output/banner.ts";
import { generateModules } from "../../generator/pipeline.ts";

export interface Subject {
  /** Of the class. */
  readonly name: string;
  /** Modules of one group run the same algorithm: what one of them refutes is refuted. */
  readonly group: string;
  readonly structure: string;
  readonly text: string;
  /** Whether threads die where a scenario says what holds then: they do in `npm run verify`. */
  readonly kill: boolean;
  /** Of a scenario with more states, for the module itself, only a part is explored. */
  readonly mostStates: number;
}

interface Group {
  readonly name: string;
  /** Class names, the cheapest to check first, and their types. */
  readonly modules: Readonly<Record<string, string>>;
  readonly mostStates?: number;
  readonly kill?: boolean;
}

/** Three who wait, or helpers that come late, make millions, and changes by the thousand are tried. */
const MOST_STATES = { cubby: 250_000, shrink: 20_000 };

const HOST: HostProfile = { name: "test-64", lineBytes: 64, isolationBytes: 64, evidence: [] };

const SPEC_HEAD = `import type { Cubby, Queue, SecVec, u16, u32 } from "amph-gen/spec";
export interface Pair { first: u32; second: u32; }
`;

function queue(sides: string, capacity: number, waiting: boolean, item = "u32"): string {
  const [producers = "", consumers = ""] = sides.split(" to ");
  const options = { capacity, producers, consumers, waiting, padding: "none" };
  return `Queue<${item}, ${JSON.stringify(options)}>`;
}

/** The order of the groups is part of the results: it decides in which modules a change is tried. */
const QUEUES: readonly Group[] = ["one to one", "one to many", "many to one", "many to many"]
  .map((sides) => {
    const prefix = sides.replace(" to ", " ").replace(
      /(?:^| )(\w)/g,
      (_, c: string) => c.toUpperCase(),
    );
    return {
      name: `Queue, ${sides}`,
      modules: {
        [`${prefix}2`]: queue(sides, 2, true),
        [`${prefix}32`]: queue(sides, 32, true),
        ...(sides === "many to many"
          ? {
            [`${prefix}Polled2`]: queue(sides, 2, false),
            [`${prefix}Pairs2`]: queue(sides, 2, true, "Pair"),
          }
          : {}),
        ...(sides === "one to one" ? { [`${prefix}Polled2`]: queue(sides, 2, false) } : {}),
      },
    };
  });

/** Runs of one item, and of four. */
const LAZY: Group = {
  name: "Queue, lazy",
  modules: Object.fromEntries([2, 16].map((capacity) => [
    `Lazy${capacity}`,
    `Queue<u32, { capacity: ${capacity}; producers: "one"; consumers: "one"; publish: "lazy" }>`,
  ])),
  mostStates: 60_000,
};

const GROUPS: readonly Group[] = [
  ...QUEUES,
  LAZY,
  {
    name: "Cubby",
    modules: {
      CubbyPolled: "Cubby<u32, { waiting: false }>",
      // As many waiters on each side as the scenarios have.
      CubbyWaiting: "Cubby<u32, { waiters: 2 }>",
    },
    mostStates: MOST_STATES.cubby,
    kill: true,
  },
  {
    name: "SecVec, append",
    // Elements as tests of properties have them, which see the same lines. Its published bits take two words.
    modules: { AppendWord: "SecVec<u16, { maxLength: 40; shrink: false }>" },
    kill: true,
  },
  {
    name: "SecVec, shrink",
    // Three threads, and one that looks at what they leave.
    modules: { ShrinkFour: "SecVec<u16, { maxLength: 4; threads: 4 }>" },
    mostStates: MOST_STATES.shrink,
    kill: true,
  },
];

/** All modules, group by group. */
export async function readSubjects(): Promise<readonly Subject[]> {
  const types = GROUPS.flatMap(({ modules }) => Object.entries(modules))
    .map(([name, type]) => `export type ${name} = ${type};`);
  const files = await generateModules(
    [{ file: "mutation.layout.ts", text: SPEC_HEAD + types.join("\n") }],
    { host: HOST, emit: "ts" },
  );
  const texts = new Map(
    files.map(({ text }) => [/^export class (\w+) \{/m.exec(text)?.[1] ?? "", text]),
  );
  return GROUPS.flatMap(({ name: group, modules, mostStates = Infinity, kill = false }) =>
    Object.keys(modules).map((name) => {
      const text = texts.get(name);
      const structure = text === undefined ? undefined : parseBanner(text)?.structure;
      if (text === undefined || structure === undefined) throw new Error(`no module ${name}`);
      return { name, group, structure, text, mostStates, kill };
    })
  );
}
