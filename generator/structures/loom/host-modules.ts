/**
 * What an application with a loom vendors beside it, where the spec says `host: true`: the reactor that
 * brings the host's events to its sources, and the pinning of a thread. They depend on no spec, so all
 * looms of a folder share them.
 */
import { moduleFile } from "../../core/identifiers.ts";
import { fingerprint } from "../../core/fingerprint.ts";
import { templateText } from "../../emit/template-texts.ts";
import { plainBanner } from "../../output/banner.ts";
import type { LoomSpec } from "../../spec/model.ts";

/** In the order in which they import each other, with the names that their files are called after. */
export const HOST_MODULES = [
  { template: "pin", name: "LoomPin" },
  { template: "hosts", name: "LoomHosts" },
  { template: "channel", name: "LoomChannel" },
  { template: "reactor", name: "LoomReactor" },
] as const;

export interface HostModule {
  /** `loom-reactor.gen.ts`. */
  readonly path: string;
  readonly text: string;
}

/** Only a loom has this option. */
export function wantsHost(declared: object): boolean {
  const { options } = declared as Partial<LoomSpec>;
  return options?.["host"] === true;
}

/** Not yet formatted. */
export function hostModules(version: string): readonly HostModule[] {
  return HOST_MODULES.map(({ template, name }) => {
    const text = templateText(`loom-host/${template}.ts`);
    const top = plainBanner({ version, name, fingerprint: fingerprint(text) });
    return { path: moduleFile(name), text: `${top}\n${withEmittedImports(text)}` };
  });
}

/** They lie beside each other under other names than the templates. */
function withEmittedImports(text: string): string {
  return HOST_MODULES.reduce(
    (result, { template, name }) =>
      result.replaceAll(`from "./${template}.ts";`, `from "./${moduleFile(name)}";`),
    text,
  );
}
