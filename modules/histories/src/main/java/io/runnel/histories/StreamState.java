package io.runnel.histories;

/**
 * A stream between two operations, but for its content.
 *
 * @param chain digest of all batches so far, in their order
 */
record StreamState(long tail, String token, long trimPoint, long chain) {
    static final StreamState EMPTY = new StreamState(0, "", 0, 0);

    StreamState after(Call.Append append) {
        long next = chain;
        for (long record : append.records()) {
            next = mix(next * 31 + record);
        }
        return new StreamState(
                tail + append.count(), append.tokenAfter(token), append.trimPointAfter(trimPoint, tail), next);
    }

    /** Spreads every bit over all. */
    static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    @Override
    public String toString() {
        return "tail " + tail + ", token '" + token + "'" + (trimPoint == 0 ? "" : ", trimmed to " + trimPoint);
    }
}
