"""What every test needs: a client, names that no other test uses, and a server that can be restarted."""

import asyncio
import os
import secrets
import time
import unittest
import urllib.request
from datetime import timedelta

from s2_sdk import S2, AppendInput, BasinConfig, Endpoints, Record, Retry, S2ServerError, StreamConfig

ENDPOINT = os.environ["RUNNEL_ENDPOINT"]
CONTROL = os.environ["RUNNEL_CONTROL"]

# Retries for as long as a server needs to come back.
PATIENT = Retry(
    max_attempts=200,
    min_base_delay=timedelta(milliseconds=50),
    max_base_delay=timedelta(milliseconds=200),
)


class ClientTest(unittest.IsolatedAsyncioTestCase):
    maxDiff = 2000

    async def asyncSetUp(self):
        # unittest turns it on, at a tenth of the speed.
        asyncio.get_running_loop().set_debug(False)
        await asyncio.sleep(0)
        self.s2 = await self.client()

    async def client(self, **options):
        s2 = S2("ignored", endpoints=Endpoints(account=ENDPOINT, basin=ENDPOINT), **options)
        return await self.enterAsyncContext(s2)

    async def new_basin(self, config: BasinConfig | None = None, via: S2 | None = None):
        name = unique_name("python")
        await self.s2.create_basin(name, config=config)
        return (via or self.s2).basin(name)

    async def new_stream(self, config: StreamConfig | None = None, via: S2 | None = None):
        basin = await self.new_basin(via=via)
        await basin.create_stream("stream", config=config)
        return basin.stream("stream")

    async def refused(self, status, code, work):
        with self.assertRaises(S2ServerError) as caught:
            await work
        self.assertEqual((caught.exception.status_code, caught.exception.code), (status, code))
        return caught.exception

    def assert_dense(self, records, bodies, first=0):
        """Every record once, in order, from `first` on."""
        self.assertEqual(
            [(record.seq_num, record.body) for record in records],
            [(first + index, body) for index, body in enumerate(bodies)],
        )


def unique_name(hint):
    return f"{hint}-{secrets.token_hex(5)}"


def batch(*bodies, **conditions):
    return AppendInput(records=[Record(body=body) for body in bodies], **conditions)


def numbered(start, end):
    return [b"record %d" % number for number in range(start, end)]


async def take(session, count, seconds=30):
    """The first `count` records of a read session, which is then closed; fails rather than waits for ever."""
    records = []
    try:
        async with asyncio.timeout(seconds), session:
            async for delivered in session:
                records.extend(delivered.records)
                if len(records) >= count:
                    return records
    except TimeoutError:
        raise AssertionError(f"not within {seconds} s: {count} records, only {len(records)}") from None
    return records


async def drain(session, seconds=30):
    return await take(session, float("inf"), seconds)


async def eventually(seconds, what, probe):
    """Asks again until the answer is there."""
    deadline = time.monotonic() + seconds
    while not (answer := await probe()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}")
        await asyncio.sleep(0.1)
    return answer


async def restart(signal):
    """Ends the server by SIGTERM or SIGKILL and starts it again over the same data."""
    request = urllib.request.Request(f"{CONTROL}/restart?signal={signal}", method="POST")
    await asyncio.to_thread(lambda: urllib.request.urlopen(request).close())
