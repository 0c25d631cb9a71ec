package io.runnel.log;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The histories of many entities, each an ordered list of entries, written through one log of this node. Thread-safe;
 * nothing here blocks.
 *
 * <p>An entity is served after its shard has been {@linkplain #claim claimed}. Whoever claims a shard ends the writing
 * of all others to it, whatever they believe, and sees everything they were ever told is durable.
 */
public interface EntryLog extends AutoCloseable {
    /**
     * Takes a shard over: its entries so far are final and readable afterwards, and this log may write to it. Repeated
     * calls give the same stage until it has failed.
     */
    CompletionStage<Void> claim(String shard);

    /**
     * Takes over every shard that anybody has ever claimed: for a node that shares the store with no other, so that first
     * answers need not wait, and what was freed in shards that nobody asks for is reclaimed.
     */
    CompletionStage<Void> claimAll();

    /**
     * Adds an entry. Its shard must have been claimed, and its generation, revision and, within the generation, firstSeq
     * and nextSeq must not lie before the entity's last. An entry may advance the revision by more than one, or, when it
     * only raises the floor, by none; it may leave a hole before its first position. Once the callback says that it is
     * durable, {@link #row} and {@link #read} know it.
     *
     * @param callback told once, in the order of {@code append} calls over all entities, on a thread of the log that it
     *     must not block
     */
    void append(LogEntry entry, AppendCallback callback);

    /**
     * What the durable entries of an entity leave behind, or null if it has none, or has ended and was forgotten. Its shard
     * must have been claimed. Whoever begins an entity again that may have been forgotten gives it a higher generation than
     * it ever had; revisions may start anew.
     */
    @Nullable
    EntityRow row(EntityKey key);

    /**
     * Reads durable entries that hold positions ({@code firstSeq < nextSeq}) of {@code [from, until)}, in order.
     *
     * @param maxBytes entries are added while their payloads together stay within this; the first is always there
     * @return the entries; expired ones at the beginning, and everything below the entity's floor, are passed over.
     *     Fails with {@link CorruptLogException} where a checksum is wrong
     */
    CompletionStage<List<LogEntry>> read(EntityKey key, int generation, long from, long until, int maxBytes);

    /**
     * The first position of {@code [from, until)} held by a surviving entry whose last timestamp is not below
     * {@code timestamp} (unsigned): that entry's first position, or {@code from} if it begins before.
     */
    CompletionStage<OptionalLong> seek(EntityKey key, int generation, long timestamp, long from, long until);

    /**
     * Whoever answers a question from what {@link #row} and {@link #read} said, or were told to have become durable, asks
     * this afterwards and answers when it has completed: then nobody had been told anything more when this was called, by
     * this node or by one that has taken its shards over (I-LIN). Mostly it has completed already.
     *
     * @return fails with {@link LogFencedException} if another node has taken over, and after a few seconds if the store
     *     does not tell
     */
    CompletionStage<Void> confirm();

    /** Whether entries can still become durable: null if so, otherwise why not. */
    @Nullable
    Throwable failure();

    /** Flushes what was accepted and waits for it, then closes. Appends after this are refused. */
    CompletionStage<Void> shutdown();

    /** Closes at once; what is not durable yet fails. */
    @Override
    void close();

    /** Learns what became of an entry. */
    interface AppendCallback {
        /** The entry is durable; every entry appended before it is, too. */
        void durable();

        /** It is unknown whether the entry will ever be seen; every entry appended after it fails as well. */
        void failed(Throwable cause);
    }
}
