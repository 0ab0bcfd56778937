/** Colours and type of the drawings, light and dark. Every colour is also said in words. */
import type { Writer } from "../layout/model.ts";

type Shades = readonly [light: string, dark: string];

const WRITERS: Readonly<Record<Writer, Shades>> = {
  creator: ["#d3d8e0", "#4b5361"],
  producers: ["#b5d3fb", "#1f4f8f"],
  consumers: ["#fbd3a2", "#84480f"],
  both: ["#dccaf8", "#573a8a"],
  "slot owner": ["#bfe6c4", "#24602e"],
  member: ["#b9e6e6", "#175b60"],
  pushers: ["#f9c6d9", "#862b54"],
  everyone: ["#f0e29c", "#655609"],
};

/** A writer whose colour nobody has chosen. */
const OTHER: Shades = ["#e2e2e2", "#555555"];

/** `w-slot-owner`. */
export function writerClass(writer: string): string {
  return `w-${Object.hasOwn(WRITERS, writer) ? writer.replaceAll(" ", "-") : "other"}`;
}

/** Names of classes begin with `.layout`, so that they hold inside a page as well. */
export function drawingStyle(): string {
  const fills = (shade: 0 | 1) =>
    [...Object.entries(WRITERS), ["other", OTHER] as const]
      .map(([writer, shades]) =>
        `.layout .w-${writer.replaceAll(" ", "-")}{fill:${shades[shade]}}`
      );
  return [
    ".layout text{font:11px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace;fill:#1d2430}",
    ".layout .name{font:600 15px system-ui,sans-serif}",
    ".layout .area{font:600 12px system-ui,sans-serif}",
    ".layout .note,.layout .at{fill:#596273}",
    ".layout .note{font:12px system-ui,sans-serif}",
    ".layout .at{text-anchor:end}",
    ".layout .label{text-anchor:middle;pointer-events:none}",
    ".layout .box{stroke:#fff;stroke-width:1}",
    ".layout .hatch{stroke:#aab2bf;stroke-width:1}",
    ".layout .rim{fill:none;stroke:#8a93a3;stroke-width:1;pointer-events:none}",
    ".layout .start{stroke:#1d2430;stroke-width:1.5;pointer-events:none}",
    ".layout .paper{fill:#fff;pointer-events:none}",
    ".layout .cell:hover .box,.layout .cell:focus .box,.layout .cell.on .box{stroke:#1d2430;stroke-width:2}",
    ".layout .cell:focus{outline:none}",
    ...fills(0),
    "@media (prefers-color-scheme:dark){",
    ".layout text{fill:#eef1f6}",
    ".layout .note,.layout .at{fill:#a9b3c4}",
    ".layout .box{stroke:#14181f}",
    ".layout .hatch{stroke:#4c5564}",
    ".layout .rim{stroke:#6d7788}",
    ".layout .start{stroke:#eef1f6}",
    ".layout .paper{fill:#14181f}",
    ".layout .cell:hover .box,.layout .cell:focus .box,.layout .cell.on .box{stroke:#fff}",
    ...fills(1),
    "}",
  ].join("\n");
}
