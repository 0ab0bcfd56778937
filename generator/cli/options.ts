/** Options that several commands share. */

export const specs = {
  array: true,
  type: "string",
  demandOption: true,
  describe: "Specs (*.layout.ts, *.layout.json), or folders that hold them",
} as const;

export const spec = {
  type: "string",
  demandOption: true,
  describe: "A spec (*.layout.ts, *.layout.json), or a folder that holds some",
} as const;

export const out = {
  type: "string",
  requiresArg: true,
  default: "generated",
  describe: "Folder of the modules",
} as const;

export const host = {
  type: "string",
  requiresArg: true,
  describe: "Host profile; without it host-profile.json of this folder, else this machine is asked",
} as const;

export const emit = {
  choices: ["ts", "js"],
  default: "ts",
  describe: "ts: TypeScript modules; js: JavaScript with .d.ts declarations",
} as const;
