import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AppendInput, AppendRecord, BatchTransform, Producer } from "@s2-dev/streamstore";
import { assertDense, drain, newStream, numbered, text, transports } from "./support.js";

const start = { from: { seqNum: 0 } };
const toTheTail = { limits: { count: 1_000_000 } };

for (const transport of transports) {
  // Over fetch one batch is in flight at a time: fewer of them say as much.
  const many = transport === "s2s" ? 5000 : 200;

  describe(`append sessions over ${transport}`, () => {
    test(`${many} batches in flight are acknowledged in order, each once`, async () => {
      const stream = await newStream({ transport });
      const session = await stream.appendSession();
      const bodies = numbered(0, many);
      const tickets = [];
      for (const body of bodies) {
        tickets.push(await session.submit(text(body)));
      }
      const acks = await Promise.all(tickets.map((ticket) => ticket.ack()));
      assert.deepEqual(acks.map((ack) => [ack.start.seqNum, ack.end.seqNum]), bodies.map((_, index) => [index, index + 1]));
      assert.ok(acks.every((ack) => ack.tail.seqNum >= ack.end.seqNum));
      assert.equal(session.lastAckedPosition().end.seqNum, many);
      await session.close();
      assertDense(await drain(await stream.readSession({ start, stop: toTheTail })), bodies);
    });

    test("closing waits for every acknowledgement", async () => {
      const stream = await newStream({ transport });
      const session = await stream.appendSession();
      for (let batch = 0; batch < 50; batch++) {
        await session.submit(text(...numbered(batch * 10, batch * 10 + 10)));
      }
      await session.close();
      assert.equal(session.lastAckedPosition().end.seqNum, 500);
      assert.equal((await stream.checkTail()).tail.seqNum, 500);
    });

    test("pipelined batches at expected numbers all pass", async () => {
      const stream = await newStream({ transport });
      const session = await stream.appendSession();
      const tickets = [];
      for (let matchSeqNum = 0; matchSeqNum < 1000; matchSeqNum += 10) {
        const records = numbered(0, 10).map((body) => AppendRecord.string({ body }));
        tickets.push(await session.submit(AppendInput.create(records, { matchSeqNum })));
      }
      const acks = await Promise.all(tickets.map((ticket) => ticket.ack()));
      assert.equal(acks.at(-1).end.seqNum, 1000);
      await session.close();
    });

    test("batches of the largest size pass back-pressure and come back whole", async () => {
      const stream = await newStream({ transport });
      const session = await stream.appendSession({ maxInflightBytes: 4 * 1024 * 1024 });
      const body = (n) => Buffer.alloc(AppendRecord.maxBodyBytes(), n);
      const tickets = [];
      for (let n = 0; n < 24; n++) {
        tickets.push(await session.submit(AppendInput.create([AppendRecord.bytes({ body: body(n) })])));
      }
      await Promise.all(tickets.map((ticket) => ticket.ack()));
      await session.close();
      const records = await drain(await stream.readSession({ start, stop: toTheTail }, { as: "bytes" }), 60);
      assert.equal(records.length, 24);
      records.forEach((record, n) => assert.ok(body(n).equals(record.body), `record ${n}`));
    });

    test("two sessions on one stream interleave without gaps, each in its own order", async () => {
      const stream = await newStream({ transport });
      const append = async (name) => {
        const session = await stream.appendSession();
        for (const body of numbered(0, 100)) {
          await session.submit(text(`${name} ${body}`));
        }
        await session.close();
      };
      await Promise.all([append("a"), append("b")]);
      const records = await drain(await stream.readSession({ start, stop: toTheTail }));
      assert.deepEqual(records.map(({ seqNum }) => seqNum), Array.from({ length: 200 }, (_, index) => index));
      for (const name of ["a", "b"]) {
        assert.deepEqual(
          records.map(({ body }) => body).filter((body) => body.startsWith(name)),
          numbered(0, 100).map((body) => `${name} ${body}`),
        );
      }
    });

    test("a piped session acknowledges on its readable side", async () => {
      const stream = await newStream({ transport });
      const session = await stream.appendSession();
      const writer = session.writable.getWriter();
      const write = (async () => {
        for (const body of numbered(0, 20)) {
          await writer.write(text(body));
        }
        await writer.close();
      })();
      const ends = [];
      for await (const ack of session.acks()) {
        ends.push(ack.end.seqNum);
      }
      await write;
      assert.deepEqual(ends, Array.from({ length: 20 }, (_, index) => index + 1));
    });

    test("a producer batches single records and tells each its number", async () => {
      const stream = await newStream({ transport });
      const batching = new BatchTransform({ lingerDurationMillis: 5, maxBatchRecords: 100, matchSeqNum: 0 });
      const producer = new Producer(batching, await stream.appendSession());
      const bodies = numbered(0, 2500);
      const tickets = [];
      for (const body of bodies) {
        tickets.push(await producer.submit(AppendRecord.string({ body })));
      }
      await producer.flush();
      const acks = await Promise.all(tickets.map((ticket) => ticket.ack()));
      assert.deepEqual(acks.map((ack) => ack.seqNum()), bodies.map((_, index) => index));
      await producer.close();
      assertDense(await drain(await stream.readSession({ start, stop: toTheTail })), bodies);
    });

    test("a producer that lingers sends a lone record without being told to", async () => {
      const stream = await newStream({ transport });
      const producer = new Producer(new BatchTransform({ lingerDurationMillis: 20 }), await stream.appendSession());
      const ticket = await producer.submit(AppendRecord.string({ body: "alone" }));
      assert.equal((await ticket.ack()).seqNum(), 0);
      await producer.close();
    });
  });
}
