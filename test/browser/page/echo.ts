/** A worker that pushes to one queue what it pops from another; it waits in its thread. */

// No static import of a module with a top-level await: messages that come meanwhile would be lost.
globalThis.addEventListener("message", async (event) => {
  if (!(event instanceof MessageEvent)) return;
  const { Queue } = await import("./numbers.ts");
  const [there, back] = event.data.map((handle: unknown) => Queue.attach(handle));
  for (let item = there.pop(); item !== undefined; item = there.pop()) back.push(item);
  back.close();
}, { once: true });
