import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, refused, s2, uniqueName } from "./support.js";

test("a basin that was created is listed, and answers with the configuration it was given", async () => {
  const basin = uniqueName("created");
  const before = Date.now();
  const info = await s2.basins.create({
    basin,
    config: {
      createStreamOnAppend: true,
      defaultStreamConfig: { retentionPolicy: { ageSecs: 3600 }, timestamping: { mode: "arrival", uncapped: true } },
    },
  });
  assert.equal(info.name, basin);
  assert.ok(Math.abs(info.createdAt.getTime() - before) < 60_000, `created at ${info.createdAt}`);
  assert.equal(info.deletedAt ?? null, null);

  const page = await s2.basins.list({ prefix: basin });
  assert.deepEqual(page.basins.map(({ name }) => name), [basin]);
  assert.equal(page.hasMore, false);

  const config = await s2.basins.getConfig({ basin });
  assert.equal(config.createStreamOnAppend, true);
  assert.equal(config.createStreamOnRead, false);
  assert.deepEqual(config.defaultStreamConfig.retentionPolicy, { ageSecs: 3600 });
  assert.deepEqual(config.defaultStreamConfig.timestamping, { mode: "arrival", uncapped: true });
});

test("a name is taken once", async () => {
  const basin = uniqueName("taken");
  await s2.basins.create({ basin });
  await assert.rejects(s2.basins.create({ basin }), refused(409, "resource_already_exists"));
});

test("a basin that nobody created is not found", async () => {
  const basin = uniqueName("nobody");
  await assert.rejects(s2.basins.getConfig({ basin }), refused(404, "basin_not_found"));
  await assert.rejects(s2.basins.delete({ basin }), refused(404, "basin_not_found"));
  await assert.rejects(s2.basin(basin).stream("stream").checkTail(), refused(404, "basin_not_found"));
  await assert.rejects(s2.basin(basin).streams.list(), refused(404, "basin_not_found"));
});

test("ensuring a basin creates, then leaves alone, then replaces its configuration", async () => {
  const basin = uniqueName("ensured");
  const config = { createStreamOnRead: true, defaultStreamConfig: { storageClass: "standard" } };
  const created = await s2.basins.ensure({ basin, config });
  assert.equal(created.result, "created");
  assert.equal((await s2.basins.ensure({ basin, config })).result, "noop");

  const updated = await s2.basins.ensure({ basin });
  assert.equal(updated.result, "updated");
  assert.deepEqual(updated.basin.createdAt, created.basin.createdAt);
  const now = await s2.basins.getConfig({ basin });
  assert.equal(now.createStreamOnRead, false);
  assert.equal(now.defaultStreamConfig?.storageClass ?? null, null);
});

test("reconfiguring a basin changes what is named, clears what is null, and leaves the rest", async () => {
  const basin = uniqueName("changed");
  await s2.basins.create({
    basin,
    config: {
      createStreamOnAppend: true,
      defaultStreamConfig: { storageClass: "standard", retentionPolicy: { infinite: {} }, timestamping: { uncapped: true } },
    },
  });
  const config = await s2.basins.reconfigure({
    basin,
    createStreamOnRead: true,
    defaultStreamConfig: { storageClass: null, timestamping: { mode: "client-require" } },
  });
  assert.equal(config.createStreamOnAppend, true);
  assert.equal(config.createStreamOnRead, true);
  assert.equal(config.defaultStreamConfig.storageClass ?? null, null);
  assert.deepEqual(config.defaultStreamConfig.retentionPolicy, { infinite: {} });
  assert.deepEqual(config.defaultStreamConfig.timestamping, { mode: "client-require", uncapped: true });
  assert.deepEqual(await s2.basins.getConfig({ basin }), config);
});

test("pages of basins come in order and join without gaps", async () => {
  const prefix = uniqueName("paged");
  const names = ["a", "b", "c", "d", "e"].map((letter) => `${prefix}-${letter}`);
  for (const basin of [...names].reverse()) {
    await s2.basins.create({ basin });
  }
  const first = await s2.basins.list({ prefix, limit: 2 });
  assert.deepEqual(first.basins.map(({ name }) => name), names.slice(0, 2));
  assert.equal(first.hasMore, true);
  const rest = await s2.basins.list({ prefix, limit: 3, startAfter: names[1] });
  assert.deepEqual(rest.basins.map(({ name }) => name), names.slice(2));
  assert.equal(rest.hasMore, false);

  const all = [];
  for await (const { name } of s2.basins.listAll({ prefix, limit: 2 })) {
    all.push(name);
  }
  assert.deepEqual(all, names);
});

test("a deleted basin goes, and its name can be used again", async () => {
  const basin = uniqueName("deleted");
  const { createdAt } = await s2.basins.create({ basin });
  await s2.basins.delete({ basin });
  await eventually(90, `${basin} is gone`, async () => (await s2.basins.list({ prefix: basin })).basins.length === 0);
  const again = await s2.basins.create({ basin });
  assert.ok(again.createdAt > createdAt);
});

test("what this server does not do yet is refused as not implemented", async () => {
  await assert.rejects(s2.accessTokens.list(), refused(501, "not_implemented"));
  await assert.rejects(s2.locations.list(), refused(501, "not_implemented"));
  await assert.rejects(s2.metrics.account({ set: "active-basins" }), refused(501, "not_implemented"));
});
