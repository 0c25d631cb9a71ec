// Unary appends and reads.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppendInput, AppendRecord, RangeNotSatisfiableError } from "@s2-dev/streamstore";
import { assertDense, eventually, fill, newStream, numbered, refused, text } from "./support.js";

const start = { from: { seqNum: 0 } };

test("text comes back as it was appended, headers in order", async () => {
  const stream = await newStream();
  const body = 'quotes " backslash \\ tab \t newline \n nul \u0000 ünïcödé 川 🌊';
  const headers = [["k", "v"], ["k", "again"], ["ключ", ""]];
  const ack = await stream.append(AppendInput.create([AppendRecord.string({ body, headers }), AppendRecord.string({ body: "" })]));
  assert.deepEqual([ack.start.seqNum, ack.end.seqNum, ack.tail.seqNum], [0, 2, 2]);

  const { records } = await stream.read({ start });
  assert.deepEqual(records.map((record) => record.body), [body, ""]);
  assert.deepEqual(records[0].headers, headers);
  assert.deepEqual(records[1].headers, []);
  assert.deepEqual(records[0].timestamp, ack.start.timestamp);
  assert.deepEqual(records[1].timestamp, ack.end.timestamp);
});

test("every byte value comes back in bodies and headers", async () => {
  const stream = await newStream();
  const every = Uint8Array.from({ length: 256 }, (_, value) => value);
  await stream.append(AppendInput.create([AppendRecord.bytes({ body: every, headers: [[every, every], [every, new Uint8Array()]] })]));
  const { records } = await stream.read({ start }, { as: "bytes" });
  assert.deepEqual(Buffer.from(records[0].body), Buffer.from(every));
  assert.equal(records[0].headers.length, 2);
  assert.deepEqual(Buffer.from(records[0].headers[0][0]), Buffer.from(every));
  assert.deepEqual(Buffer.from(records[0].headers[1][0]), Buffer.from(every));
  assert.equal(records[0].headers[1][1].length, 0);
});

test("text and bytes mix in one batch", async () => {
  const stream = await newStream();
  await stream.append(AppendInput.create([
    AppendRecord.string({ body: "text", headers: [["a", "b"]] }),
    AppendRecord.bytes({ body: Uint8Array.of(0xff, 0xfe) }),
  ]));
  const { records } = await stream.read({ start }, { as: "bytes" });
  assert.deepEqual(records.map(({ body }) => Buffer.from(body).toString("hex")), ["74657874", "fffe"]);
});

test("a record of the largest size, and a batch of the most records, are taken whole", async () => {
  const stream = await newStream();
  const largest = Buffer.alloc(AppendRecord.maxBodyBytes(), 7);
  assert.equal(largest.length, 1_048_568);
  assert.equal((await stream.append(AppendInput.create([AppendRecord.bytes({ body: largest })]))).end.seqNum, 1);
  await fill(stream, numbered(1, 1001));

  const first = await stream.read({ start }, { as: "bytes" });
  assert.equal(first.records.length, 1);
  assert.ok(largest.equals(first.records[0].body));
  const rest = await stream.read({ start: { from: { seqNum: 1 } } });
  assertDense(rest.records, numbered(1, 1001), 1);
});

test("the largest text record is taken whole", async () => {
  const stream = await newStream();
  const body = "é".repeat(1_048_568 / 2);
  await stream.append(text(body));
  const { records } = await stream.read({ start });
  assert.equal(records[0].body, body);
});

test("a read stops at its count, its bytes, and its timestamp", async () => {
  const stream = await newStream({ config: { timestamping: { uncapped: true } } });
  await stream.append(AppendInput.create([1000, 2000, 3000, 4000].map((timestamp) => AppendRecord.string({ body: "four", timestamp }))));
  const count = async (stop) => (await stream.read({ start, stop })).records.length;
  assert.equal(await count({ limits: { count: 3 } }), 3);
  assert.equal(await count({ limits: { bytes: 12 * 2 + 11 } }), 2);
  assert.equal(await count({ untilTimestamp: 3000 }), 2);
  assert.equal(await count({ untilTimestamp: new Date(3001) }), 3);
  assert.equal(await count({}), 4);
});

