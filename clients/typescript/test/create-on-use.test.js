// Basins that create a stream at its first append or read.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertDense, drain, newBasin, refused, take, text, transports, within } from "./support.js";

const start = { from: { seqNum: 0 } };
const config = { retentionPolicy: { ageSecs: 77 } };

test("an append creates the stream where the basin says so, with the configuration it carries", async () => {
  const basin = await newBasin({ createStreamOnAppend: true, defaultStreamConfig: { timestamping: { mode: "arrival" } } });
  const input = { ...text("first"), streamConfig: config };
  assert.equal((await basin.stream("by/append").append(input)).start.seqNum, 0);
  const created = await basin.streams.getConfig({ stream: "by/append" });
  assert.deepEqual(created.retentionPolicy, config.retentionPolicy);
  assert.equal(created.timestamping.mode, "arrival");
  await assert.rejects(basin.stream("by/read").checkTail(), refused(404, "stream_not_found"));
});

test("a read and a tail check create the stream where the basin says so", async () => {
  const basin = await newBasin({ createStreamOnRead: true });
  assert.equal((await basin.stream("by-tail").checkTail()).tail.seqNum, 0);
  const batch = await basin.stream("by-read").read({ start, stop: { waitSecs: 1 }, streamConfig: config });
  assert.deepEqual(batch.records, []);
  assert.deepEqual((await basin.streams.list()).streams.map(({ name }) => name), ["by-read", "by-tail"]);
  assert.deepEqual((await basin.streams.getConfig({ stream: "by-read" })).retentionPolicy, config.retentionPolicy);
  await assert.rejects(basin.stream("by-append").append(text("x")), refused(404, "stream_not_found"));
});

test("twenty first appends at once make one stream and lose nothing", async () => {
  const basin = await newBasin({ createStreamOnAppend: true });
  const acks = await Promise.all(Array.from({ length: 20 }, (_, n) => basin.stream("race").append(text(`${n}`))));
  assert.deepEqual(acks.map(({ start }) => start.seqNum).sort((a, b) => a - b), Array.from({ length: 20 }, (_, n) => n));
});

for (const transport of transports) {
  describe(`sessions over ${transport}`, () => {
    test("sessions create their stream", async () => {
      const basin = await newBasin({ createStreamOnAppend: true, createStreamOnRead: true });
      const appended = basin.stream("appended", { forceTransport: transport });
      const session = await appended.appendSession({ streamConfig: config });
      await session.submit(text("first"));
      await session.close();
      assertDense(await drain(await appended.readSession({ start, stop: { limits: { count: 10 } } })), ["first"]);
      assert.deepEqual((await basin.streams.getConfig({ stream: "appended" })).retentionPolicy, config.retentionPolicy);

      const read = basin.stream("read", { forceTransport: transport });
      const follower = await read.readSession({ start, streamConfig: config });
      const first = take(follower, 1);
      await within(10, () => "caught up", () => follower.caughtUp());
      await read.append(text("came"));
      assertDense(await first, ["came"]);
      assert.deepEqual((await basin.streams.getConfig({ stream: "read" })).retentionPolicy, config.retentionPolicy);
    });
  });
}
