package io.runnel.log;

import io.runnel.log.EntryLog.AppendCallback;
import java.util.function.Function;

/** A slot that is being written, or that waits for those before it, and who is to hear of it. On the loop. */
final class SlotInFlight {
    private final long number;
    private final LogEntry[] entries;
    private final AppendCallback[] callbacks;
    private final EntryRef[] refs;
    private final byte[] index;
    private final int size;
    private final long latestRun;
    private final ReadLease.Moment sent;
    private final SlotWrite write;
    private boolean answered;
    private boolean hedged;

    /**
     * @param sent before anything of it can be there
     * @param write makes what writes it
     */
    SlotInFlight(
            long number,
            LogEntry[] entries,
            AppendCallback[] callbacks,
            WalObject object,
            long latestRun,
            ReadLease.Moment sent,
            Function<SlotInFlight, SlotWrite> write) {
        this.number = number;
        this.entries = entries;
        this.callbacks = callbacks;
        this.refs = object.refs();
        this.index = object.index();
        this.size = object.size();
        this.latestRun = latestRun;
        this.sent = sent;
        this.write = write.apply(this);
    }

    /** Of the object, in bytes. */
    int size() {
        return size;
    }

    int entries() {
        return entries.length;
    }

    long nanosSinceSent(long now) {
        return now - sent.nanoTime();
    }

    void send() {
        write.send();
    }

    /** Whether it makes sense to send it once more, as its answer is outstanding and that has not been done. */
    boolean canBeHedged() {
        return !answered && !hedged;
    }

    void hedge() {
        hedged = true;
        write.hedge();
    }

    void stored() {
        answered = true;
    }

    /** Whether it is stored; of one that has not failed. */
    boolean isStored() {
        return answered;
    }

    /** Tells first whoever keeps account of the log, then those whose entries are in it. */
    void acknowledge(LogWriter.Acknowledged acknowledged) {
        acknowledged.slot(number, entries, refs, index, size, latestRun, sent);
        for (AppendCallback callback : callbacks) {
            callback.durable();
        }
    }

    void fail(Throwable cause) {
        answered = true;
        for (AppendCallback callback : callbacks) {
            callback.failed(cause);
        }
    }
}
