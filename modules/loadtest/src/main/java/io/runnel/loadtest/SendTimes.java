package io.runnel.loadtest;

/** When records were handed over that are not acknowledged yet, by sequence number. The oldest are forgotten. */
final class SendTimes {
    private final long[] micros;
    private final int mask;

    /** @param inFlight how many are not acknowledged at most */
    SendTimes(int inFlight) {
        // Twice as many: one may be on its way in while another is on its way out.
        int size = Integer.highestOneBit(Math.max(1, inFlight)) << 2;
        this.micros = new long[size];
        this.mask = size - 1;
    }

    void put(long seqNum, long at) {
        micros[(int) seqNum & mask] = at;
    }

    long get(long seqNum) {
        return micros[(int) seqNum & mask];
    }
}
