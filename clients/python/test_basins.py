import time

from s2_sdk import BasinConfig, EnsureStatus, StreamConfig, Timestamping, TimestampingMode
from support import ClientTest, eventually, unique_name


class Basins(ClientTest):
    async def test_a_created_basin_is_listed_and_answers_with_its_configuration(self):
        name = unique_name("created")
        config = BasinConfig(
            create_stream_on_append=True,
            default_stream_config=StreamConfig(
                retention_policy=3600,
                timestamping=Timestamping(mode=TimestampingMode.ARRIVAL, uncapped=True),
            ),
        )
        info = await self.s2.create_basin(name, config=config)
        self.assertEqual(info.name, name)
        self.assertIsNone(info.deleted_at)
        self.assertLess(abs(info.created_at.timestamp() - time.time()), 60)

        page = await self.s2.list_basins(prefix=name)
        self.assertEqual([basin.name for basin in page.items], [name])
        self.assertFalse(page.has_more)

        stored = await self.s2.get_basin_config(name)
        self.assertIs(stored.create_stream_on_append, True)
        self.assertIs(stored.create_stream_on_read, False)
        self.assertEqual(stored.default_stream_config.retention_policy, 3600)
        self.assertEqual(stored.default_stream_config.timestamping, config.default_stream_config.timestamping)

    async def test_a_name_is_taken_once(self):
        name = unique_name("taken")
        await self.s2.create_basin(name)
        await self.refused(409, "resource_already_exists", self.s2.create_basin(name))

    async def test_a_basin_that_nobody_created_is_not_found(self):
        name = unique_name("nobody")
        await self.refused(404, "basin_not_found", self.s2.get_basin_config(name))
        await self.refused(404, "basin_not_found", self.s2.delete_basin(name))
        await self.refused(404, "basin_not_found", self.s2.basin(name).list_streams())
        await self.refused(404, "basin_not_found", self.s2.basin(name).stream("s").check_tail())
        await self.s2.delete_basin(name, ignore_not_found=True)

    async def test_ensuring_creates_then_leaves_alone_then_replaces(self):
        name = unique_name("ensured")
        config = BasinConfig(create_stream_on_read=True)
        created = await self.s2.ensure_basin(name, config=config)
        self.assertEqual(created.status, EnsureStatus.CREATED)
        self.assertEqual((await self.s2.ensure_basin(name, config=config)).status, EnsureStatus.CONFIG_UNCHANGED)
        updated = await self.s2.ensure_basin(name)
        self.assertEqual(updated.status, EnsureStatus.CONFIG_UPDATED)
        self.assertEqual(updated.basin.created_at, created.basin.created_at)
        self.assertIs((await self.s2.get_basin_config(name)).create_stream_on_read, False)

    async def test_reconfiguring_changes_what_is_named_and_leaves_the_rest(self):
        basin = await self.new_basin(
            BasinConfig(
                create_stream_on_append=True,
                default_stream_config=StreamConfig(storage_class="standard", retention_policy="infinite"),
            )
        )
        config = await self.s2.reconfigure_basin(
            basin.name,
            config=BasinConfig(create_stream_on_read=True, default_stream_config=StreamConfig(retention_policy=60)),
        )
        self.assertIs(config.create_stream_on_append, True)
        self.assertIs(config.create_stream_on_read, True)
        self.assertEqual(config.default_stream_config.storage_class, "standard")
        self.assertEqual(config.default_stream_config.retention_policy, 60)
        self.assertEqual(await self.s2.get_basin_config(basin.name), config)

    async def test_pages_come_in_order_and_join_without_gaps(self):
        prefix = unique_name("paged")
        names = [f"{prefix}-{letter}" for letter in "abcde"]
        for name in reversed(names):
            await self.s2.create_basin(name)
        first = await self.s2.list_basins(prefix=prefix, limit=2)
        self.assertEqual([basin.name for basin in first.items], names[:2])
        self.assertTrue(first.has_more)
        rest = await self.s2.list_basins(prefix=prefix, start_after=names[1], limit=3)
        self.assertEqual([basin.name for basin in rest.items], names[2:])
        self.assertFalse(rest.has_more)
        self.assertEqual([basin.name async for basin in self.s2.list_all_basins(prefix=prefix)], names)

    async def test_a_deleted_basin_goes_and_its_name_can_be_used_again(self):
        name = unique_name("deleted")
        info = await self.s2.create_basin(name)
        await self.s2.delete_basin(name)

        async def gone():
            return not (await self.s2.list_basins(prefix=name)).items

        await eventually(90, f"{name} is gone", gone)
        self.assertGreater((await self.s2.create_basin(name)).created_at, info.created_at)

    async def test_what_this_server_does_not_do_yet_is_refused_as_not_implemented(self):
        await self.refused(501, "not_implemented", self.s2.list_access_tokens())
        await self.refused(501, "not_implemented", self.s2.list_locations())
