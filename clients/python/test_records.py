"""Unary appends and reads, and what may keep an append out."""

import asyncio
import time

from s2_sdk import (
    AppendInput,
    CommandRecord,
    FencingTokenMismatchError,
    ReadLimit,
    ReadUnwrittenError,
    Record,
    SeqNum,
    SeqNumMismatchError,
    StreamConfig,
    TailOffset,
    Timestamp,
    Timestamping,
    TimestampingMode,
)
from support import ClientTest, batch, eventually, numbered

EVERY_BYTE = bytes(range(256))


def at(*timestamps):
    return AppendInput(records=[Record(body=b"four", timestamp=timestamp) for timestamp in timestamps])


class Records(ClientTest):
    async def test_every_byte_value_comes_back_in_bodies_and_headers(self):
        stream = await self.new_stream()
        headers = [(EVERY_BYTE, EVERY_BYTE), (b"k", b""), (b"k", b"again")]
        ack = await stream.append(AppendInput(records=[Record(body=EVERY_BYTE, headers=headers), Record(body=b"")]))
        self.assertEqual((ack.start.seq_num, ack.end.seq_num, ack.tail.seq_num), (0, 2, 2))
        first, second = (await stream.read(start=SeqNum(0))).records
        self.assertEqual((first.body, first.headers), (EVERY_BYTE, headers))
        self.assertEqual((second.body, second.headers), (b"", []))
        self.assertEqual((first.timestamp, second.timestamp), (ack.start.timestamp, ack.end.timestamp))

    async def test_the_largest_record_and_the_longest_batch_are_taken_whole(self):
        stream = await self.new_stream()
        largest = bytes(1_048_568)
        await stream.append(batch(largest))
        await stream.append(batch(*numbered(1, 1001)))
        first = await stream.read(start=SeqNum(0))
        self.assertEqual([record.body for record in first.records], [largest])
        self.assert_dense((await stream.read(start=SeqNum(1))).records, numbered(1, 1001), first=1)

    async def test_a_read_stops_at_its_count_its_bytes_and_its_timestamp(self):
        stream = await self.new_stream()
        await stream.append(at(1000, 2000, 3000, 4000))

        async def count(**stop):
            return len((await stream.read(start=SeqNum(0), **stop)).records)

        self.assertEqual(await count(limit=ReadLimit(count=3)), 3)
        self.assertEqual(await count(limit=ReadLimit(bytes=12 * 2 + 11)), 2)
        self.assertEqual(await count(until_timestamp=3000), 2)
        self.assertEqual(await count(), 4)

    async def test_a_read_starts_at_a_number_a_timestamp_or_an_offset_from_the_tail(self):
        stream = await self.new_stream()
        await stream.append(at(1000, 2000, 2000, 4000))
        for start, first in [
            (SeqNum(2), 2),
            (Timestamp(1500), 1),
            (Timestamp(2000), 1),
            (Timestamp(2001), 3),
            (TailOffset(1), 3),
            (TailOffset(100), 0),
        ]:
            with self.subTest(start=start):
                self.assertEqual((await stream.read(start=start)).records[0].seq_num, first)

    async def test_a_read_beyond_the_tail_says_where_the_tail_is(self):
        stream = await self.new_stream()
        ack = await stream.append(batch(b"a", b"b", b"c"))
        for start in [SeqNum(3), SeqNum(4), Timestamp(ack.tail.timestamp + 1), TailOffset(0)]:
            with self.subTest(start=start), self.assertRaises(ReadUnwrittenError) as caught:
                await stream.read(start=start)
            self.assertEqual(caught.exception.status_code, 416)
            self.assertEqual(caught.exception.tail, ack.tail)

    async def test_a_clamped_read_waits_at_the_tail_and_ends_empty(self):
        stream = await self.new_stream()
        await stream.append(batch(b"a"))
        began = time.monotonic()
        result = await stream.read(start=SeqNum(1000), clamp_to_tail=True, wait=1)
        self.assertEqual(result.records, [])
        self.assertGreater(time.monotonic() - began, 0.95)

    async def test_a_held_read_is_answered_by_the_first_append(self):
        stream = await self.new_stream()
        read = asyncio.create_task(stream.read(start=SeqNum(0), wait=30))
        await stream.append(batch(b"first"))
        self.assert_dense((await read).records, [b"first"])

    async def test_the_tail_is_the_next_number_and_the_last_timestamp(self):
        stream = await self.new_stream()
        ack = await stream.append(batch(b"a", b"b"))
        tail = await stream.check_tail()
        self.assertEqual((tail.seq_num, tail.timestamp), (2, ack.end.timestamp))

    async def test_timestamps_never_decrease_and_are_capped_by_the_clock(self):
        stream = await self.new_stream()
        future = int(time.time() * 1000) + 3_600_000
        await stream.append(at(5, 3, 9, future))
        times = [record.timestamp for record in (await stream.read(start=SeqNum(0))).records]
        self.assertEqual(times[:3], [5, 5, 9])
        self.assertLess(times[3], future - 3_000_000)

    async def test_uncapped_timestamps_use_all_64_bits(self):
        config = StreamConfig(timestamping=Timestamping(mode=TimestampingMode.CLIENT_REQUIRE, uncapped=True))
        stream = await self.new_stream(config)
        await stream.append(at(2**63, 2**64 - 2))
        self.assertEqual([r.timestamp for r in (await stream.read(start=SeqNum(0))).records], [2**63, 2**64 - 2])
        self.assertEqual((await stream.check_tail()).timestamp, 2**64 - 2)
        self.assertEqual((await stream.read(start=Timestamp(2**63 + 1))).records[0].seq_num, 1)
        await self.refused(422, "invalid", stream.append(batch(b"no timestamp")))

    async def test_trimmed_records_go_and_the_numbers_stay(self):
        stream = await self.new_stream()
        await stream.append(batch(*numbered(0, 10)))
        ack = await stream.append(AppendInput(records=[CommandRecord.trim(6)]))
        self.assertEqual(ack.end.seq_num, 11)

        async def trimmed():
            records = (await stream.read(start=SeqNum(0))).records
            return records if records[0].seq_num > 0 else None

        records = await eventually(30, "the trim", trimmed)
        self.assert_dense(records[:-1], numbered(6, 10), first=6)
        self.assertTrue(records[-1].is_command_record())
        self.assertEqual((await stream.check_tail()).seq_num, 11)


