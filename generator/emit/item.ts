/**
 * The code that moves one item between JavaScript values and a slot. It has five parts, in the
 * order in which an operation needs them:
 *
 * - capture: reads the item's fields into locals and checks them. It runs before a slot is claimed,
 *   so that nothing can throw between claim and publish and leave a hole in the queue.
 * - store: writes the locals into the slot. Only arrays without a typed array are read again here.
 * - prepare: takes the typed arrays of the object to fill and checks them, before a slot is claimed.
 * - load: reads the slot into locals, before the slot is released.
 * - the value: an expression over those locals, and statements that fill an object given by the caller.
 *
 * Locals begin with `$`, so no field name can meet a name of the protocol.
 */
import { type ItemLayout, type View, VIEW_BYTES } from "../layout/model.ts";
import { quote, scalarArray, scalarType, specType, tsType } from "./types.ts";

export interface ItemCode {
  /** The checks of `capture` alone, for a look ahead. */
  readonly check: readonly string[];
  readonly capture: readonly string[];
  readonly store: readonly string[];
  /** `store` reads the item once more, and a getter of it may throw. */
  readonly storeReadsItem: boolean;
  readonly prepare: readonly string[];
  readonly load: readonly string[];
  readonly value: string;
  /** Assignments into `target`; empty where an item cannot be filled. */
  readonly fill: readonly string[];
  readonly views: ReadonlySet<View>;
  /** Texts need module-level helpers. */
  readonly usesText: boolean;
}

/** The unions of an item: path → the name in `encodeName` and `decodeName`. */
export type UnionNames = ReadonlyMap<string, string>;

export interface ItemNames {
  readonly unions: UnionNames;
  /** The expression of the item to push, `item`. */
  readonly source: string;
  /** The variable of the object to fill, `into` or `target`; it may be undefined. */
  readonly target: string;
  /**
   * The index of a piece in a view, as a constant; for items that lie in one place. Without it, pieces
   * count from the first index of a slot.
   */
  readonly place?: (view: View, byteOffset: number, path: readonly string[]) => string;
}

interface Node {
  readonly check: string[];
  readonly capture: string[];
  readonly store: string[];
  readonly prepare: string[];
  readonly load: string[];
  readonly value: string;
  readonly fill: string[];
}

/** `slotF64`: the local that holds a slot's first index in a view. */
export function slotBase(view: View): string {
  return `slot${view.toUpperCase()}`;
}

