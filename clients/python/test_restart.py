"""The server ends under its clients, by SIGTERM or by kill -9, and comes back over the same directory."""

import asyncio

from s2_sdk import AppendInput, BasinConfig, CommandRecord, FencingTokenMismatchError, ReadLimit, SeqNum, StreamConfig
from support import PATIENT, ClientTest, batch, drain, numbered, restart, take


class Restarted:
    signal: str

    async def asyncSetUp(self):
        await super().asyncSetUp()
        self.s2 = await self.client(retry=PATIENT)

    async def test_a_follower_resumes_and_sees_every_record_once(self):
        stream = await self.new_stream()
        await append_in_fifties(stream, 0, 500)
        session = stream.read_session(start=SeqNum(0))
        reading = asyncio.create_task(take(session, 1000, 90))
        async with asyncio.timeout(30):
            await session.caught_up()
        await restart(self.signal)
        await append_in_fifties(stream, 500, 1000)
        self.assert_dense(await reading, numbered(0, 1000))

    async def test_an_append_session_goes_on_and_nothing_it_had_acknowledged_is_lost(self):
        stream = await self.new_stream()
        session = stream.append_session(max_unacked_batches=100)
        bodies = numbered(0, 700)
        tickets = []

        async def submit(first, last):
            for body in bodies[first:last]:
                tickets.append(await session.submit(batch(body)))

        await submit(0, 200)
        await tickets[0]
        await asyncio.gather(submit(200, 600), restart(self.signal))
        await submit(600, 700)
        await session.close()
        acked = [(await ticket).start.seq_num for ticket in tickets]

        # What was in flight may have been written twice; what was acknowledged stands where it was acknowledged.
        records = await drain(stream.read_session(start=SeqNum(0), limit=ReadLimit(count=100_000)), 60)
        self.assertEqual([record.seq_num for record in records], list(range(len(records))))
        self.assertEqual([records[seq_num].body for seq_num in acked], bodies)

    async def test_basins_configurations_tokens_tails_and_records_are_as_they_were(self):
        basin = await self.new_basin(BasinConfig(create_stream_on_append=True))
        await basin.create_stream("kept", config=StreamConfig(retention_policy="infinite"))
        stream = basin.stream("kept")
        await stream.append(AppendInput(records=[CommandRecord.fence("mine")]))
        ack = await stream.append(batch(*numbered(1, 100)))

        async def state():
            return (
                await basin.list_streams(),
                await self.s2.get_basin_config(basin.name),
                await basin.get_stream_config("kept"),
                (await stream.read(start=SeqNum(0))).records,
                await stream.check_tail(),
            )

        before = await state()
        self.assertEqual(before[-1], ack.tail)
        await restart(self.signal)
        self.assertEqual(await state(), before)
        with self.assertRaises(FencingTokenMismatchError) as caught:
            await stream.append(batch(b"x", fencing_token="yours"))
        self.assertEqual(caught.exception.expected_fencing_token, "mine")
        self.assertEqual((await stream.append(batch(b"after"))).start.seq_num, 100)
        self.assertEqual((await basin.stream("on-append").append(batch(b"x"))).start.seq_num, 0)


class RestartedBySigterm(Restarted, ClientTest):
    signal = "TERM"


class RestartedByKill(Restarted, ClientTest):
    signal = "KILL"


async def append_in_fifties(stream, first, last):
    for start in range(first, last, 50):
        await stream.append(batch(*numbered(start, start + 50)))
