/** `node:process` for a page: no environment, and no runtime that tests would make way for. */
export default {
  env: {} as Readonly<Record<string, string>>,
  versions: {} as Readonly<Record<string, string>>,
  platform: "browser",
};