/** Index expression of a byte offset that is known, plus loop variables times strides. */
export function indexOf(
  base: string,
  view: View,
  byteOffset: number,
  steps: readonly { readonly variable: string; readonly strideBytes: number }[],
): string {
  const width = VIEW_BYTES[view];
  const parts = [base];
  if (byteOffset !== 0) parts.push(String(byteOffset / width));
  for (const { variable, strideBytes } of steps) {
    const stride = strideBytes / width;
    parts.push(stride === 1 ? variable : `${variable} * ${stride}`);
  }
  return parts.join(" + ");
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The code of a whole item. */
export function emitItem(item: ItemLayout, names: ItemNames): ItemCode {
  return emitPart({ layout: item, path: [], offset: 0, steps: [], fillable: true }, names);
}

/** A loop variable or an index, and the bytes between two of its elements. */
export interface Step {
  readonly variable: string;
  readonly strideBytes: number;
}

/** A piece of an item, and how to get to it. */
export interface ItemPart {
  readonly layout: ItemLayout;
  readonly path: readonly string[];
  /** Bytes that the offsets in `layout` count from. */
  readonly offset: number;
  readonly steps: readonly Step[];
  readonly fillable: boolean;
}

/** The code of a part of an item, as for a whole one. */
export function emitPart(part: ItemPart, names: ItemNames): ItemCode {
  const views = new Set<View>();
  const taken = new Set<string>();
  let usesText = false;
  let storeReadsItem = false;

  const local = (path: readonly string[]): string => {
    const wanted = `$${path.join("$") || "value"}`;
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted}$${n}`;
    taken.add(name);
    return name;
  };

  const visit = (
    layout: ItemLayout,
    path: readonly string[],
    source: string,
    target: string | undefined,
    offset: number,
    steps: readonly Step[],
  ): Node => {
    const { type } = layout;
    const label = quote(path.filter((part) => part !== "").join(".") || "item");
    const intoLabel = quote(["into", ...path].join("."));
    const indexIn = (
      view: View,
      byteOffset: number,
      around: readonly Step[] = steps,
      piece: readonly string[] = path,
    ): string => {
      views.add(view);
      return names.place === undefined
        ? indexOf(slotBase(view), view, byteOffset, around)
        : indexOf(names.place(view, byteOffset, piece), view, 0, around);
    };
    const reach = (view: View, byteOffset: number): string =>
      `${view}[${indexIn(view, byteOffset)}]`;
    const at = offset + layout.byteOffset;

    if (type.kind === "record") {
      const parts = layout.fields.map(({ field, layout: inner }) =>
        visit(
          inner,
          [...path, field.name],
          `${source}.${field.name}`,
          target === undefined ? undefined : `${target}.${field.name}`,
          offset,
          steps,
        )
      );
      return {
        check: parts.flatMap((part) => part.check),
        capture: parts.flatMap((part) => part.capture),
        store: parts.flatMap((part) => part.store),
        prepare: parts.flatMap((part) => part.prepare),
        load: parts.flatMap((part) => part.load),
        value: `{ ${
          layout.fields.map(({ field }, k) => `${field.name}: ${parts[k]?.value}`).join(", ")
        } }`,
        fill: parts.flatMap((part) => part.fill),
      };
    }

    const name = local(path);
    const take = source === name ? [] : [`const ${name} = ${source};`];
    const fill = target === undefined ? [] : [`${target} = ${name};`];
    const wrong = (wanted: string) => `throw wrongValue(${label}, ${quote(wanted)}, ${name});`;

    switch (type.kind) {
      case "scalar": {
        const wanted = scalarType(type.scalar);
        const view = layout.view ?? "u8";
        const cell = reach(view, at);
        const capture = [
          ...take,
          `if (typeof ${name} !== "${wanted}") ${wrong(`a ${wanted}`)}`,
        ];
        return {
          check: capture,
          capture,
          store: [`${cell} = ${wanted === "boolean" ? `${name} ? 1 : 0` : name};`],
          prepare: [],
          load: [`const ${name} = ${cell}!${wanted === "boolean" ? " !== 0" : ""};`],
          value: name,
          fill,
        };
      }
      case "union": {
        const view = layout.view ?? "u8";
        const cell = reach(view, at);
        const union = names.unions.get(pathKey(path)) ?? "";
        return {
          check: [`encode${union}(${source});`],
          capture: [`const ${name} = encode${union}(${source});`],
          store: [`${cell} = ${name};`],
          prepare: [],
          load: [`const ${name} = decode${union}(${cell}!);`],
          value: name,
          fill,
        };
      }
      case "text": {
        usesText = true;
        const view = layout.lengthView ?? "u8";
        const length = `${view}[${indexIn(view, at, steps, [...path, "length"])}]`;
        const data = indexIn("u8", offset + layout.dataByteOffset);
        const bytes = local([...path, "bytes"]);
        const measure = `utf8Length(${label}, ${name}, ${type.bytes});`;
        return {
          check: [...take, measure],
          capture: [...take, `const ${bytes} = ${measure}`],
          store: [`${length} = ${bytes};`, `writeUtf8(u8, ${data}, ${name});`],
          prepare: [],
          load: [`const ${name} = readUtf8(u8, ${data}, ${length}!);`],
          value: name,
          fill,
        };
      }
      case "bytes":
      case "array": {
        const of = type.kind === "bytes" ? undefined : type.of;
        const typed = of === undefined
          ? "Uint8Array"
          : of.kind === "scalar"
          ? scalarArray(of.scalar)
          : undefined;
        const variable = `i${steps.length}`;
        const loop = `for (let ${variable} = 0; ${variable} < ${type.length}; ${variable}++)`;
        if (typed !== undefined) {
          const view = layout.view ?? layout.element?.view ?? "u8";
          const width = VIEW_BYTES[view];
          const around = [...steps, { variable, strideBytes: width }];
          const cell = `${view}[${indexIn(view, at, around)}]`;
          const capture = [
            ...take,
            `if (!(${name} instanceof ${typed}) || ${name}.length !== ${type.length}) ${
              wrong(`a ${typed} of length ${type.length}`)
            }`,
          ];
          const fresh = `new ${typed}(${type.length})`;
          const reused = target === undefined ? undefined : local([...path, "reused"]);
          return {
            check: capture,
            capture,
            store: [`${loop} ${cell} = ${name}[${variable}]!;`],
            prepare: target === undefined || reused === undefined ? [] : [
              `const ${reused} = ${target.replace(`${names.target}.`, `${names.target}?.`)};`,
              `if (${reused} !== undefined && !(${reused} instanceof ${typed} && ${reused}.length === ${type.length})) ` +
              `throw wrongValue(${intoLabel}, ${
                quote(`a ${typed} of length ${type.length}`)
              }, ${reused});`,
            ],
            load: [
              `const ${name} = ${reused === undefined ? fresh : `${reused} ?? ${fresh}`};`,
              `${loop} ${name}[${variable}] = ${cell}!;`,
            ],
            value: name,
            fill: path.length === 0 ? [] : fill,
          };
        }
        if (layout.element === undefined || of === undefined) {
          throw new Error(`array without an element layout at ${path.join(".")}`);
        }
        storeReadsItem = true;
        const element = visit(
          layout.element,
          [...path, ""],
          `${name}[${variable}]!`,
          undefined,
          at,
          [...steps, { variable, strideBytes: layout.strideBytes }],
        );
        const capture = [
          ...take,
          `if (!Array.isArray(${name}) || ${name}.length !== ${type.length}) ${
            wrong(`an array of ${type.length} items (${specType(of)})`)
          }`,
          `${loop} {`,
          ...element.check,
          `}`,
        ];
        return {
          check: capture,
          capture,
          store: [`${loop} {`, ...element.capture, ...element.store, `}`],
          prepare: [],
          load: [
            `const ${name}: ${tsType(type)} = [];`,
            `${loop} {`,
            ...element.load,
            `${name}.push(${element.value});`,
            `}`,
          ],
          value: name,
          fill,
        };
      }
    }
  };

  const { layout, path, offset, steps, fillable } = part;
  const target = fillable ? names.target : undefined;
  const root = visit(layout, path, names.source, target, offset, steps);
  return { ...root, storeReadsItem, views, usesText };
}

/** Object or array types, which a pop can fill. */
export function isFillable(item: ItemLayout): boolean {
  const { type } = item;
  if (type.kind === "record" || type.kind === "bytes") return true;
  return type.kind === "array" && type.of.kind === "scalar" &&
    scalarArray(type.of.scalar) !== undefined;
}

/** `SLOTS_F64 + slot * STRIDE_F64` for each view that the item uses, widest first. */
export function slotBases(views: ReadonlySet<View>): readonly string[] {
  return [...views].sort(byWidth).map((view) =>
    `const ${slotBase(view)} = SLOTS_${view.toUpperCase()} + slot * STRIDE_${view.toUpperCase()};`
  );
}

export function byWidth(a: View, b: View): number {
  return VIEW_BYTES[b] - VIEW_BYTES[a] || (a < b ? -1 : 1);
}

/** Names every union of an item after its path, numbered where two paths give one name. */
export function nameUnions(item: ItemLayout): UnionNames {
  const names = new Map<string, string>();
  for (const { path } of unionsOf(item)) {
    const wanted = path.map(capital).join("") || "Value";
    let name = wanted;
    for (let n = 2; [...names.values()].includes(name); n++) name = `${wanted}${n}`;
    names.set(pathKey(path), name);
  }
  return names;
}

/** Module-level functions for the unions of an item. */
export function unionHelpers(item: ItemLayout, names: UnionNames): readonly string[] {
  return unionsOf(item).flatMap(({ path, members }) => {
    const name = names.get(pathKey(path));
    const field = path.filter((part) => part !== "").join(".") || "item";
    const type = members.map(quote).join(" | ");
    const wanted = quote(`one of ${members.map(quote).join(", ")}`);
    return [
      "",
      `/** The index that a slot holds for a member of \`${field}\`. */`,
      `function encode${name}(value: ${type}): number {`,
      `switch (value) {`,
      ...members.map((member, k) => `case ${quote(member)}: return ${k};`),
      `default: throw wrongValue(${quote(field)}, ${wanted}, value);`,
      `}`,
      `}`,
      "",
      `const members${name}: readonly (${type})[] = [${members.map(quote).join(", ")}];`,
      "",
      `function decode${name}(index: number): ${type} {`,
      `return members${name}[index]!;`,
      `}`,
    ];
  });
}

function pathKey(path: readonly string[]): string {
  return JSON.stringify(path);
}

function unionsOf(
  item: ItemLayout,
): readonly { readonly path: readonly string[]; readonly members: readonly string[] }[] {
  const visit = (layout: ItemLayout, path: readonly string[]): ReturnType<typeof unionsOf> => {
    if (layout.type.kind === "union") return [{ path, members: layout.type.members }];
    if (layout.element !== undefined) return visit(layout.element, [...path, ""]);
    return layout.fields.flatMap(({ field, layout: inner }) => visit(inner, [...path, field.name]));
  };
  return visit(item, []);
}
