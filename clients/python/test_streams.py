from s2_sdk import BasinConfig, EnsureStatus, SeqNum, StreamConfig, Timestamping, TimestampingMode
from support import ClientTest, batch, eventually, numbered

DEFAULTS = StreamConfig(
    storage_class="express",
    retention_policy=604800,
    timestamping=Timestamping(mode=TimestampingMode.CLIENT_PREFER, uncapped=False),
    delete_on_empty_min_age=0,
)


class Streams(ClientTest):
    async def test_a_stream_starts_empty_with_the_defaults_spelled_out(self):
        basin = await self.new_basin()
        info = await basin.create_stream("plain")
        self.assertEqual(info.name, "plain")
        self.assertIsNone(info.deleted_at)
        self.assertEqual(await basin.get_stream_config("plain"), DEFAULTS)
        tail = await basin.stream("plain").check_tail()
        self.assertEqual((tail.seq_num, tail.timestamp), (0, 0))

    async def test_a_stream_is_configured_by_request_then_basin_then_defaults(self):
        basin = await self.new_basin(
            BasinConfig(
                default_stream_config=StreamConfig(
                    retention_policy=60,
                    timestamping=Timestamping(mode=TimestampingMode.ARRIVAL),
                    delete_on_empty_min_age=7,
                )
            )
        )
        request = StreamConfig(retention_policy="infinite", timestamping=Timestamping(uncapped=True))
        await basin.create_stream("mixed", config=request)
        self.assertEqual(
            await basin.get_stream_config("mixed"),
            StreamConfig(
                storage_class="express",
                retention_policy="infinite",
                timestamping=Timestamping(mode=TimestampingMode.ARRIVAL, uncapped=True),
                delete_on_empty_min_age=7,
            ),
        )

    async def test_ensuring_creates_then_leaves_alone_then_replaces(self):
        basin = await self.new_basin()
        config = StreamConfig(retention_policy=120)
        self.assertEqual((await basin.ensure_stream("e", config=config)).status, EnsureStatus.CREATED)
        self.assertEqual((await basin.ensure_stream("e", config=config)).status, EnsureStatus.CONFIG_UNCHANGED)
        self.assertEqual((await basin.ensure_stream("e")).status, EnsureStatus.CONFIG_UPDATED)
        self.assertEqual(await basin.get_stream_config("e"), DEFAULTS)

    async def test_reconfiguring_changes_what_is_named_and_leaves_the_rest(self):
        basin = await self.new_basin()
        await basin.create_stream("r", config=StreamConfig(timestamping=Timestamping(uncapped=True)))
        config = await basin.reconfigure_stream(
            "r",
            config=StreamConfig(
                retention_policy="infinite",
                timestamping=Timestamping(mode=TimestampingMode.CLIENT_REQUIRE),
            ),
        )
        self.assertEqual(config.retention_policy, "infinite")
        self.assertEqual(config.timestamping, Timestamping(mode=TimestampingMode.CLIENT_REQUIRE, uncapped=True))
        self.assertEqual(await basin.get_stream_config("r"), config)

    async def test_names_may_hold_anything_but_nul(self):
        basin = await self.new_basin()
        names = ["a/b c+d%", "%2F", "..hidden", "ποτάμι/川/🌊", "x" * 512]
        for name in names:
            await basin.create_stream(name)
            await basin.stream(name).append(batch(b"x"))
            self.assertEqual((await basin.stream(name).read(start=SeqNum(0))).records[0].body, b"x", name)
        listed = [stream.name for stream in (await basin.list_streams()).items]
        self.assertEqual(listed, sorted(names, key=str.encode))
        self.assertEqual([s.name for s in (await basin.list_streams(prefix="a/b c+")).items], ["a/b c+d%"])

    async def test_pages_come_in_order_and_join_without_gaps(self):
        basin = await self.new_basin()
        names = [f"s/{number:02}" for number in range(25)]
        for name in [*names, "other"]:
            await basin.create_stream(name)
        first = await basin.list_streams(prefix="s/", limit=10)
        self.assertEqual([stream.name for stream in first.items], names[:10])
        self.assertTrue(first.has_more)
        rest = await basin.list_streams(prefix="s/", start_after="s/09", limit=15)
        self.assertEqual([stream.name for stream in rest.items], names[10:])
        self.assertFalse(rest.has_more)
        self.assertEqual([s.name async for s in basin.list_all_streams(prefix="s/")], names)

    async def test_bad_requests_are_refused_with_their_status_and_code(self):
        basin = await self.new_basin()
        await basin.create_stream("once")
        await self.refused(409, "resource_already_exists", basin.create_stream("once"))
        await self.refused(404, "stream_not_found", basin.get_stream_config("never"))
        await self.refused(404, "stream_not_found", basin.stream("never").append(batch(b"x")))
        no_time = StreamConfig(retention_policy=0)
        await self.refused(422, "invalid", basin.create_stream("expired", config=no_time))

    async def test_a_deleted_stream_goes_and_starts_again_at_zero_under_the_same_name(self):
        basin = await self.new_basin()
        await basin.create_stream("s")
        await basin.stream("s").append(batch(*numbered(0, 10)))
        await basin.delete_stream("s")

        async def gone():
            return not (await basin.list_streams()).items

        await eventually(90, "the stream is gone", gone)
        await basin.delete_stream("s", ignore_not_found=True)
        await self.refused(404, "stream_not_found", basin.stream("s").check_tail())
        await basin.create_stream("s")
        self.assertEqual((await basin.stream("s").check_tail()).seq_num, 0)
        self.assertEqual((await basin.stream("s").append(batch(b"new"))).start.seq_num, 0)
        self.assertEqual([r.body for r in (await basin.stream("s").read(start=SeqNum(0))).records], [b"new"])