class Conditions(ClientTest):
    async def test_an_append_at_the_wrong_number_is_refused_with_the_right_one(self):
        stream = await self.new_stream()
        await stream.append(batch(b"a", b"b", match_seq_num=0))
        for wrong in (0, 1, 3):
            with self.assertRaises(SeqNumMismatchError) as caught:
                await stream.append(batch(b"x", match_seq_num=wrong))
            self.assertEqual((caught.exception.status_code, caught.exception.expected_seq_num), (412, 2))
        self.assertEqual((await stream.check_tail()).seq_num, 2)

    async def test_a_fence_keeps_out_who_holds_another_token(self):
        stream = await self.new_stream()
        await stream.append(AppendInput(records=[CommandRecord.fence("mine")]))
        for token in ("yours", ""):
            with self.assertRaises(FencingTokenMismatchError) as caught:
                await stream.append(batch(b"x", fencing_token=token))
            self.assertEqual((caught.exception.status_code, caught.exception.expected_fencing_token), (412, "mine"))
        await stream.append(batch(b"x", fencing_token="mine"))
        await stream.append(AppendInput(records=[CommandRecord.fence("")], fencing_token="mine"))
        await stream.append(batch(b"x", fencing_token=""))
        await stream.append(batch(b"x"))
        self.assertEqual((await stream.check_tail()).seq_num, 5)

    async def test_a_session_acknowledges_what_came_before_a_mismatch_and_drops_what_came_after(self):
        stream = await self.new_stream()
        session = stream.append_session()
        tickets = [await session.submit(batch(b"x", match_seq_num=number)) for number in (0, 1, 7, 2)]
        self.assertEqual([(await ticket).end.seq_num for ticket in tickets[:2]], [1, 2])
        with self.assertRaises(SeqNumMismatchError) as caught:
            await tickets[2]
        self.assertEqual(caught.exception.expected_seq_num, 2)
        with self.assertRaises(SeqNumMismatchError):
            await tickets[3]
        with self.assertRaises(SeqNumMismatchError):
            await session.close()
        self.assertEqual((await stream.check_tail()).seq_num, 2)

    async def test_a_session_learns_that_it_was_fenced_off(self):
        stream = await self.new_stream()
        await stream.append(AppendInput(records=[CommandRecord.fence("old")]))
        session = stream.append_session()
        await (await session.submit(batch(b"x", fencing_token="old")))
        await stream.append(AppendInput(records=[CommandRecord.fence("new")], fencing_token="old"))
        with self.assertRaises(FencingTokenMismatchError) as caught:
            await (await session.submit(batch(b"x", fencing_token="old")))
        self.assertEqual(caught.exception.expected_fencing_token, "new")
        with self.assertRaises(FencingTokenMismatchError):
            await session.close()
