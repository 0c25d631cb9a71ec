import asyncio
import os
import time
from datetime import timedelta

from s2_sdk import (
    AppendInput,
    BasinConfig,
    Batching,
    CommandRecord,
    Compression,
    ReadLimit,
    ReadUnwrittenError,
    Record,
    Retry,
    S2ServerError,
    SeqNum,
    StreamConfig,
    TailOffset,
    Timestamp,
)
from support import ClientTest, batch, drain, numbered, take

START = SeqNum(0)
TO_THE_TAIL = ReadLimit(count=1_000_000)


async def fill(stream, bodies):
    for first in range(0, len(bodies), 1000):
        await stream.append(batch(*bodies[first : first + 1000]))


class AppendSessions(ClientTest):
    async def test_five_thousand_batches_in_flight_are_acknowledged_in_order_each_once(self):
        stream = await self.new_stream()
        bodies = numbered(0, 5000)
        async with stream.append_session() as session:
            tickets = [await session.submit(batch(body)) for body in bodies]
            acks = [await ticket for ticket in tickets]
        self.assertEqual([(a.start.seq_num, a.end.seq_num) for a in acks], [(n, n + 1) for n in range(5000)])
        self.assert_dense(await drain(stream.read_session(start=START, limit=TO_THE_TAIL)), bodies)

    async def test_closing_waits_for_every_acknowledgement(self):
        stream = await self.new_stream()
        async with stream.append_session() as session:
            for first in range(0, 500, 10):
                await session.submit(batch(*numbered(first, first + 10)))
        self.assertEqual((await stream.check_tail()).seq_num, 500)

    async def test_batches_of_the_largest_size_pass_back_pressure_and_come_back_whole(self):
        stream = await self.new_stream()
        bodies = [bytes([number]) * 1_048_568 for number in range(24)]
        async with stream.append_session(max_unacked_bytes=4 << 20) as session:
            for body in bodies:
                await session.submit(batch(body))
        records = await drain(stream.read_session(start=START, limit=TO_THE_TAIL), 60)
        self.assertEqual([record.seq_num for record in records], list(range(24)))
        self.assertTrue([record.body for record in records] == bodies)

    async def test_two_sessions_on_one_stream_interleave_without_gaps(self):
        stream = await self.new_stream()

        async def append(name):
            async with stream.append_session() as session:
                for body in numbered(0, 200):
                    await session.submit(batch(name + body))

        await asyncio.gather(append(b"a"), append(b"b"))
        records = await drain(stream.read_session(start=START, limit=TO_THE_TAIL))
        self.assertEqual([record.seq_num for record in records], list(range(400)))
        for name in (b"a", b"b"):
            own = [record.body for record in records if record.body.startswith(name)]
            self.assertEqual(own, [name + body for body in numbered(0, 200)])

    async def test_a_producer_batches_single_records_and_tells_each_its_number(self):
        stream = await self.new_stream()
        bodies = numbered(0, 2500)
        async with stream.producer(batching=Batching(max_records=100), match_seq_num=0) as producer:
            tickets = [await producer.submit(Record(body=body)) for body in bodies]
            await producer.flush()
            self.assertEqual([(await ticket).seq_num for ticket in tickets], list(range(2500)))
        self.assert_dense(await drain(stream.read_session(start=START, limit=TO_THE_TAIL)), bodies)

    async def test_a_producer_that_lingers_sends_a_lone_record_without_being_told_to(self):
        stream = await self.new_stream()
        async with stream.producer(batching=Batching(linger=timedelta(milliseconds=20))) as producer:
            ticket = await producer.submit(Record(body=b"alone"))
            async with asyncio.timeout(10):
                self.assertEqual((await ticket).seq_num, 0)


