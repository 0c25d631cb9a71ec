package io.runnel.loadtest;

/**
 * What happened in one second.
 *
 * @param atSeconds since the start, at its end
 * @param ack latencies of the records that became durable in it
 * @param endToEnd latencies of the records that were read in it
 */
record Moment(double atSeconds, Throughput written, Throughput read, Quantiles ack, Quantiles endToEnd) {
    /** Since the start, halfway through it. */
    double middleSeconds() {
        return atSeconds - written.seconds() / 2;
    }
}
