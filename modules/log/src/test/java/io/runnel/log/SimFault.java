package io.runnel.log;

/**
 * One thing that goes wrong at one moment.
 *
 * @param nth of the requests of that kind, counted over all nodes from 1
 */
record SimFault(SimPoint point, Strike strike, int nth) {
    enum Strike {
        /** The node dies, and the request never arrives. */
        CRASH_BEFORE,
        /** The node dies; the request has its effect. */
        CRASH_AFTER,
        ANSWER_LOST,
        /** The same arrives once more, half a minute later. */
        DUPLICATED,
        /** It arrives after half a minute. */
        DELAYED,
        /** The node stands still for half a minute; the request has its effect meanwhile. */
        STALLED,
        /** 503, or 409. */
        REFUSED
    }
}
