import { strict as assert } from "node:assert";
import { test } from "node:test";
import { solve } from "../../generator/layout/solve.ts";
import { queueRequest } from "../../generator/structures/queue/request.ts";

test("every choice of sides has a fingerprint of its own: what the words mean differs", () => {
  const fingerprints = [true, false].flatMap((manyProducers) =>
    [true, false].flatMap((manyConsumers) =>
      [true, false].map((waiting) => {
        const options = { capacity: 64, manyProducers, manyConsumers, waiting, lazy: false };
        const item = { kind: "scalar", scalar: "u32" } as const;
        return solve(queueRequest("Q", item, { ...options, padding: "none" }), 64).fingerprint;
      })
    )
  );
  assert.equal(new Set(fingerprints).size, 8);
});

test("a lazy queue is not taken for an eager one", () => {
  const [eager, lazy] = [false, true].map((isLazy) => {
    const sides = { manyProducers: false, manyConsumers: false, waiting: true, lazy: isLazy };
    const request = queueRequest("Q", { kind: "scalar", scalar: "u32" }, {
      ...sides,
      capacity: 64,
      padding: "none",
    });
    return solve(request, 64);
  });
  assert.notEqual(lazy?.fingerprint, eager?.fingerprint);
  assert.equal(lazy?.totalBytes, eager?.totalBytes);
});
