package io.runnel.engine;

import io.runnel.model.AppendInput;
import io.runnel.model.Command;
import io.runnel.model.FencingToken;
import io.runnel.model.Outcome;
import io.runnel.model.StoredBatch;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamError;

/**
 * Decides about appends and gives records their numbers. Its state is what has been assigned, durable or not: the next
 * append builds on it (contract 6.4, 6.6, 6.7).
 */
final class Sequencer {
    private long nextSeqNum;
    private long lastTimestamp;
    private long trimPoint;
    private FencingToken fencingToken;

    Sequencer(long nextSeqNum, long lastTimestamp, long trimPoint, FencingToken fencingToken) {
        this.nextSeqNum = nextSeqNum;
        this.lastTimestamp = lastTimestamp;
        this.trimPoint = trimPoint;
        this.fencingToken = fencingToken;
    }

    /** That of a stream nobody has written to. */
    static Sequencer fresh() {
        return new Sequencer(0, 0, 0, FencingToken.NONE);
    }

    long nextSeqNum() {
        return nextSeqNum;
    }

    long trimPoint() {
        return trimPoint;
    }

    FencingToken fencingToken() {
        return fencingToken;
    }

    /**
     * Places a batch at the end, and applies its commands. A refusal changes nothing.
     *
     * @param now milliseconds since the epoch
     */
    Outcome<StoredBatch> append(AppendInput input, StreamConfig config, long now) {
        FencingToken expectedToken = input.fencingToken();
        if (expectedToken != null && !expectedToken.equals(fencingToken)) {
            return Outcome.refused(new StreamError.FencingTokenMismatch(fencingToken));
        }
        Long expectedSeqNum = input.matchSeqNum();
        if (expectedSeqNum != null && expectedSeqNum != nextSeqNum) {
            return Outcome.refused(new StreamError.SeqNumMismatch(nextSeqNum));
        }
        Outcome<StoredBatch> outcome =
                input.batch().sequence(nextSeqNum, lastTimestamp, config.timestampingMode(), config.uncapped(), now);
        if (outcome instanceof Outcome.Done<StoredBatch> done) {
            for (Command command : input.batch().commands()) {
                if (command instanceof Command.Fence fence) {
                    fencingToken = fence.token();
                } else if (command instanceof Command.Trim trim) {
                    long ownSeqNum = nextSeqNum + trim.index();
                    trimPoint = Unsigned.max(trimPoint, Unsigned.min(trim.requested(), ownSeqNum + 1));
                }
            }
            nextSeqNum = done.value().nextSeqNum();
            lastTimestamp = done.value().lastTimestamp();
        }
        return outcome;
    }
}
