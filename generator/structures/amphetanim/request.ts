/** What a container asks of the layout engine: its members one after the other. */
import type { LayoutRequest, MemberLayout } from "../../layout/model.ts";
import { HEADER_AREA } from "../frame/header.ts";

export function amphetanimRequest(name: string, members: readonly MemberLayout[]): LayoutRequest {
  return {
    name,
    structure: "Amphetanim",
    areas: [
      HEADER_AREA,
      ...members.map((member) => ({
        kind: "members" as const,
        name: member.name,
        doc: member.doc,
        writer: "member" as const,
        alternatives: [member],
      })),
    ],
  };
}
