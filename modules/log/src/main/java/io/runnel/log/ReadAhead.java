package io.runnel.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads on for those who read one range after the other: the next ones are under way before they are asked for, more of
 * them from range to range, within a bound for each reader and one for all. A reader is known by asking for what begins
 * where a range ended. Nothing is read ahead of who reads from memory, nor while others wait in line. Thread-safe.
 */
final class ReadAhead {
    private static final int MOST_READERS = 4096; // that are remembered
    private static final int MOST_RANGES = 16; // of one reader
    private static final long GONE_AFTER_NANOS = 5_000_000_000L; // if others need the room

    private final long readerBytes;
    private final long allBytes;
    private final BooleanSupplier busy;
    private final LongSupplier nanoTime;
    private final Map<Begin, Reader> readers = new LinkedHashMap<>(); // in the order of their last reads
    private long bytes; // of all

    /** Where a range begins, and how large it is to be. */
    private record Begin(EntityKey key, int generation, long from, int maxBytes) {
        Begin at(long other) {
            return new Begin(key, generation, other, maxBytes);
        }
    }

    /** What has been looked up, and then fetched. */
    interface Source {
        CompletionStage<List<EntryRef>> find(long from);

        CompletionStage<List<LogEntry>> fetch(List<EntryRef> refs);

        /** Both, again if what is looked for has moved meanwhile. */
        CompletionStage<List<LogEntry>> read(Planned planned);
    }

    /** Is told what will be read. */
    interface Planned {
        CompletionStage<List<LogEntry>> fetch(List<EntryRef> refs);
    }

    private record Range(long next, long bytes, CompletableFuture<List<LogEntry>> entries) {}

    private static final class Reader {
        final Deque<Range> ranges = new ArrayDeque<>();
        long next; // where the last of them ends
        long bytes; // of them
        int depth; // how many there may be
        boolean looking;
        boolean gone;
        long lastRead;

        Reader(long next, int depth) {
            this.next = next;
            this.depth = depth;
        }
    }

    /**
     * @param readerBytes read ahead of one reader at most
     * @param allBytes read ahead of all readers together
     * @param busy whether others wait
     */
    ReadAhead(long readerBytes, long allBytes, BooleanSupplier busy, LongSupplier nanoTime) {
        this.readerBytes = readerBytes;
        this.allBytes = allBytes;
        this.busy = busy;
        this.nanoTime = nanoTime;
    }

    /** What the source reads from the beginning of the query, or read before it was asked. */
    CompletionStage<List<LogEntry>> read(RefQuery query, Source source) {
        if (readerBytes == 0) {
            return source.read(source::fetch);
        }
        Begin begin = new Begin(query.key(), query.generation(), query.from(), query.maxBytes());
        Reader reader;
        Range first = null;
        synchronized (this) {
            reader = readers.remove(begin);
            if (reader != null) {
                first = reader.ranges.poll();
                reader.gone = first == null;
            }
            if (reader != null && first != null) {
                reader.bytes -= first.bytes;
                bytes -= first.bytes;
                reader.depth = Math.min(2 * reader.depth, MOST_RANGES);
                remember(begin.at(first.next), reader);
            }
        }
        if (reader == null || first == null) {
            return readNow(begin, query, source, reader == null ? 0 : reader.depth);
        }
        readOn(reader, begin, query, source);
        Reader known = reader;
        return first.entries
                .thenApply(entries -> within(entries, query.until()))
                .exceptionallyCompose(failure -> {
                    forget(known);
                    return source.read(source::fetch);
                });
    }

    /** @param depth of a reader of whom nothing has been read ahead yet; 0 for one that may read only once */
    private CompletionStage<List<LogEntry>> readNow(Begin begin, RefQuery query, Source source, int depth) {
        return source.read(refs -> {
            CompletionStage<List<LogEntry>> entries = source.fetch(refs);
            if (!refs.isEmpty() && !entries.toCompletableFuture().isDone()) {
                Reader reader = new Reader(refs.get(refs.size() - 1).nextSeq, Math.max(1, depth));
                synchronized (this) {
                    remember(begin.at(reader.next), reader);
                }
                if (depth > 0) {
                    readOn(reader, begin, query, source);
                }
            }
            return entries;
        });
    }

    /** As far as it may. */
    private void readOn(Reader reader, Begin begin, RefQuery query, Source source) {
        long from;
        synchronized (this) {
            from = reader.next;
            boolean enough = reader.looking
                    || reader.ranges.size() >= reader.depth
                    || reader.bytes + begin.maxBytes > readerBytes
                    || Long.compareUnsigned(from, query.until()) >= 0;
            if (enough || busy.getAsBoolean() || !hasRoom(begin.maxBytes)) {
                return;
            }
            reader.looking = true;
        }
        source.find(from).whenComplete((refs, failure) -> {
            Range range = failure == null ? add(reader, refs) : null;
            if (range != null) {
                source.fetch(refs).whenComplete((entries, broken) -> {
                    if (broken == null) {
                        range.entries.complete(entries);
                    } else {
                        range.entries.completeExceptionally(broken);
                    }
                });
                readOn(reader, begin, query, source);
            }
        });
    }

    /** @return the range to be fetched, if any */
    private synchronized @Nullable Range add(Reader reader, List<EntryRef> refs) {
        reader.looking = false;
        long size = 0;
        boolean inMemory = true;
        for (EntryRef ref : refs) {
            size += ref.payloadLength;
            inMemory &= ref.held() != null;
        }
        if (reader.gone || inMemory) {
            return null;
        }
        reader.next = refs.get(refs.size() - 1).nextSeq;
        reader.bytes += size;
        bytes += size;
        Range range = new Range(reader.next, size, new CompletableFuture<>());
        reader.ranges.add(range);
        return range;
    }

    private void remember(Begin begin, Reader reader) {
        reader.lastRead = nanoTime.getAsLong();
        Reader other = readers.put(begin, reader); // it reads the same, and finds the blocks cached
        drop(other);
        if (readers.size() > MOST_READERS) {
            Iterator<Reader> eldest = readers.values().iterator();
            drop(eldest.next());
            eldest.remove();
        }
    }

    private boolean hasRoom(int more) {
        Iterator<Reader> eldest = readers.values().iterator();
        while (bytes + more > allBytes && eldest.hasNext()) {
            Reader next = eldest.next();
            if (nanoTime.getAsLong() - next.lastRead < GONE_AFTER_NANOS) {
                return false;
            }
            drop(next);
            eldest.remove();
        }
        return bytes + more <= allBytes;
    }

    private void drop(@Nullable Reader gone) {
        if (gone != null) {
            bytes -= gone.bytes;
            gone.bytes = 0;
            gone.ranges.clear();
            gone.gone = true;
        }
    }

    private synchronized void forget(Reader failed) {
        drop(failed);
        readers.values().removeIf(reader -> reader == failed);
    }

    synchronized long bytes() {
        return bytes;
    }

    /** What was read ahead may reach further than what is asked for. */
    private static List<LogEntry> within(List<LogEntry> entries, long until) {
        int size = entries.size();
        while (size > 0 && Long.compareUnsigned(entries.get(size - 1).firstSeq(), until) >= 0) {
            size--;
        }
        return size == entries.size() ? entries : new ArrayList<>(entries.subList(0, size));
    }
}
