package io.runnel.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of one stream know, and the judge of what is read from it after a crash: every acknowledged batch is
 * there once, in order, whole, at its numbers and timestamps; one of unknown outcome is there once and whole, or not at all and then
 * never; nothing that was seen changes. A violation is an {@link AssertionError} that says which.
 */
final class StreamHistory {
    private final String name;
    private final Map<Long, Attempt> attempts = new LinkedHashMap<>();
    private final TreeMap<Long, Attempt> found = new TreeMap<>();

    StreamHistory(String name) {
        this.name = name;
    }

    private static final class Attempt {
        final Written written;

        @Nullable
        Ack ack;

        boolean settled;
        long @Nullable [] timestamps;
        long start = -1;

        Attempt(Written written) {
            this.written = written;
        }

        long end() {
            return start + written.count();
        }
    }

    String name() {
        return name;
    }

    // what clients see

    synchronized void attempted(Written written) {
        attempts.put(written.id(), new Attempt(written));
    }

    synchronized void acknowledged(Written written, Ack ack) {
        if (written.forbidden()) {
            throw violation("batch %d had to be refused and was acknowledged: %s", written.id(), ack);
        }
        if (ack.count() != written.count()) {
            throw violation("batch %d of %d records was acknowledged as %s", written.id(), written.count(), ack);
        }
        attempts.get(written.id()).ack = ack;
    }

    // what is read when nothing is under way any more

    /** Where the part of the stream begins that no check has seen. */
    synchronized long unseenFrom() {
        return found.isEmpty() ? 0 : found.lastEntry().getValue().end();
    }

    /** Judges what a read from {@code from} has delivered, and settles what was of unknown outcome. */
    synchronized void check(long from, List<Item> items, Position tail) {
        checkRun(from, items, tail);
        long first = items.isEmpty() ? tail.seqNum() : items.get(0).seqNum();
        if (first > from && first > trimBound()) {
            throw violation("reading from %d begins at %d, and nobody has trimmed beyond %d", from, first, trimBound());
        }
        int at = restOfTrimmedBatch(items);
        while (at < items.size()) {
            at += batchAt(items, at);
        }
        for (Attempt attempt : attempts.values()) {
            settle(attempt, from, first);
        }
        checkSessions();
    }

    private void checkRun(long from, List<Item> items, Position tail) {
        Item last = null;
        for (Item item : items) {
            if (last == null ? item.seqNum() < from : item.seqNum() != last.seqNum() + 1) {
                throw violation("number %d follows %s", item.seqNum(), last == null ? "from " + from : last.seqNum());
            }
            if (last != null && item.timestamp() < last.timestamp()) {
                throw violation("timestamp of %d is less than that before", item.seqNum());
            }
            last = item;
        }
        if (last != null && !tail.equals(new Position(last.seqNum() + 1, last.timestamp()))) {
            throw violation("the tail is %s after record %d at %d", tail, last.seqNum(), last.timestamp());
        }
        if (tail.seqNum() < Math.max(from, unseenFrom())) {
            throw violation("the tail was %d and is %s", Math.max(from, unseenFrom()), tail);
        }
    }

    /** A trim may cut a batch; its rest comes first. */
    private int restOfTrimmedBatch(List<Item> items) {
        if (items.isEmpty()) {
            return 0;
        }
        long first = items.get(0).seqNum();
        Map.Entry<Long, Attempt> cut = found.lowerEntry(first);
        if (cut == null || cut.getValue().end() <= first) {
            return 0;
        }
        Attempt attempt = cut.getValue();
        int rest = (int) Math.min(attempt.end() - first, items.size());
        compare(attempt, items.subList(0, rest), (int) (first - attempt.start));
        return rest;
    }

