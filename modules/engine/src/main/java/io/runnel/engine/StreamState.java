package io.runnel.engine;

import io.runnel.model.FencingToken;

/**
 * What a stream keeps besides its tail and trim point ({@link StreamFormat}).
 *
 * @param deleted whether this generation has ended
 * @param writtenMillis when the batch before {@code writtenSeqNum} was written, milliseconds since the epoch
 * @param writtenSeqNum the tail back then; if the stream's is another by now, later writes did not note their time
 */
record StreamState(boolean deleted, FencingToken fencingToken, long writtenMillis, long writtenSeqNum) {
    static final StreamState FRESH = new StreamState(false, FencingToken.NONE, 0, 0);
    static final StreamState DELETED = new StreamState(true, FencingToken.NONE, 0, 0);
}
