/** The processes that one has started, and those that they have started, on Linux; none elsewhere. */
import { readdirSync, readFileSync } from "node:fs";

export function descendantsOf(root: number): readonly number[] {
  const children = Map.groupBy(processes(), ({ parent }) => parent);
  const found: number[] = [];
  const visit = (pid: number): void => {
    for (const child of children.get(pid) ?? []) {
      found.push(child.pid);
      visit(child.pid);
    }
  };
  visit(root);
  return found;
}

function processes(): readonly { readonly pid: number; readonly parent: number }[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        // `pid (command) state parent …`: the command may itself hold parentheses and spaces.
        const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        return [{ pid: Number(name), parent: Number(parent) }];
      } catch {
        // It has ended since the folder was listed.
        return [];
      }
    });
  } catch {
    return [];
  }
}
