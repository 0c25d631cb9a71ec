package io.runnel.sdk;

/**
 * A record is durable.
 *
 * @param seqNum its number, unsigned 64-bit
 * @param batch what was acknowledged with it
 */
public record RecordAck(long seqNum, AppendAck batch) {}
