/** Layout → everything the templates of a variant need. */
import { quote } from "../../emit/types.ts";
import type { ContainerInput, ModulePlan } from "../../emit/plan.ts";
import { areaOf } from "../frame/area.ts";
import { wordConstants } from "../frame/constants.ts";
import { frameView } from "../frame/frame.ts";
import {
  constantNames,
  importsOf,
  type ImportView,
  type MemberView,
  memberView,
} from "../frame/members.ts";
import { type Constant, FRAME_PARTIALS, type FrameView } from "../frame/view.ts";
import { PLACE } from "./request.ts";

/** Grows when the header or the protocol changes in a way that two modules would disagree about. */
const PROTOCOL_VERSION = 1;

/** Everything that the templates say. */
interface OneOfView extends FrameView {
  readonly imports: readonly ImportView[];
  readonly members: readonly (MemberView & { readonly constant: string })[];
  /** The names of the kinds as string literals. */
  readonly kindList: string;
  /** Their type. */
  readonly kindUnion: string;
  /** The type of an object of any kind. */
  readonly classUnion: string;
  readonly countText: string;
}

export function planOneOf(input: ContainerInput): ModulePlan {
  const { layout } = input;
  const place = areaOf(layout, PLACE);
  const kinds = place.request.kind === "members" ? place.request.alternatives : [];
  const tags = constantNames(kinds.map(({ name }) => name), "TAG");
  const imports = importsOf(kinds);
  const constants: readonly Constant[] = [
    ...wordConstants(layout),
    {
      name: "PLACE_BYTE",
      value: place.byteOffset,
      doc: `First byte of the object, for which there are ${place.byteLength}.`,
    },
    { name: "NONE", value: 0, doc: "TAG before the first kind." },
    { name: "BECOMING", value: 1, doc: "Bit of TAG: a thread is making the object." },
    ...kinds.map(({ name }, k) => ({
      name: tags[k] ?? "",
      value: 2 * k + 2,
      doc: `TAG of \`${name}\`.`,
    })),
  ];
  const count = kinds.length === 1 ? "1 kind" : `${kinds.length} kinds`;
  const view: OneOfView = {
    ...frameView(input, {
      version: PROTOCOL_VERSION,
      defaultDoc: `One object of ${count}, in the same place.`,
      whatIsMade: "an object of no kind yet",
      createOptions: undefined,
      attachNotes: [],
      item: undefined,
      constants,
      checks: [
        ["PLACE_BYTE % LINE_BYTES === 0", "the object starts a line"],
        ["TAG_I32 * 4 % LINE_BYTES === 0 && TAG_I32 * 4 < PLACE_BYTE", "the tag has its own line"],
        [
          `new Set([NONE, ${tags.join(", ")}]).size === ${tags.length + 1} && ` +
          `((NONE | ${tags.join(" | ")}) & BECOMING) === 0`,
          "the tags differ, and by more than BECOMING",
        ],
        ...kinds.map(({ name, layout }): readonly [string, string] => [
          `PLACE_BYTE + ${layout.totalBytes} <= TOTAL_BYTES`,
          `${name} lies within the structure`,
        ]),
      ],
    }),
    imports,
    members: kinds.map((kind, k) => ({ ...memberView(kind), constant: tags[k] ?? "" })),
    kindList: kinds.map(({ name }) => quote(name)).join(", "),
    kindUnion: kinds.map(({ name }) => quote(name)).join(" | "),
    classUnion: imports.map(({ className }) => className).join(" | "),
    countText: count,
  };
  return {
    main: "oneof/module",
    partials: { ...FRAME_PARTIALS, overview: "oneof/overview", start: "oneof/start" },
    view,
    constants: new Map(constants.map(({ name, value }) => [name, value])),
    imports: imports.map(({ from }) => from),
  };
}
