import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, newBasin, refused, text } from "./support.js";

const defaults = {
  storageClass: "express",
  retentionPolicy: { ageSecs: 604800 },
  timestamping: { mode: "client-prefer", uncapped: false },
  deleteOnEmpty: { minAgeSecs: 0 },
};

test("a stream starts empty, with the defaults spelled out", async () => {
  const basin = await newBasin();
  const info = await basin.streams.create({ stream: "plain" });
  assert.equal(info.name, "plain");
  assert.equal(info.deletedAt ?? null, null);
  assert.deepEqual(await basin.streams.getConfig({ stream: "plain" }), defaults);
  const { tail } = await basin.stream("plain").checkTail();
  assert.deepEqual([tail.seqNum, tail.timestamp.getTime()], [0, 0]);
});

test("a stream is configured by its request, then its basin, then the defaults", async () => {
  const basin = await newBasin({
    defaultStreamConfig: { retentionPolicy: { ageSecs: 60 }, timestamping: { mode: "arrival" }, deleteOnEmpty: { minAgeSecs: 7 } },
  });
  await basin.streams.create({ stream: "mixed", config: { retentionPolicy: { infinite: {} }, timestamping: { uncapped: true } } });
  assert.deepEqual(await basin.streams.getConfig({ stream: "mixed" }), {
    storageClass: "express",
    retentionPolicy: { infinite: {} },
    timestamping: { mode: "arrival", uncapped: true },
    deleteOnEmpty: { minAgeSecs: 7 },
  });
});

test("ensuring a stream creates, then leaves alone, then replaces its configuration", async () => {
  const basin = await newBasin();
  const config = { retentionPolicy: { ageSecs: 120 } };
  assert.equal((await basin.streams.ensure({ stream: "ensured", config })).result, "created");
  assert.equal((await basin.streams.ensure({ stream: "ensured", config })).result, "noop");
  const updated = await basin.streams.ensure({ stream: "ensured" });
  assert.equal(updated.result, "updated");
  assert.equal(updated.stream.name, "ensured");
  assert.deepEqual(await basin.streams.getConfig({ stream: "ensured" }), defaults);
});

test("reconfiguring a stream changes what is named and resets what is null to its basin's default", async () => {
  const basin = await newBasin({ defaultStreamConfig: { retentionPolicy: { ageSecs: 3600 } } });
  await basin.streams.create({
    stream: "changed",
    config: { retentionPolicy: { infinite: {} }, timestamping: { mode: "arrival", uncapped: true } },
  });
  const config = await basin.streams.reconfigure({
    stream: "changed",
    retentionPolicy: null,
    timestamping: { mode: "client-require" },
    storageClass: "standard",
  });
  assert.deepEqual(config, {
    storageClass: "standard",
    retentionPolicy: { ageSecs: 3600 },
    timestamping: { mode: "client-require", uncapped: true },
    deleteOnEmpty: { minAgeSecs: 0 },
  });
});

test("stream names may hold anything but NUL: slashes, blanks, percent signs, other scripts", async () => {
  const basin = await newBasin();
  const names = ["a/b c+d%", "%2F", "..hidden", "ποτάμι/川/🌊", "x".repeat(512)];
  for (const stream of names) {
    await basin.streams.create({ stream });
    const ack = await basin.stream(stream).append(text("x"));
    assert.equal(ack.end.seqNum, 1, stream);
    assert.equal((await basin.stream(stream).read({ start: { from: { seqNum: 0 } } })).records[0].body, "x");
  }
  const bytewise = [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  assert.deepEqual((await basin.streams.list()).streams.map(({ name }) => name), bytewise);
  assert.deepEqual((await basin.streams.list({ prefix: "a/b c+" })).streams.map(({ name }) => name), ["a/b c+d%"]);
});

test("pages of streams come in order and join without gaps", async () => {
  const basin = await newBasin();
  const names = Array.from({ length: 25 }, (_, index) => `s/${String(index).padStart(2, "0")}`);
  await Promise.all(names.map((stream) => basin.streams.create({ stream })));
  await basin.streams.create({ stream: "other" });
  const first = await basin.streams.list({ prefix: "s/", limit: 10 });
  assert.deepEqual(first.streams.map(({ name }) => name), names.slice(0, 10));
  assert.equal(first.hasMore, true);
  const all = [];
  for await (const { name } of basin.streams.listAll({ prefix: "s/", limit: 10 })) {
    all.push(name);
  }
  assert.deepEqual(all, names);
});

test("bad requests are refused with their status and code", async () => {
  const basin = await newBasin();
  await basin.streams.create({ stream: "once" });
  await assert.rejects(basin.streams.create({ stream: "once" }), refused(409, "resource_already_exists"));
  await assert.rejects(basin.streams.getConfig({ stream: "never" }), refused(404, "stream_not_found"));
  await assert.rejects(basin.stream("never").append(text("x")), refused(404, "stream_not_found"));
  await assert.rejects(
    basin.streams.create({ stream: "expired", config: { retentionPolicy: { ageSecs: 0 } } }),
    refused(422, "invalid"),
  );
});

test("a deleted stream refuses, then goes, and starts again at zero under the same name", async () => {
  const basin = await newBasin();
  await basin.streams.create({ stream: "stream" });
  const stream = basin.stream("stream");
  await stream.append(text("old", "old"));
  await basin.streams.delete({ stream: "stream" });
  await assert.rejects(stream.append(text("late")), (error) =>
    ["stream_deletion_pending", "stream_not_found"].includes(error.code),
  );
  await eventually(90, "the stream is gone", async () => (await basin.streams.list()).streams.length === 0);
  await assert.rejects(stream.checkTail(), refused(404, "stream_not_found"));

  await basin.streams.create({ stream: "stream" });
  assert.equal((await stream.checkTail()).tail.seqNum, 0);
  assert.equal((await stream.append(text("new"))).start.seqNum, 0);
  assert.deepEqual((await stream.read({ start: { from: { seqNum: 0 } } })).records.map(({ body }) => body), ["new"]);
});
