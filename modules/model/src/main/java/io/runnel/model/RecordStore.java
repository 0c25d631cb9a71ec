package io.runnel.model;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * Reads stored batches back: the journal's second face, for what replay is not made for. Thread-safe. Only durable
 * batches are seen. A stage completes exceptionally if the store cannot be read or what it holds is damaged; it may
 * complete on a thread of the store, which must not be blocked.
 */
public interface RecordStore {
    /**
     * Reads consecutive batches.
     *
     * @param persistenceId of the stream, see {@link EntityIds#stream}
     * @param generation which stream of that name
     * @param fromSeqNum the first record wanted; the first batch returned may begin before it
     * @param untilSeqNum records from here on are not wanted; the last batch returned may reach beyond it
     * @param maxBytes batches are added while their encoded bytes together stay within this; the first is always there
     * @return batches in order, without holes between them; expired batches at the beginning are passed over. Empty if
     *     no record in the range survives
     */
    CompletionStage<List<StoredBatch>> read(
            String persistenceId, int generation, long fromSeqNum, long untilSeqNum, int maxBytes);

    /**
     * Finds where a read by timestamp begins.
     *
     * @return the number of the first surviving record in {@code [fromSeqNum, untilSeqNum)} whose timestamp is not below
     *     {@code timestamp} (unsigned); empty if there is none
     */
    CompletionStage<OptionalLong> seek(
            String persistenceId, int generation, long timestamp, long fromSeqNum, long untilSeqNum);

    /**
     * Whether whatever this node knew to be durable when this was called was all that anybody had been told by then. To be
     * asked after what is to be answered has been found out, before it is answered; mostly it has completed already.
     *
     * @return false if another node has replaced this one, or nothing can become durable any more; both for good. Completes
     *     exceptionally, after seconds, if the store does not tell
     */
    CompletionStage<Boolean> confirm();

    /**
     * This node will be asked for every stream there is, as no other shares the store: what a first answer would have to wait
     * for is done for all of them, in the background.
     */
    CompletionStage<Void> expectAll();
}
