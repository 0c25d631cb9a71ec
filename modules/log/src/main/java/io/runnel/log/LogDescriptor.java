package io.runnel.log;

/**
 * What decides whether a log may still be written, and where it ends. Replaced by compare and swap only, and for ever the
 * same once sealed.
 *
 * @param openedMillis since the epoch
 * @param window how many slots are at most written at a time: no slot exists that far behind the first one missing
 * @param end the first slot that holds nothing and never will; 0 while the log is open
 * @param collectedThrough slots up to here may have been deleted: all their entries lie elsewhere, or are wanted no more
 * @param readLeaseMillis for so long after the log has ended, its node may answer from what it knew; see {@link ReadLease}
 * @param keptMillis for so long after the log has ended, what fences its node stays there; 0 for ever. Half of it is how long
 *     the node believes that it is not fenced: see {@link OldLogs}
 * @param nonce unlike that of any other version, so that an ETag never returns
 */
record LogDescriptor(
        Id cluster,
        Id log,
        long openedMillis,
        int window,
        long end,
        long collectedThrough,
        int readLeaseMillis,
        long keptMillis,
        Id nonce) {
    private static final int KIND = 0x524E4C44; // RNLD
    private static final int VERSION = 4;

    boolean sealed() {
        return end != 0;
    }

    LogDescriptor sealedAt(long slot, Id newNonce) {
        return new LogDescriptor(
                cluster, log, openedMillis, window, slot, collectedThrough, readLeaseMillis, keptMillis, newNonce);
    }

    /** By its own node, which answers nothing any more. */
    LogDescriptor withoutLease() {
        return new LogDescriptor(cluster, log, openedMillis, window, end, collectedThrough, 0, keptMillis, nonce);
    }

    LogDescriptor collected(long throughSlot, Id newNonce) {
        return new LogDescriptor(
                cluster, log, openedMillis, window, end, throughSlot, readLeaseMillis, keptMillis, newNonce);
    }

    byte[] encode() {
        return SmallObject.end(SmallObject.begin(KIND, VERSION)
                .id(cluster)
                .id(log)
                .i64(openedMillis)
                .i32(window)
                .i64(end)
                .i64(collectedThrough)
                .i32(readLeaseMillis)
                .i64(keptMillis)
                .id(nonce));
    }

    static LogDescriptor decode(byte[] bytes, String object) {
        FormatReader in = SmallObject.open(KIND, VERSION, bytes, object);
        LogDescriptor descriptor = new LogDescriptor(
                in.id(),
                in.id(),
                in.i64(),
                in.i32(),
                in.i64(),
                in.version() == 1 ? 0 : in.i64(),
                in.version() <= 2 ? 0 : in.i32(),
                in.version() <= 3 ? 0 : in.i64(),
                in.id());
        in.end();
        if (descriptor.window < 1
                || descriptor.window > LogSettings.WIDEST_WINDOW
                || descriptor.end < 0
                || descriptor.collectedThrough < 0
                || descriptor.readLeaseMillis < 0
                || descriptor.keptMillis < 0) {
            throw in.corrupt("makes no sense: " + descriptor);
        }
        return descriptor;
    }
}
