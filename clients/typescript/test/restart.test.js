// The server ends under its clients, by SIGTERM or by kill -9, and comes back over the same directory.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AppendInput, AppendRecord, FencingTokenMismatchError } from "@s2-dev/streamstore";
import { assertDense, client, drain, eventually, newBasin, newStream, numbered, patient, restart, take, text, transports } from "./support.js";

const start = { from: { seqNum: 0 } };
const signals = ["TERM", "KILL"];

for (const signal of signals) {
  for (const transport of transports) {
    describe(`SIG${signal} under sessions over ${transport}`, () => {
      test("a follower resumes and sees every record once", async () => {
        const stream = await newStream({ via: client(patient), transport });
        await appendInFifties(stream, 0, 500);
        const session = await stream.readSession({ start });
        const records = take(session, 1000, 90);
        await eventually(30, "the follower is at work", () => session.nextReadPosition()?.seqNum > 0);
        await restart(signal);
        await appendInFifties(stream, 500, 1000);
        assertDense(await records, numbered(0, 1000));
      });

      test("an append session goes on, and nothing it had acknowledged is lost", async () => {
        const stream = await newStream({ via: client(patient), transport });
        const session = await stream.appendSession({ maxInflightBatches: 100 });
        const acked = [];
        const submit = async (from, to) => {
          for (const body of numbered(from, to)) {
            const ticket = await session.submit(text(body));
            void ticket.ack().then((ack) => acked.push([ack.start.seqNum, body]));
          }
        };
        await submit(0, 50);
        await eventually(30, "first acknowledgements", () => acked.length > 0);
        await Promise.all([submit(50, 250), restart(signal)]);
        await submit(250, 300);
        await session.close();
        assert.equal(acked.length, 300);

        // What was in flight may have been written twice; what was acknowledged stands where it was acknowledged.
        const records = await drain(await stream.readSession({ start, stop: { limits: { count: 100_000 } } }), 60);
        const stored = new Map(records.map(({ seqNum, body }) => [seqNum, body]));
        for (const [seqNum, body] of acked) {
          assert.equal(stored.get(seqNum), body, `record ${seqNum}`);
        }
        assert.deepEqual(records.map(({ seqNum }) => seqNum), records.map((_, index) => index));
      });
    });
  }

  test(`after SIG${signal} basins, configurations, tokens, tails and records are as they were`, async () => {
    const config = { createStreamOnAppend: true, defaultStreamConfig: { retentionPolicy: { infinite: {} } } };
    const basin = await newBasin(config);
    await basin.streams.create({ stream: "kept", config: { timestamping: { mode: "arrival", uncapped: true } } });
    await basin.streams.create({ stream: "other" });
    const stream = client(patient).basin(basin.name).stream("kept");
    await stream.append(AppendInput.create([AppendRecord.fence("mine")]));
    const ack = await stream.append(text(...numbered(1, 100)));
    const before = {
      basin: await basin.streams.list(),
      config: await basin.streams.getConfig({ stream: "kept" }),
      records: (await stream.read({ start })).records,
    };

    await restart(signal);

    assert.deepEqual((await stream.checkTail()).tail, ack.tail);
    assert.deepEqual((await stream.read({ start })).records, before.records);
    assert.deepEqual(await basin.streams.list(), before.basin);
    assert.deepEqual(await basin.streams.getConfig({ stream: "kept" }), before.config);
    const yours = AppendInput.create([AppendRecord.string({ body: "x" })], { fencingToken: "yours" });
    await assert.rejects(stream.append(yours), (error) => {
      assert.ok(error instanceof FencingTokenMismatchError, String(error));
      assert.equal(error.expectedFencingToken, "mine");
      return true;
    });
    assert.equal((await stream.append(text("after"))).start.seqNum, 100);
    assert.equal((await basin.stream("on-append").append(text("x"))).start.seqNum, 0);
  });
}

async function appendInFifties(stream, from, to) {
  for (let first = from; first < to; first += 50) {
    await stream.append(text(...numbered(first, first + 50)));
  }
}
