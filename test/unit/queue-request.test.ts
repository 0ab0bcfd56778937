import { strict as assert } from "node:assert";
import { test } from "node:test";
import { solve } from "../../generator/layout/solve.ts";
import { queueRequest } from "../../generator/structures/queue/request.ts";

test("every choice of sides has a fingerprint of its own: what the words mean differs", () => {
  const fingerprints = [true, false].flatMap((manyProducers) =>
    [true, false].flatMap((manyConsumers) =>
      [true, false].map((waiting) => {
        const options = { capacity: 64, manyProducers, manyConsumers, waiting };
        const item = { kind: "scalar", scalar: "u32" } as const;
        return solve(queueRequest("Q", item, { ...options, padding: "none" }), 64).fingerprint;
      })
    )
  );
  assert.equal(new Set(fingerprints).size, 8);
});
