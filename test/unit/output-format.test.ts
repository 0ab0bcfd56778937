import { strict as assert } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { formatTypeScript } from "../../generator/output/format.ts";
import { temporaryFolder } from "../support/folder.ts";
import { runProcess } from "../support/process.ts";
import { findRuntime } from "../support/runtimes.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const UNTIDY = `
export class Queue<T extends  object>{ #i32:Int32Array;   static create( ):Queue<object>{return new Queue( new Int32Array(4) )}
constructor(i32:Int32Array){this.#i32=i32}
async *items (signal?:AbortSignal):AsyncGenerator<number,void,undefined>{for(;;){ yield Atomics.load(this.#i32,0)>>>0; if(signal?.aborted) return }}


/** Says. */
get size(){ return (Atomics.load(this.#i32, 0)-Atomics.load(this.#i32, 1))>>>0 }
 push(item:T,timeoutMs=Infinity,aVeryLongParameterName:readonly string[]=[],another:{readonly a:1}|undefined=undefined):boolean{
   outer:while(true){switch(timeoutMs){case 0:break outer;default:{timeoutMs-- ; continue outer}}}
   const text='it\\'s', other=\`a \${text} b\`, big=0xffff_ffffn, pick=item===undefined?text.length>3?"first of a long list of choices":other:big.toString()+"and a tail";
   return pick!=="" as string&&!(text in item)
 }
}
export type Result<T>=T extends string?"text":T extends number?"number of a long enough name":T extends object?"object":never
export type Wide=T extends Function|symbol|undefined?undefined:T extends object?string:string|undefined
`;

test("the formatter gives what deno fmt gives, and leaves that alone", async () => {
  const formatted = formatTypeScript("queue.gen.ts", UNTIDY);
  assert.equal(formatTypeScript("queue.gen.ts", formatted), formatted);
  assert.notEqual(formatted, UNTIDY);
  const deno = await findRuntime("deno", ROOT);
  if (deno === undefined) {
    console.log("not compared with deno fmt: there is no deno here");
    return;
  }
  using folder = temporaryFolder();
  const file = join(folder.path, "queue.gen.ts");
  writeFileSync(file, UNTIDY);
  const args = ["fmt", "--no-config", "--line-width", "100", file];
  const { code, output } = await runProcess(deno.path, args, { timeoutMs: 30_000 });
  assert.equal(code, 0, output);
  assert.equal(formatted, readFileSync(file, "utf8"));
});

test("the formatter leaves the formatter's own source as deno fmt keeps it", () => {
  const file = fileURLToPath(new URL("../../generator/output/format.ts", import.meta.url));
  const source = readFileSync(file, "utf8");
  assert.equal(formatTypeScript("format.ts", source), source);
});

test("a text that does not parse is an error that names the file and the place", () => {
  assert.throws(
    () => formatTypeScript("queue.gen.ts", "const const = 1;"),
    /cannot format queue\.gen\.ts: .*does not parse.*1:7/s,
  );
});
