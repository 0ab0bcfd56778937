/**
 * Handlebars, sealed: templates have holes, `if`/`unless`/`each`, and partials by role. Nothing can be
 * computed in them, and a hole without a value is an error instead of an empty text.
 */
import Handlebars from "handlebars";
import { templateText } from "./template-texts.ts";

/** Role in the text → path below `templates/`, without `.ts.hbs`. */
export type Partials = Readonly<Record<string, string>>;

export interface TemplateInput {
  /** Path below `templates/`, without `.ts.hbs`. */
  readonly main: string;
  readonly partials: Partials;
  readonly view: object;
}

export function renderTemplate({ main, partials, view }: TemplateInput): string {
  const engine = Handlebars.create();
  const options: CompileOptions = {
    strict: true,
    noEscape: true,
    knownHelpersOnly: true,
    knownHelpers: { if: true, each: true, unless: true, with: false, lookup: false, log: false },
  };
  for (const [role, path] of Object.entries(partials)) {
    engine.registerPartial(role, engine.compile(read(path), options));
  }
  return engine.compile(read(main), options)(sealed(view, main));
}

function read(path: string): string {
  return templateText(`${path}.ts.hbs`);
}

/** `strict` lets absent values pass in `if` and `each`; this does not. */
function sealed<T extends object>(view: T, main: string): T {
  return new Proxy(view, {
    get(target, key, receiver) {
      if (typeof key === "string" && !(key in target)) {
        throw new Error(`template ${main}: the view has no ${key}`);
      }
      const value: unknown = Reflect.get(target, key, receiver);
      return typeof value === "object" && value !== null ? sealed(value, main) : value;
    },
  });
}
