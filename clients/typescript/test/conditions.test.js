// Fencing tokens and expected sequence numbers, by unary appends and by sessions.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AppendInput, AppendRecord, FencingTokenMismatchError, SeqNumMismatchError } from "@s2-dev/streamstore";
import { newStream, refused, text, transports } from "./support.js";

const one = (options) => AppendInput.create([AppendRecord.string({ body: "x" })], options);
const fence = (token, options) => AppendInput.create([AppendRecord.fence(token)], options);

const fencedBy = (token) => (error) => {
  assert.ok(error instanceof FencingTokenMismatchError, String(error));
  assert.equal(error.status, 412);
  assert.equal(error.expectedFencingToken, token);
  return true;
};

const expects = (seqNum) => (error) => {
  assert.ok(error instanceof SeqNumMismatchError, String(error));
  assert.equal(error.status, 412);
  assert.equal(error.expectedSeqNum, seqNum);
  return true;
};

test("an append at the wrong number is refused with the right one, and changes nothing", async () => {
  const stream = await newStream();
  await stream.append(text("a", "b"));
  await assert.rejects(stream.append(one({ matchSeqNum: 1 })), expects(2));
  await assert.rejects(stream.append(one({ matchSeqNum: 3 })), expects(2));
  assert.equal((await stream.checkTail()).tail.seqNum, 2);
  assert.equal((await stream.append(one({ matchSeqNum: 2 }))).start.seqNum, 2);
});

test("of many appends at one number exactly one wins", async () => {
  const stream = await newStream();
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => stream.append(one({ matchSeqNum: 0 }))));
  assert.equal(results.filter(({ status }) => status === "fulfilled").length, 1);
  for (const { status, reason } of results) {
    assert.ok(status === "fulfilled" || expects(1)(reason));
  }
  assert.equal((await stream.checkTail()).tail.seqNum, 1);
});

test("a fence keeps out who holds another token, and lets in who holds none", async () => {
  const stream = await newStream();
  await stream.append(fence("mine"));
  await assert.rejects(stream.append(one({ fencingToken: "yours" })), fencedBy("mine"));
  await assert.rejects(stream.append(one({ fencingToken: "" })), fencedBy("mine"));
  await stream.append(one({ fencingToken: "mine" }));
  await stream.append(one());
  assert.equal((await stream.checkTail()).tail.seqNum, 3);
});

test("a token is handed over by who holds it, and cleared by an empty fence", async () => {
  const stream = await newStream();
  await stream.append(fence("a"));
  await assert.rejects(stream.append(fence("b", { fencingToken: "c" })), fencedBy("a"));
  await stream.append(fence("b", { fencingToken: "a" }));
  await assert.rejects(stream.append(one({ fencingToken: "a" })), fencedBy("b"));
  await stream.append(fence("", { fencingToken: "b" }));
  await stream.append(one({ fencingToken: "" }));
});

test("of two failed conditions the token is reported", async () => {
  const stream = await newStream();
  await stream.append(fence("a"));
  await assert.rejects(stream.append(one({ fencingToken: "b", matchSeqNum: 77 })), fencedBy("a"));
});

test("a fence of more than 36 bytes is refused", async () => {
  const stream = await newStream();
  const tooLong = AppendRecord.string({ body: "x".repeat(37), headers: [["", "fence"]] });
  await assert.rejects(stream.append(AppendInput.create([tooLong])), refused(422, "invalid"));
  await stream.append(fence("€".repeat(12)));
  await assert.rejects(stream.append(one({ fencingToken: "x" })), fencedBy("€".repeat(12)));
});

for (const transport of transports) {
  describe(`sessions over ${transport}`, () => {
    test("batches before a mismatch are acknowledged, batches after it are not applied", async () => {
      const stream = await newStream({ transport });
      const session = await stream.appendSession();
      // A failed session also refuses what is submitted to it later, so the refusal may come from either call.
      const append = async (matchSeqNum) => (await session.submit(one({ matchSeqNum }))).ack();
      const results = await Promise.allSettled([0, 1, 7, 2].map(append));
      assert.deepEqual(results.slice(0, 2).map(({ value }) => value.end.seqNum), [1, 2]);
      assert.ok(expects(2)(results[2].reason));
      assert.equal(results[3].status, "rejected");
      await assert.rejects(session.close(), expects(2));
      assert.equal((await stream.checkTail()).tail.seqNum, 2);
    });

    test("a session learns that it was fenced off", async () => {
      const stream = await newStream({ transport });
      await stream.append(fence("old"));
      const session = await stream.appendSession();
      await (await session.submit(one({ fencingToken: "old" }))).ack();
      await stream.append(fence("new", { fencingToken: "old" }));
      const ticket = await session.submit(one({ fencingToken: "old" }));
      await assert.rejects(ticket.ack(), fencedBy("new"));
      await assert.rejects(session.close(), fencedBy("new"));
      assert.equal((await stream.checkTail()).tail.seqNum, 3);
    });
  });
}
