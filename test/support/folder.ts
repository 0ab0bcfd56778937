import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder that goes with the scope that declared it: `using folder = temporaryFolder();`. */
export interface TemporaryFolder extends Disposable {
  /** Absolute, links resolved. */
  readonly path: string;
}

/** A new empty folder. */
export function temporaryFolder(): TemporaryFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "amph-gen-")));
  return {
    path,
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}
