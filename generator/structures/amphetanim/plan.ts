/** Layout → everything the container's templates need. */
import type { ContainerInput, ModulePlan } from "../../emit/plan.ts";
import type { Area, Layout, MemberLayout } from "../../layout/model.ts";
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

/** Grows when the header changes in a way that two modules would disagree about. */
const PROTOCOL_VERSION = 1;

/** Everything that the templates say. */
interface AmphetanimView extends FrameView {
  readonly imports: readonly ImportView[];
  readonly members: readonly (MemberView & { readonly constant: string })[];
  readonly countText: string;
}

export function planAmphetanim(input: ContainerInput): ModulePlan {
  const { layout } = input;
  const members = membersOf(layout);
  const names = constantNames(members.map(({ member }) => member.name), "BYTE");
  const imports = importsOf(members.map(({ member }) => member));
  const constants: readonly Constant[] = [
    ...wordConstants(layout),
    ...members.map(({ area, member }, k) => ({
      name: names[k] ?? "",
      value: area.byteOffset,
      doc: `First byte of \`${member.name}\`, which has ${member.layout.totalBytes}.`,
    })),
  ];
  const view: AmphetanimView = {
    ...frameView(input, {
      version: PROTOCOL_VERSION,
      defaultDoc: `${countText(members.length)} in one memory, behind one handle.`,
      whatIsMade: "all members",
      createOptions: undefined,
      attachNotes: [
        "The handle stands for the whole composition, and every member is compared, too.",
      ],
      item: undefined,
      hasViews: false,
      constants,
      checks: checksOf(members, names),
    }),
    imports,
    members: members.map(({ member }, k) => ({
      ...memberView(member),
      constant: names[k] ?? "",
    })),
    countText: countText(members.length),
  };
  return {
    main: "amphetanim/module",
    partials: {
      ...FRAME_PARTIALS,
      overview: "amphetanim/overview",
      start: "amphetanim/start",
    },
    view,
    constants: new Map(constants.map(({ name, value }) => [name, value])),
    imports: imports.map(({ from }) => from),
  };
}

interface PlacedMember {
  readonly area: Area;
  readonly member: MemberLayout;
}

function membersOf({ areas }: Layout): readonly PlacedMember[] {
  return areas.flatMap((area) =>
    area.request.kind === "members"
      ? area.request.alternatives.map((member) => ({ area, member }))
      : []
  );
}

function countText(count: number): string {
  return count === 1 ? "1 structure" : `${count} structures side by side`;
}

/** Each member starts a line and ends before the next one starts. */
function checksOf(
  members: readonly PlacedMember[],
  names: readonly string[],
): readonly (readonly [holds: string, what: string])[] {
  return members.map(({ member }, k) => {
    const name = names[k] ?? "";
    const next = names[k + 1] ?? "TOTAL_BYTES";
    const bytes = member.layout.totalBytes;
    return [
      `${name} % LINE_BYTES === 0 && ${name} + ${bytes} <= ${next}`,
      `${member.name} has lines of its own`,
    ];
  });
}
