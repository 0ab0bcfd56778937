/** A layout → what a drawing of it shows. */
import { article, memberTitle } from "../layout/explain-members.ts";
import type { Area, Layout, MembersRequest } from "../layout/model.ts";
import type { Use } from "../layout/uses.ts";
import { costsOf } from "./costs.ts";
import { cellsOf, endOf, memberAbout, paddingCells, type Window } from "./pieces.ts";
import {
  type About,
  type Gap,
  grouped,
  type Picture,
  plural,
  type Row,
  type Section,
} from "./picture.ts";

/** A layout, and what the operations of its module touch. */
export interface Explained {
  readonly layout: Layout;
  readonly uses: readonly Use[];
}

export interface DescribeOptions {
  /** Bytes of a row; longer cache lines have several rows. */
  readonly maxRowBytes: number;
}

/** Rows of an area, or of its first item, before the rest is left out. */
const MAX_HEAD_ROWS = 8;

export function describe({ layout, uses }: Explained, { maxRowBytes }: DescribeOptions): Picture {
  const { name, structure, lineBytes, totalBytes, areas } = layout;
  const { paddingBytes } = costsOf(layout);
  const rowBytes = Math.min(lineBytes, maxRowBytes);
  return {
    name,
    heading: `${name}, ${article(structure)}`,
    summary: `${plural(totalBytes, "byte")}, ${plural(totalBytes / lineBytes, "cache line")} of ` +
      `${lineBytes}; ${grouped(paddingBytes)} bytes (${
        percent(paddingBytes, totalBytes)
      }) are padding`,
    lineBytes,
    totalBytes,
    sections: areas.map((area, k) => {
      const end = areas[k + 1]?.byteOffset ?? totalBytes;
      return section(area, end, { lineBytes, rowBytes, uses });
    }),
  };
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? "0 %" : `${(part / whole * 100).toFixed(part * 10 < whole ? 1 : 0)} %`;
}

interface Frame {
  readonly lineBytes: number;
  readonly rowBytes: number;
  readonly uses: readonly Use[];
}

/** `end`: the first byte behind the area and its padding. */
function section(area: Area, end: number, frame: Frame): Section {
  const { request, byteOffset, byteLength } = area;
  const isMember = request.kind === "members";
  const rows = isMember ? memberRows(area, request) : lineRows(area, end, frame);
  return {
    name: isMember ? memberTitle(request) : request.name,
    doc: request.doc,
    writer: request.writer,
    byteOffset,
    byteLength,
    paddedBytes: end - byteOffset,
    rows,
    entries: entriesOf(area, end, frame, rows),
  };
}

/** All cache lines of an area, or the first ones and the last. */
function lineRows(area: Area, end: number, frame: Frame): readonly (Row | Gap)[] {
  const { rowBytes, lineBytes } = frame;
  const count = (end - area.byteOffset) / rowBytes;
  const head = headRows(area, rowBytes);
  const row = (k: number): Row => {
    const start = area.byteOffset + k * rowBytes;
    const window = { start, end: start + rowBytes };
    return {
      kind: "row",
      byteOffset: start,
      byteLength: rowBytes,
      isLineStart: start % lineBytes === 0,
      cells: filled(area, frame.uses, window),
    };
  };
  const rows = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, k) => row(from + k));
  // One row more is no longer than the note that it is left out.
  if (count <= head + 2) return rows(0, count);
  const skipped = { start: area.byteOffset + head * rowBytes, end: end - rowBytes };
  return [...rows(0, head), { kind: "gap", text: gapText(skipped, lineBytes) }, row(count - 1)];
}

function headRows({ request, strideBytes }: Area, rowBytes: number): number {
  switch (request.kind) {
    case "words":
      return MAX_HEAD_ROWS;
    case "slots":
      return Math.min(Math.max(2, Math.ceil(strideBytes / rowBytes)), MAX_HEAD_ROWS);
    default:
      return 1;
  }
}

function gapText({ start, end }: Window, lineBytes: number): string {
  const range = `bytes ${grouped(start)} to ${grouped(end - 1)}`;
  const lines = (end - start) / lineBytes;
  return Number.isInteger(lines) ? `${plural(lines, "more line")}, ${range}` : range;
}

/** The cells of a window, with padding where nothing else is. */
function filled(area: Area, uses: readonly Use[], window: Window): Row["cells"] {
  const data = cellsOf(area, uses, window);
  const free: Window[] = [];
  let at = window.start;
  for (const { byteOffset, byteLength } of data) {
    if (byteOffset > at) free.push({ start: at, end: byteOffset });
    at = byteOffset + byteLength;
  }
  if (at < window.end) free.push({ start: at, end: window.end });
  const name = `after ${area.request.name}`;
  return [...data, ...paddingCells(free, name)].sort((a, b) => a.byteOffset - b.byteOffset);
}

/** One row for each structure that may lie here, as long as it is. */
function memberRows(area: Area, request: MembersRequest): readonly Row[] {
  return request.alternatives.map(({ name, doc, layout }) => ({
    kind: "row",
    byteOffset: area.byteOffset,
    byteLength: area.byteLength,
    isLineStart: true,
    cells: [{
      kind: "member",
      byteOffset: area.byteOffset,
      byteLength: layout.totalBytes,
      label: `${layout.name}, ${article(layout.structure)}: ${plural(layout.totalBytes, "byte")}`,
      isStart: false,
      about: memberAbout(area, name, layout, doc),
    }],
  }));
}

/** Once each: all words, the first element of an array, the fields of the first item. */
function entriesOf(
  area: Area,
  end: number,
  { uses }: Frame,
  rows: readonly (Row | Gap)[],
): readonly About[] {
  const { request, byteOffset, strideBytes } = area;
  if (request.kind === "members") {
    return rows.flatMap((row) => row.kind === "row" ? row.cells.map(({ about }) => about) : []);
  }
  const first = request.kind === "words" ? endOf(area) : byteOffset + strideBytes;
  const seen = cellsOf(area, uses, { start: byteOffset, end: first });
  const behind = { start: endOf(area), end };
  const after = behind.start < behind.end ? paddingCells([behind], `after ${request.name}`) : [];
  return [...seen, ...after].map(({ about }) => about);
}