class ReadSessions(ClientTest):
    async def test_a_bounded_session_replays_thousands_of_records_each_once(self):
        stream = await self.new_stream()
        bodies = numbered(0, 7500)
        await fill(stream, bodies)
        self.assert_dense(await drain(stream.read_session(start=START, limit=TO_THE_TAIL)), bodies)
        half = stream.read_session(start=START, limit=ReadLimit(count=3210))
        self.assert_dense(await drain(half), bodies[:3210])

    async def test_a_session_starts_at_a_number_a_timestamp_or_an_offset_from_the_tail(self):
        stream = await self.new_stream()
        times = (1000, 2000, 2000, 4000)
        await stream.append(AppendInput(records=[Record(body=b"x", timestamp=time) for time in times]))
        for start, expected in [
            (SeqNum(2), [2, 3]),
            (Timestamp(1500), [1, 2, 3]),
            (Timestamp(2001), [3]),
            (TailOffset(3), [1, 2, 3]),
            (TailOffset(99), [0, 1, 2, 3]),
        ]:
            with self.subTest(start=start):
                records = await drain(stream.read_session(start=start, limit=TO_THE_TAIL))
                self.assertEqual([record.seq_num for record in records], expected)

    async def test_a_start_beyond_the_tail_is_refused_with_the_tail_or_clamped_to_it(self):
        stream = await self.new_stream()
        ack = await stream.append(batch(b"a", b"b", b"c"))
        with self.assertRaises(ReadUnwrittenError) as caught:
            await drain(stream.read_session(start=SeqNum(9)))
        self.assertEqual(caught.exception.tail, ack.tail)
        session = stream.read_session(start=SeqNum(9), clamp_to_tail=True)
        reading = asyncio.create_task(take(session, 1))
        self.assertEqual(await session.caught_up(), ack.tail)
        await stream.append(batch(b"d"))
        self.assert_dense(await reading, [b"d"], first=3)

    async def test_a_session_stops_at_its_bytes_and_at_its_timestamp(self):
        stream = await self.new_stream()
        times = (1000, 2000, 3000)
        await stream.append(AppendInput(records=[Record(body=b"four", timestamp=time) for time in times]))
        by_bytes = stream.read_session(start=START, limit=ReadLimit(bytes=12 * 2 + 11))
        self.assertEqual(len(await drain(by_bytes)), 2)
        self.assertEqual(len(await drain(stream.read_session(start=START, until_timestamp=3000))), 2)

    async def test_a_session_that_waits_ends_when_nothing_came_for_so_long_and_not_before(self):
        stream = await self.new_stream()
        await stream.append(batch(b"a"))
        began = time.monotonic()
        reading = asyncio.create_task(drain(stream.read_session(start=START, wait=2)))
        await asyncio.sleep(1)
        await stream.append(batch(b"b"))
        self.assert_dense(await reading, [b"a", b"b"])
        self.assertTrue(2.9 <= time.monotonic() - began < 10)

    async def test_a_follower_gets_what_was_there_and_what_comes_and_knows_when_it_caught_up(self):
        stream = await self.new_stream()
        await fill(stream, numbered(0, 2000))
        session = stream.read_session(start=START)
        reading = asyncio.create_task(take(session, 4000, 60))
        async with asyncio.timeout(30):
            self.assertEqual((await session.caught_up()).seq_num, 2000)
        async with stream.append_session() as appends:
            for body in numbered(2000, 4000):
                await appends.submit(batch(body))
        self.assert_dense(await reading, numbered(0, 4000))

    async def test_fifty_followers_of_one_stream_all_see_every_record(self):
        stream = await self.new_stream()
        followers = [asyncio.create_task(take(stream.read_session(start=START), 500, 60)) for _ in range(50)]
        async with stream.append_session() as appends:
            for first in range(0, 500, 5):
                await appends.submit(batch(*numbered(first, first + 5)))
        for follower in followers:
            self.assert_dense(await follower, numbered(0, 500))

    async def test_an_idle_follower_stays_connected_past_the_heartbeats(self):
        # With one attempt a session that loses its connection fails instead of reconnecting.
        once = await self.client(retry=Retry(max_attempts=1))
        stream = await self.new_stream(via=once)
        reading = asyncio.create_task(take(stream.read_session(start=START), 1, 60))
        await asyncio.sleep(27)
        await stream.append(batch(b"at last"))
        self.assert_dense(await reading, [b"at last"])

    async def test_command_records_can_be_left_out(self):
        stream = await self.new_stream()
        records = [Record(body=b"before"), CommandRecord.fence("token"), Record(body=b"after")]
        await stream.append(AppendInput(records=records))
        session = stream.read_session(start=START, limit=ReadLimit(count=3), ignore_command_records=True)
        self.assertEqual([(r.seq_num, r.body) for r in await drain(session)], [(0, b"before"), (2, b"after")])

    async def test_a_follower_of_a_stream_that_is_deleted_is_told_so(self):
        basin = await self.new_basin()
        await basin.create_stream("doomed")
        stream = basin.stream("doomed")
        await stream.append(batch(b"x"))
        session = stream.read_session(start=START)
        reading = asyncio.create_task(drain(session, 60))
        async with asyncio.timeout(30):
            await session.caught_up()
        await basin.delete_stream("doomed")
        with self.assertRaises(S2ServerError) as caught:
            await reading
        self.assertIn(caught.exception.code, {"stream_deletion_pending", "stream_not_found", "unavailable"})


