package io.runnel.sdk;

/**
 * A message that was read.
 *
 * @param value what it says
 * @param firstSeqNum of its first record, unsigned 64-bit
 * @param nextSeqNum of the record after its last, unsigned 64-bit: where to go on reading
 * @param timestamp of its last record, unsigned 64-bit
 */
public record Message<T>(T value, long firstSeqNum, long nextSeqNum, long timestamp) {}
