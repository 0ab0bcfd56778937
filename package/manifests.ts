/** The manifests of the published package, from that of the repository. */

/** What this repository's `package.json` has of interest here. */
export interface ProjectManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly keywords: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
}

const TYPES = "./generator/spec/vocabulary.d.ts";

/** Without `private`, scripts and the packages that only development needs. */
export function npmManifest(project: ProjectManifest): object {
  const { name, version, description, license, keywords, dependencies } = project;
  return {
    name,
    version,
    description,
    license,
    keywords,
    type: "module",
    engines: { node: ">=20.19" },
    bin: { "amph-gen": "./generator/main.js" },
    exports: {
      "./spec": { types: TYPES, default: "./generator/spec/vocabulary.js" },
      "./layout.schema.json": "./generator/spec/layout.schema.json",
      "./package.json": "./package.json",
    },
    dependencies,
    sideEffects: false,
  };
}

/** JSR has scopes only; its packages come from npm by `npm:` specifiers. */
export function jsrManifest({ name, version, license, dependencies }: ProjectManifest): object {
  return {
    name: `@${name}/${name}`,
    version,
    license,
    exports: { ".": "./generator/main.js", "./spec": "./generator/spec/vocabulary.ts" },
    imports: Object.fromEntries(
      Object.entries(dependencies).map((
        [dependency, range],
      ) => [dependency, `npm:${dependency}@${range}`]),
    ),
  };
}
