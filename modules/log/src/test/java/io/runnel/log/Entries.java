package io.runnel.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.atomic.AtomicInteger;

/** Entries for tests that do not care about most of them. */
final class Entries {
    static final String SHARD = "stream-0001";

    private Entries() {}

    static LogEntry entry(long key, long firstSeq, String payload) {
        return new LogEntry(
                new EntityKey(key, key),
                SHARD,
                0,
                firstSeq + 1,
                firstSeq,
                firstSeq + 1,
                10 * firstSeq,
                10 * firstSeq + 5,
                Long.MAX_VALUE,
                0,
                0,
                null,
                payload.getBytes(UTF_8));
    }

    /** Appends an entry, and counts it when it is durable; it must not fail. */
    static void append(EntryLog log, LogEntry entry, AtomicInteger durable) {
        log.append(entry, new EntryLog.AppendCallback() {
            @Override
            public void durable() {
                durable.incrementAndGet();
            }

            @Override
            public void failed(Throwable cause) {
                throw new IllegalStateException(cause);
            }
        });
    }
}
