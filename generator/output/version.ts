import packageJson from "../../package.json" with { type: "json" };

/** The tool's version, as banners and `--version` show it. */
export const VERSION: string = packageJson.version;
