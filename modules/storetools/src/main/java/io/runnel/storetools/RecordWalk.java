package io.runnel.storetools;

import org.jspecify.annotations.Nullable;

/** Goes through the records of a batch: the repeated field {@code records} of {@code ReadBatch} in protobuf. */
final class RecordWalk {
    private static final int RECORDS = 1 << 3 | 2;
    private static final int SEQ_NUM = 1 << 3;
    private static final int TIMESTAMP = 2 << 3;
    private static final int HEADERS = 3 << 3 | 2;
    private static final int BODY = 4 << 3 | 2;
    private static final int NAME = 1 << 3 | 2;
    private static final int VALUE = 2 << 3 | 2;

    private RecordWalk() {}

    /** Is shown each record. */
    interface Visitor {
        /**
         * @param metered size of the record
         * @param bodyAt where its body begins
         */
        void record(long seqNum, long timestamp, int headers, int metered, int bodyAt, int bodyLength);
    }

    /** @throws DamagedException if the records are not those of the entry, each once and in order */
    static void require(byte[] bytes, StoredEntry entry) {
        Check check = new Check(entry);
        each(bytes, entry, check);
        SmallObjects.require(
                check.next == entry.nextSeq(),
                "records to " + Long.toUnsignedString(entry.nextSeq()),
                "records to " + Long.toUnsignedString(check.next));
        SmallObjects.require(
                check.timestamp == entry.lastTimestamp(),
                "a last timestamp of " + Long.toUnsignedString(entry.lastTimestamp()),
                Long.toUnsignedString(check.timestamp));
        SmallObjects.require(check.metered == entry.weight(), "a metered size of " + entry.weight(), check.metered);
    }

    static void each(byte[] bytes, StoredEntry entry, @Nullable Visitor visitor) {
        FormatReader in = Payloads.payload(bytes, entry);
        while (in.hasMore()) {
            requireTag(in.natural(), RECORDS);
            int length = in.natural();
            int from = in.position();
            in.skip(length);
            record(bytes, from, from + length, visitor);
        }
    }

    private static void record(byte[] bytes, int from, int until, @Nullable Visitor visitor) {
        FormatReader in = new FormatReader(bytes, from, until);
        long seqNum = 0;
        long timestamp = 0;
        int headers = 0;
        int metered = 8;
        int bodyAt = until;
        int bodyLength = 0;
        while (in.hasMore()) {
            int tag = in.natural();
            switch (tag) {
                case SEQ_NUM -> seqNum = in.varint();
                case TIMESTAMP -> timestamp = in.varint();
                case HEADERS -> {
                    int length = in.natural();
                    headers++;
                    metered += 2 + header(bytes, in.position(), in.position() + length);
                    in.skip(length);
                }
                case BODY -> {
                    bodyLength = in.natural();
                    bodyAt = in.position();
                    metered += bodyLength;
                    in.skip(bodyLength);
                }
                default ->
                    throw new DamagedException("a field of a record", "tag " + tag + " at byte " + in.position());
            }
        }
        if (visitor != null) {
            visitor.record(seqNum, timestamp, headers, metered, bodyAt, bodyLength);
        }
    }

    /** @return the length of its name and value */
    private static int header(byte[] bytes, int from, int until) {
        SmallObjects.require(until >= from && until <= bytes.length, "a header within the record", until - from);
        FormatReader in = new FormatReader(bytes, from, until);
        int metered = 0;
        while (in.hasMore()) {
            int tag = in.natural();
            SmallObjects.require(tag == NAME || tag == VALUE, "a field of a header", "tag " + tag);
            int length = in.natural();
            in.skip(length);
            metered += length;
        }
        return metered;
    }

    private static void requireTag(int tag, int expected) {
        SmallObjects.require(tag == expected, "a record", "tag " + tag);
    }

    private static final class Check implements Visitor {
        private final StoredEntry entry;
        private long next;
        private long timestamp;
        private int metered;

        Check(StoredEntry entry) {
            this.entry = entry;
            this.next = entry.firstSeq();
            this.timestamp = entry.firstTimestamp();
        }

        @Override
        public void record(long seqNum, long recordTimestamp, int headers, int size, int bodyAt, int bodyLength) {
            SmallObjects.require(
                    seqNum == next, "record " + Long.toUnsignedString(next), "record " + Long.toUnsignedString(seqNum));
            boolean first = seqNum == entry.firstSeq();
            SmallObjects.require(
                    first ? recordTimestamp == timestamp : Long.compareUnsigned(recordTimestamp, timestamp) >= 0,
                    "a timestamp " + (first ? "of " : "not before ") + Long.toUnsignedString(timestamp),
                    Long.toUnsignedString(recordTimestamp));
            next++;
            timestamp = recordTimestamp;
            metered += size;
        }
    }
}
