/** Text and tags of SVG and HTML. */

export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    // Control characters cannot stand in XML at all.
    .replace(/[^\P{Cc}\n\t]|[\uFFFE\uFFFF]|\p{Cs}/gu, "\uFFFD");
}

/** `<name a="1">content</name>`; without content `<name a="1"/>`. */
export function tag(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  ...content: readonly string[]
): string {
  const list = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [` ${key}="${typeof value === "number" ? number(value) : escaped(value)}"`]
  ).join("");
  return content.length === 0
    ? `<${name}${list}/>`
    : `<${name}${list}>${content.join("")}</${name}>`;
}

/** At most two decimals, none that is 0. */
function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** A name for `id` and `#`. */
export function anchor(name: string): string {
  return name.replace(/[^\w-]/gu, "_");
}
