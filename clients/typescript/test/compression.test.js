import assert from "node:assert/strict";
import { describe, test } from "node:test";
import zlib from "node:zlib";
import { AppendInput, AppendRecord } from "@s2-dev/streamstore";
import { assertDense, client, drain, newStream, numbered, text } from "./support.js";

const start = { from: { seqNum: 0 } };

for (const compression of ["none", "gzip", "zstd"]) {
  // The client takes zstd from Node, which has it since 22.15.
  const skip = compression === "zstd" && !zlib.zstdCompressSync ? "this Node has no zstd" : false;

  describe(`frames compressed with ${compression}`, { skip }, () => {
    test("small and large batches come back whole", async () => {
      const stream = await newStream({ via: client({ compression }), transport: "s2s" });
      const session = await stream.appendSession();
      const bodies = [...numbered(0, 300), "compressible ".repeat(60_000), "x"];
      await session.submit(text(...bodies.slice(0, 300)));
      for (const body of bodies.slice(300)) {
        await session.submit(text(body));
      }
      await session.close();
      assertDense(await drain(await stream.readSession({ start, stop: { limits: { count: 1000 } } })), bodies);
    });

    test("what does not compress comes back whole", async () => {
      const stream = await newStream({ via: client({ compression }), transport: "s2s" });
      const noise = crypto.getRandomValues(new Uint8Array(65_536));
      const session = await stream.appendSession();
      await session.submit(AppendInput.create([AppendRecord.bytes({ body: noise })]));
      await session.close();
      const [record] = await drain(await stream.readSession({ start, stop: { limits: { count: 1 } } }, { as: "bytes" }));
      assert.ok(Buffer.from(noise).equals(record.body));
    });
  });
}
