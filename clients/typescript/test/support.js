// What every test needs: a client, names that no other test uses, and a server that can be restarted.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { AppendInput, AppendRecord, S2 } from "@s2-dev/streamstore";

const endpoint = variable("RUNNEL_ENDPOINT");
const control = variable("RUNNEL_CONTROL");

/** How sessions travel: frames over HTTP/2 with prior knowledge, or fetch with server-sent events. */
export const transports = ["s2s", "fetch"];

/** Retries for as long as a server needs to come back. */
export const patient = { retry: { maxAttempts: 200, minBaseDelayMillis: 50, maxBaseDelayMillis: 200 } };

export function client(options = {}) {
  return new S2({ accessToken: "ignored", endpoints: { account: endpoint, basin: endpoint }, ...options });
}

export const s2 = client();

export function uniqueName(hint) {
  return `${hint}-${randomBytes(5).toString("hex")}`;
}

/** A new basin with the configuration given. */
export async function newBasin(config = {}) {
  const basin = uniqueName("typescript");
  await s2.basins.create({ basin, config });
  return s2.basin(basin);
}

/** A new stream in a new basin. */
export async function newStream({ via = s2, transport, config = {} } = {}) {
  const { name } = await newBasin();
  await s2.basin(name).streams.create({ stream: "stream", config });
  return via.basin(name).stream("stream", { forceTransport: transport });
}

export function text(...bodies) {
  return AppendInput.create(bodies.map((body) => AppendRecord.string({ body })));
}

export function numbered(from, to) {
  return Array.from({ length: to - from }, (_, index) => `record ${from + index}`);
}

/** Appends in batches of at most 1000. */
export async function fill(stream, bodies) {
  for (let start = 0; start < bodies.length; start += 1000) {
    await stream.append(text(...bodies.slice(start, start + 1000)));
  }
}

/** The first `count` records of a read session, which is then cancelled; fails rather than waits for ever. */
export async function take(session, count, seconds = 30) {
  const records = [];
  await within(seconds, () => `${count} records, only ${records.length}`, async () => {
    for await (const record of session) {
      records.push(record);
      if (records.length === count) {
        break;
      }
    }
  });
  return records;
}

export async function drain(session, seconds = 30) {
  return take(session, Number.POSITIVE_INFINITY, seconds);
}

export async function within(seconds, what, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${seconds} s: ${what()}`)), seconds * 1000);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks again until the answer is there. */
export async function eventually(seconds, what, probe) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await probe();
    if (answer) {
      return answer;
    }
    assert.ok(Date.now() < deadline, `not within ${seconds} s: ${what}`);
    await pause(100);
  }
}

export function pause(millis) {
  return new Promise((resolve) => setTimeout(resolve, millis));
}

/** Every record once, in order, from `first` on. */
export function assertDense(records, bodies, first = 0) {
  assert.deepEqual(
    records.map(({ seqNum, body }) => [seqNum, body]),
    bodies.map((body, index) => [first + index, body]),
  );
}

/** For assert.rejects: an answer of the server with this status and code. */
export function refused(status, code) {
  return (error) => {
    assert.equal(error.status, status, error.message);
    assert.equal(error.code, code);
    return true;
  };
}

/** Ends the server by SIGTERM or SIGKILL and starts it again over the same data. */
export async function restart(signal) {
  await ask(`/restart?signal=${signal}`);
}

async function ask(path) {
  const answer = await fetch(control + path, { method: "POST" });
  assert.equal(answer.status, 200, await answer.text());
}

export function variable(name) {
  return process.env[name] ?? assert.fail(`${name} is not set: start the tests by clients/run`);
}
