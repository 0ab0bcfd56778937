/** What a variant asks of the layout engine: a tag, and one place for every kind. */
import type { LayoutRequest, MemberLayout } from "../../layout/model.ts";
import { HEADER_AREA } from "../frame/header.ts";

/** The area in which the kinds lie. */
export const PLACE = "place";

export function oneOfRequest(name: string, members: readonly MemberLayout[]): LayoutRequest {
  return {
    name,
    structure: "OneOf",
    areas: [
      HEADER_AREA,
      {
        kind: "words",
        name: "tag",
        doc: "Which kind it is.",
        writer: "both",
        words: [{ name: "TAG", doc: "0: no kind yet; 2k + 1: becoming kind k; 2k + 2: kind k." }],
      },
      {
        kind: "members",
        name: PLACE,
        doc: "Where the one object lies.",
        writer: "member",
        alternatives: members,
      },
    ],
  };
}
