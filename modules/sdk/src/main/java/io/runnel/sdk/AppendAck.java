package io.runnel.sdk;

/**
 * A batch is durable.
 *
 * @param start of the first record of the batch
 * @param end sequence number after the last record of the batch, and that record's timestamp
 * @param tail of the stream when the server answered; not before {@code end}
 */
public record AppendAck(Position start, Position end, Position tail) {}
