import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, test } from "node:test";
import { AppendInput, AppendRecord } from "@s2-dev/streamstore";
import { serialization } from "@s2-dev/streamstore-patterns";
import { drain, newBasin, s2, variable } from "./support.js";

const program = fileURLToPath(new URL("../../java/TypedMessages.java", import.meta.url));

const runtime = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : "java";

/** In one record, at the bounds of a record, and in several. */
const sizes = [1, 10, 1000, 1_048_000, 1_048_576, 3_000_000, 5, 2_500_000, 64];

/** A new stream, and how the client for Java finds it. */
async function newPlace() {
  const { name } = await newBasin();
  const basin = s2.basin(name);
  await basin.streams.create({ stream: "messages" });
  return { stream: basin.stream("messages", { forceTransport: "s2s" }), names: [name, "messages"] };
}

/** The client for Java: a line for each message that it has written or read. */
async function java(action, { names }, ...more) {
  const command = ["-Xmx256m", "-cp", variable("RUNNEL_JAVA_CLIENT"), program, action, variable("RUNNEL_ENDPOINT"), ...names];
  const { stdout } = await promisify(execFile)(runtime, [...command, ...more.map(String)]);
  return stdout.trimEnd().split("\n");
}

/** What the program says of a message, but for the records that it takes. */
const content = (line) => line.split(" ").slice(2).join(" ");

function line(bytes) {
  return `${bytes.length} ${createHash("sha256").update(bytes).digest("hex")}`;
}

function message(size) {
  return Uint8Array.from({ length: size }, (_, index) => (size + index) % 251);
}

const expected = sizes.map((size) => line(message(size)));

/** Appends a message of each size; which records they take. */
async function write({ stream }, wanted) {
  const session = await stream.appendSession();
  const messages = new serialization.SerializingAppendSession(session, (bytes) => bytes, { dedupeSeq: 0 });
  const ranges = [];
  for (const size of wanted) {
    ranges.push(await messages.submit(message(size))); // the records of two at a time would be mixed
  }
  await session.close();
  return ranges;
}

async function read({ stream }) {
  const session = await stream.readSession(toTheTail, { as: "bytes" });
  const messages = await drain(new serialization.DeserializingReadSession(session, (bytes) => bytes), 120);
  return messages.map(line);
}

const toTheTail = { start: { from: { seqNum: 0 } }, stop: { waitSecs: 0 } };

/** The stream's records, in another stream, in this order of their numbers. */
async function copied({ stream }, order) {
  const records = await drain(await stream.readSession(toTheTail, { as: "bytes" }), 120);
  const place = await newPlace();
  for (const index of order(records.length)) {
    const { headers, body } = records[index];
    await place.stream.append(AppendInput.create([AppendRecord.bytes({ headers, body })]));
  }
  return place;
}

describe("typed messages", () => {
  test("what this client has written the client for Java reads", async () => {
    const place = await newPlace();
    const ranges = await write(place, sizes);
    const lines = await java("read", place);
    assert.deepEqual(lines.map(content), expected);
    assert.deepEqual(
      lines.map((each) => each.split(" ").slice(0, 2).map(Number)),
      ranges.map(({ start, end }) => [start, end]),
    );
  });

  test("what the client for Java has written this client reads", async () => {
    const place = await newPlace();
    assert.deepEqual((await java("write", place, ...sizes)).map(content), expected);
    assert.deepEqual(await read(place), expected);
  });

  test("writers of both kinds may follow each other", async () => {
    const place = await newPlace();
    await write(place, sizes);
    await java("write", place, ...sizes);
    await write(place, sizes);
    const thrice = [...expected, ...expected, ...expected];
    assert.deepEqual((await java("read", place)).map(content), thrice);
    assert.deepEqual(await read(place), thrice);
  });

  const writers = { "this client": write, "the client for Java": (place, wanted) => java("write", place, ...wanted) };
  for (const [writer, written] of Object.entries(writers)) {
    test(`both read once what ${writer} has appended twice`, async () => {
      const place = await newPlace();
      await written(place, sizes);
      // As by a writer that was not told what had become of its last records, twice: in the middle of a message, and at its end.
      const repeated = await copied(place, (count) => {
        const all = Array.from({ length: count }, (_, index) => index);
        return [...all.slice(0, 6), ...all.slice(2, 9), ...all.slice(4)];
      });
      assert.deepEqual(await read(repeated), expected);
      assert.deepEqual((await java("read", repeated)).map(content), expected);
    });
  }
});
