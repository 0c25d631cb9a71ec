package io.runnel.sdk;

/**
 * A message is durable.
 *
 * @param firstSeqNum of its first record, unsigned 64-bit
 * @param nextSeqNum of the record after its last, unsigned 64-bit
 */
public record MessageAck(long firstSeqNum, long nextSeqNum) {}
