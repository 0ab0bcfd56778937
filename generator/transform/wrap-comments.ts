const WIDTH_COLUMNS = 100;

/** A list item's mark, which its other lines are indented by. */
const MARK = /^(?:- |\d+\. |[a-z]+\.\d {2})/;

/**
 * Breaks comment lines of more than 100 columns, which the formatter leaves alone: names and
 * documentation of the spec stand in them. What is too long goes to the front of the next line of
 * the same paragraph. Runs after formatting and leaves formatted text formatted. The banner, `//` lines
 * at the very top, stays: it is read again, line by line.
 */
export function wrapComments(text: string): string {
  const lines = text.split("\n").flatMap(openBlock);
  const afterBanner = lines.findIndex((line) => !line.startsWith("//"));
  for (let k = Math.max(afterBanner, 0); k < lines.length; k++) {
    const line = lines[k] ?? "";
    const [, head, body] = /^(\s*(?:\/\/|\*) +)(.*)$/.exec(line) ?? [];
    if (line.length <= WIDTH_COLUMNS || head === undefined || body === undefined) continue;
    const mark = MARK.exec(body)?.[0].length ?? 0;
    const space = line.lastIndexOf(" ", WIDTH_COLUMNS);
    const cut = lastBreak(line, space);
    if (cut < head.length + mark) continue;
    const hang = head + " ".repeat(mark);
    const rest = line.slice(cut + 1);
    lines[k] = line.slice(0, cut);
    const next = lines[k + 1] ?? "";
    const continues = next.startsWith(hang) && /^[^\s|+]/.test(next.slice(hang.length)) &&
      !MARK.test(next.slice(hang.length));
    if (continues) lines[k + 1] = `${hang}${rest} ${next.slice(hang.length)}`;
    else lines.splice(k + 1, 0, `${hang}${rest}`);
  }
  return lines.join("\n");
}

/** The space at `space`, or the one before a `{@link …}` that it lies in. */
function lastBreak(line: string, space: number): number {
  const open = line.lastIndexOf("{@link", space);
  const isInside = open !== -1 && line.indexOf("}", open) > space;
  return isInside ? line.lastIndexOf(" ", open) : space;
}

/** A doc comment on one line that is too long gets lines of its own. */
function openBlock(line: string): string[] {
  const [, indent, body] = /^(\s*)\/\*\* (.*) \*\/$/.exec(line) ?? [];
  if (line.length <= WIDTH_COLUMNS || indent === undefined) return [line];
  return [`${indent}/**`, `${indent} * ${body}`, `${indent} */`];
}