class Compressed(ClientTest):
    async def test_small_large_and_random_batches_come_back_whole_in_every_coding(self):
        bodies = [*numbered(0, 300), b"compressible " * 60_000, os.urandom(65_536), b"x"]
        for compression in Compression:
            with self.subTest(compression=compression):
                stream = await self.new_stream(via=await self.client(compression=compression))
                async with stream.append_session() as session:
                    await session.submit(batch(*bodies[:300]))
                    for body in bodies[300:]:
                        await session.submit(batch(body))
                self.assert_dense(await drain(stream.read_session(start=START, limit=TO_THE_TAIL)), bodies)

                await stream.append(batch(*bodies[:300]))
                unary = await stream.read(start=SeqNum(len(bodies)))
                self.assert_dense(unary.records, bodies[:300], first=len(bodies))

    async def test_the_control_plane_takes_compressed_requests(self):
        for compression in Compression:
            with self.subTest(compression=compression):
                client = await self.client(compression=compression)
                basin = await self.new_basin(via=client)
                await client.ensure_basin(basin.name)
                await basin.create_stream("s", config=StreamConfig(retention_policy=60))
                await basin.ensure_stream("s")
                await basin.reconfigure_stream("s", config=StreamConfig(retention_policy="infinite"))
                self.assertEqual((await basin.get_stream_config("s")).retention_policy, "infinite")


class CreateOnUse(ClientTest):
    config = StreamConfig(retention_policy=77)

    async def test_appends_create_the_stream_with_the_configuration_they_carry(self):
        basin = await self.new_basin(BasinConfig(create_stream_on_append=True))
        await basin.stream("unary").append(batch(b"first", stream_config=self.config))
        async with basin.stream("session").append_session(stream_config=self.config) as session:
            self.assertEqual((await (await session.submit(batch(b"first")))).start.seq_num, 0)
        for name in ("unary", "session"):
            self.assertEqual((await basin.get_stream_config(name)).retention_policy, 77)
        await self.refused(404, "stream_not_found", basin.stream("read").check_tail())

    async def test_reads_create_the_stream_with_the_configuration_they_carry(self):
        basin = await self.new_basin(BasinConfig(create_stream_on_read=True))
        self.assertEqual((await basin.stream("tail").check_tail()).seq_num, 0)
        unary = await basin.stream("unary").read(start=START, wait=1, stream_config=self.config)
        self.assertEqual(unary.records, [])
        session = basin.stream("session").read_session(start=START, stream_config=self.config)
        reading = asyncio.create_task(take(session, 1))
        async with asyncio.timeout(10):
            await session.caught_up()
        await basin.stream("session").append(batch(b"came"))
        self.assert_dense(await reading, [b"came"])
        for name in ("unary", "session"):
            self.assertEqual((await basin.get_stream_config(name)).retention_policy, 77)
