import { cubbyRules } from "../../generator/structures/cubby/rules.ts";
import { rejects } from "./rejects.ts";

const refused = (title: string, options: string, error: string) =>
  rejects(
    `a cubby with ${title}`,
    `import type { Cubby, f64 } from "amph-gen/spec";
export type Last = Cubby<f64, { ${options} }>;
`,
    [error],
    "bad.layout.ts",
    [cubbyRules],
  );

refused(
  "no waiters",
  "waiters: 0",
  "2:42 - error AMPH404: the option `waiters` is `0`: expected a whole number from 1 to 1024; write for example 1024",
);

refused(
  "more waiters than a call should look at",
  "waiters: 5000",
  "2:42 - error AMPH404: the option `waiters` is `5000`: expected a whole number from 1 to 1024; write for example 1024",
);

refused(
  "a grace period that is no whole number",
  "graceMs: 0.5",
  "2:42 - error AMPH404: the option `graceMs` is `0.5`: expected a whole number from 1 to 60000; write for example 1",
);

refused(
  "a capacity",
  "capacity: 2",
  "2:33 - error AMPH402: Cubby has no option `capacity`: expected cacheLine, waiting, waiters or graceMs",
);

refused(
  "padding, which means nothing for one slot",
  'padding: "line"',
  "2:33 - error AMPH402: Cubby has no option `padding`: expected cacheLine, waiting, waiters or graceMs",
);