    private int batchAt(List<Item> items, int at) {
        Item first = items.get(at);
        Long id = Written.idIn(first);
        Attempt attempt = id == null ? null : attempts.get(id);
        if (attempt == null) {
            throw violation("record %d belongs to no batch that was sent: %s", first.seqNum(), first);
        }
        Written written = attempt.written;
        if (Written.indexIn(first) != 0 || at + written.count() > items.size()) {
            throw violation("batch %d is torn at record %d", id, first.seqNum());
        }
        if (written.forbidden()) {
            throw violation("batch %d had to be refused and is there", id);
        }
        if (attempt.settled && attempt.start < 0) {
            throw violation("batch %d was not there after an earlier crash, and now it is", id);
        }
        if (attempt.start >= 0 && attempt.start != first.seqNum()) {
            throw violation("batch %d is at %d and at %d", id, attempt.start, first.seqNum());
        }
        List<Item> whole = items.subList(at, at + written.count());
        compare(attempt, whole, 0);
        attempt.start = first.seqNum();
        attempt.timestamps = whole.stream().mapToLong(Item::timestamp).toArray();
        found.put(attempt.start, attempt);
        Ack ack = attempt.ack;
        Item last = whole.get(whole.size() - 1);
        if (ack != null
                && !(ack.start().equals(new Position(first.seqNum(), first.timestamp()))
                        && ack.end().equals(new Position(last.seqNum() + 1, last.timestamp())))) {
            throw violation("batch %d was acknowledged as %s and is from %s to %s", id, ack, first, last);
        }
        return written.count();
    }

    private void compare(Attempt attempt, List<Item> items, int offset) {
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            if (!attempt.written.records().get(offset + i).equalTo(item)) {
                throw violation(
                        "batch %d is torn or changed at record %d: %s", attempt.written.id(), item.seqNum(), item);
            }
            if (attempt.timestamps != null && attempt.timestamps[offset + i] != item.timestamp()) {
                throw violation("the timestamp of record %d has changed", item.seqNum());
            }
        }
    }

    private void settle(Attempt attempt, long from, long first) {
        Ack ack = attempt.ack;
        if (ack != null && attempt.start < 0 && ack.start().seqNum() >= first) {
            throw violation("acknowledged batch %d is lost: %s", attempt.written.id(), ack);
        }
        if (ack != null && attempt.start < 0 && ack.start().seqNum() < from) {
            throw violation("acknowledged batch %d is not where it was seen", attempt.written.id());
        }
        attempt.settled = true;
    }

    private void checkSessions() {
        Map<Long, Attempt> latest = new LinkedHashMap<>();
        for (Attempt attempt : attempts.values()) {
            if (attempt.written.forbidden()) {
                continue;
            }
            Attempt before = latest.put(attempt.written.session(), attempt);
            if (before == null || attempt.start < 0) {
                continue;
            }
            if (before.start < 0) {
                throw violation(
                        "batch %d is there and batch %d before it in the session is not",
                        attempt.written.id(), before.written.id());
            }
            if (attempt.start < before.end()) {
                throw violation("batches %d and %d have changed places", before.written.id(), attempt.written.id());
            }
        }
    }

    // what follows from it

    /** The fencing token that must be in force. */
    synchronized String fencingToken() {
        String token = "";
        for (Attempt attempt : found.values()) {
            for (Written.Content content : attempt.written.records()) {
                token = content.kind() == Written.Kind.FENCE ? content.body() : token;
            }
        }
        return token;
    }

    /** The first number that must be left. */
    synchronized long trimPoint() {
        long point = 0;
        for (Attempt attempt : found.values()) {
            for (int i = 0; i < attempt.written.count(); i++) {
                Written.Content content = attempt.written.records().get(i);
                if (content.kind() == Written.Kind.TRIM) {
                    point = Math.max(point, Math.min(requested(content), attempt.start + i + 1));
                }
            }
        }
        return point;
    }

    /** Nothing from here on can have been trimmed, whatever became of the attempts of unknown outcome. */
    private long trimBound() {
        return attempts.values().stream()
                .flatMap(attempt -> attempt.written.records().stream())
                .filter(content -> content.kind() == Written.Kind.TRIM)
                .mapToLong(StreamHistory::requested)
                .max()
                .orElse(0);
    }

    private static long requested(Written.Content trim) {
        return ByteBuffer.wrap(trim.body().getBytes(ISO_8859_1)).getLong();
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is nowhere else in use
    private AssertionError violation(String format, Object... arguments) {
        return new AssertionError(name + ": " + String.format(format, arguments));
    }
}