test("a read starts at a number, a timestamp, or an offset from the tail", async () => {
  const stream = await newStream();
  await stream.append(AppendInput.create([1000, 2000, 2000, 4000].map((timestamp) => AppendRecord.string({ body: "x", timestamp }))));
  const first = async (from) => (await stream.read({ start: { from } })).records[0].seqNum;
  assert.equal(await first({ seqNum: 2 }), 2);
  assert.equal(await first({ timestamp: 1500 }), 1);
  assert.equal(await first({ timestamp: new Date(2000) }), 1);
  assert.equal(await first({ timestamp: 2001 }), 3);
  assert.equal(await first({ tailOffset: 1 }), 3);
  assert.equal(await first({ tailOffset: 100 }), 0);
});

test("a read beyond the tail says where the tail is", async () => {
  const stream = await newStream();
  const ack = await stream.append(text("a", "b", "c"));
  for (const from of [{ seqNum: 3 }, { seqNum: 4 }, { timestamp: ack.tail.timestamp.getTime() + 1 }, { tailOffset: 0 }]) {
    await assert.rejects(stream.read({ start: { from } }), (error) => {
      assert.ok(error instanceof RangeNotSatisfiableError, String(error));
      assert.equal(error.status, 416);
      assert.equal(error.tail.seqNum, 3);
      return true;
    });
  }
});

test("a clamped read beyond the tail waits at the tail, and ends empty", async () => {
  const stream = await newStream();
  await stream.append(text("a", "b", "c"));
  const began = Date.now();
  const batch = await stream.read({ start: { from: { seqNum: 1000 }, clamp: true }, stop: { waitSecs: 1 } });
  assert.deepEqual(batch.records, []);
  assert.ok(Date.now() - began >= 950);
});

test("a held read is answered by the first append", async () => {
  const stream = await newStream();
  const read = stream.read({ start, stop: { waitSecs: 30 } });
  await stream.append(text("first"));
  assertDense((await read).records, ["first"]);
});

test("a held read that nothing answers ends empty", async () => {
  const stream = await newStream();
  const began = Date.now();
  const batch = await stream.read({ start, stop: { waitSecs: 1 } });
  assert.deepEqual(batch.records, []);
  const took = Date.now() - began;
  assert.ok(took >= 950 && took < 5000, `${took} ms`);
});

test("the tail is the next number and the last timestamp", async () => {
  const stream = await newStream();
  const ack = await stream.append(text("a", "b"));
  const { tail } = await stream.checkTail();
  assert.deepEqual(tail, { seqNum: 2, timestamp: ack.end.timestamp });
});

test("timestamps of the client are kept, never decrease, and are capped by the clock", async () => {
  const stream = await newStream();
  const future = Date.now() + 3_600_000;
  const batch = [5, 3, 9, future].map((timestamp) => AppendRecord.string({ body: "x", timestamp }));
  await stream.append(AppendInput.create(batch));
  const times = (await stream.read({ start })).records.map(({ timestamp }) => timestamp.getTime());
  assert.deepEqual(times.slice(0, 3), [5, 5, 9]);
  assert.ok(times[3] < future - 3_000_000, `${times[3]} is not capped`);
});

test("a stream that requires timestamps refuses a record without one, and the whole batch with it", async () => {
  const stream = await newStream({ config: { timestamping: { mode: "client-require" } } });
  const batch = [AppendRecord.string({ body: "a", timestamp: 1 }), AppendRecord.string({ body: "b" })];
  await assert.rejects(stream.append(AppendInput.create(batch)), refused(422, "invalid"));
  assert.equal((await stream.checkTail()).tail.seqNum, 0);
});

test("trimmed records go, and the numbers stay", async () => {
  const stream = await newStream();
  await stream.append(text(...numbered(0, 10)));
  const ack = await stream.append(AppendInput.create([AppendRecord.trim(6)]));
  assert.equal(ack.end.seqNum, 11);
  const first = await eventually(30, "the trim", async () => {
    const { records } = await stream.read({ start });
    return records[0].seqNum > 0 && records[0];
  });
  assert.deepEqual([first.seqNum, first.body], [6, "record 6"]);
  assert.equal((await stream.checkTail()).tail.seqNum, 11);
});

test("command records can be left out of a read", async () => {
  const stream = await newStream();
  await stream.append(AppendInput.create([
    AppendRecord.string({ body: "before" }),
    AppendRecord.fence("token"),
    AppendRecord.trim(0),
    AppendRecord.string({ body: "after" }),
  ]));
  const all = await stream.read({ start });
  assert.deepEqual(all.records.map(({ headers }) => headers[0]?.[1] ?? null), [null, "fence", "trim", null]);
  const data = await stream.read({ start, ignoreCommandRecords: true });
  assert.deepEqual(data.records.map(({ seqNum, body }) => [seqNum, body]), [[0, "before"], [3, "after"]]);
});
