import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AppendInput, AppendRecord, RangeNotSatisfiableError } from "@s2-dev/streamstore";
import { assertDense, client, drain, fill, newBasin, newStream, numbered, pause, refused, s2, take, text, transports, within } from "./support.js";

const fromTheStart = { from: { seqNum: 0 } };

for (const transport of transports) {
  describe(`read sessions over ${transport}`, () => {
    test("a bounded session replays thousands of records, each once and in order", async () => {
      const stream = await newStream({ transport });
      const bodies = numbered(0, 7500);
      await fill(stream, bodies);
      assertDense(await drain(await stream.readSession({ start: fromTheStart, stop: { limits: { count: 7500 } } })), bodies);
      const half = { start: fromTheStart, stop: { limits: { count: 3210 } } };
      assertDense(await drain(await stream.readSession(half)), bodies.slice(0, 3210));
    });

    test("a session starts at a number, a timestamp, an offset from the tail, or the tail", async () => {
      const stream = await newStream({ transport });
      const batch = [1000, 2000, 2000, 4000].map((timestamp) => AppendRecord.string({ body: "x", timestamp }));
      await stream.append(AppendInput.create(batch));
      const numbers = async (from) =>
        (await drain(await stream.readSession({ start: { from }, stop: { limits: { count: 100 } } }))).map(({ seqNum }) => seqNum);
      assert.deepEqual(await numbers({ seqNum: 2 }), [2, 3]);
      assert.deepEqual(await numbers({ timestamp: 1500 }), [1, 2, 3]);
      assert.deepEqual(await numbers({ timestamp: new Date(2000) }), [1, 2, 3]);
      assert.deepEqual(await numbers({ timestamp: 2001 }), [3]);
      assert.deepEqual(await numbers({ tailOffset: 3 }), [1, 2, 3]);
      assert.deepEqual(await numbers({ tailOffset: 99 }), [0, 1, 2, 3]);

      const live = await stream.readSession({ start: { from: { tailOffset: 0 } } });
      const next = take(live, 1);
      await stream.append(text("next"));
      assertDense(await next, ["next"], 4);
    });

    test("a start beyond the tail is refused with the tail, or clamped to it", async () => {
      const stream = await newStream({ transport });
      await stream.append(text("a", "b", "c"));
      await assert.rejects(
        (async () => drain(await stream.readSession({ start: { from: { seqNum: 9 } } })))(),
        (error) => {
          assert.ok(error instanceof RangeNotSatisfiableError, String(error));
          assert.equal(error.tail.seqNum, 3);
          return true;
        },
      );
      const session = await stream.readSession({ start: { from: { seqNum: 9 }, clamp: true } });
      const next = take(session, 1);
      assert.equal((await within(10, () => "caught up", () => session.caughtUp())).seqNum, 3);
      await stream.append(text("d"));
      assertDense(await next, ["d"], 3);
    });

    test("a session stops at its bytes and at its timestamp", async () => {
      const stream = await newStream({ transport });
      await stream.append(AppendInput.create([1000, 2000, 3000].map((timestamp) => AppendRecord.string({ body: "four", timestamp }))));
      const count = async (stop) => (await drain(await stream.readSession({ start: fromTheStart, stop }))).length;
      assert.equal(await count({ limits: { bytes: 12 * 2 + 11 } }), 2);
      assert.equal(await count({ untilTimestamp: 3000 }), 2);
    });

    test("a session that waits ends when nothing came for so long, and not before", async () => {
      const stream = await newStream({ transport });
      await stream.append(text("a"));
      const began = Date.now();
      const records = drain(await stream.readSession({ start: fromTheStart, stop: { waitSecs: 2 } }));
      await pause(1000);
      await stream.append(text("b"));
      assertDense(await records, ["a", "b"]);
      const took = Date.now() - began;
      assert.ok(took >= 2900 && took < 10_000, `${took} ms`);
    });

    test("a follower gets what was there and what comes, and knows when it has caught up", async () => {
      const stream = await newStream({ transport });
      await fill(stream, numbered(0, 2000));
      const session = await stream.readSession({ start: fromTheStart });
      const caughtUp = session.caughtUp();
      const records = take(session, 4000, 60);
      assert.equal((await within(30, () => "caught up", () => caughtUp)).seqNum, 2000);
      const appends = await stream.appendSession();
      for (let from = 2000; from < 4000; from += 20) {
        await appends.submit(text(...numbered(from, from + 20)));
      }
      await appends.close();
      assertDense(await records, numbered(0, 4000));
      assert.equal(session.nextReadPosition().seqNum, 4000);
    });

    test("fifty followers of one stream all see every record", async () => {
      const stream = await newStream({ transport });
      const followers = Array.from({ length: 50 }, async () => take(await stream.readSession({ start: fromTheStart }), 500, 60));
      const appends = await stream.appendSession();
      for (let from = 0; from < 500; from += 5) {
        await appends.submit(text(...numbered(from, from + 5)));
      }
      await appends.close();
      for (const records of await Promise.all(followers)) {
        assertDense(records, numbered(0, 500));
      }
    });

    test("an idle follower stays connected past the heartbeats", async () => {
      // With one attempt a session that loses its connection fails instead of reconnecting.
      const once = client({ retry: { maxAttempts: 1 } });
      const stream = await newStream({ transport, via: once });
      const next = (async () => take(await stream.readSession({ start: fromTheStart }), 1, 60))();
      await pause(27_000);
      await stream.append(text("at last"));
      assertDense(await next, ["at last"]);
    });

    test("every byte value comes back", async () => {
      const stream = await newStream({ transport });
      const every = Uint8Array.from({ length: 256 }, (_, value) => value);
      await stream.append(AppendInput.create([AppendRecord.bytes({ body: every, headers: [[every, every]] })]));
      const [record] = await take(await stream.readSession({ start: fromTheStart }, { as: "bytes" }), 1);
      assert.deepEqual(Buffer.from(record.body), Buffer.from(every));
      assert.deepEqual(record.headers.map((pair) => pair.map((bytes) => Buffer.from(bytes))), [[Buffer.from(every), Buffer.from(every)]]);
    });

    test("command records can be left out", async () => {
      const stream = await newStream({ transport });
      await stream.append(AppendInput.create([
        AppendRecord.string({ body: "before" }),
        AppendRecord.fence("token"),
        AppendRecord.string({ body: "after" }),
      ]));
      const input = { start: fromTheStart, stop: { limits: { count: 3 } }, ignoreCommandRecords: true };
      const records = await drain(await stream.readSession(input));
      assert.deepEqual(records.map(({ seqNum, body }) => [seqNum, body]), [[0, "before"], [2, "after"]]);
    });

    test("a stream that does not exist is not found", async () => {
      const basin = await newBasin();
      const stream = basin.stream("never", { forceTransport: transport });
      await assert.rejects((async () => drain(await stream.readSession({ start: fromTheStart })))(), refused(404, "stream_not_found"));
    });

    test("a follower of a stream that is deleted is told so", async () => {
      const basin = await newBasin();
      await basin.streams.create({ stream: "doomed" });
      const stream = basin.stream("doomed", { forceTransport: transport });
      await stream.append(text("x"));
      const session = await stream.readSession({ start: fromTheStart });
      const end = (async () => drain(session, 60))();
      await within(30, () => "caught up", () => session.caughtUp());
      await s2.basin(basin.name).streams.delete({ stream: "doomed" });
      await assert.rejects(end, (error) => {
        assert.ok(["stream_deletion_pending", "stream_not_found", "unavailable"].includes(error.code), String(error));
        return true;
      });
    });
  });
}
