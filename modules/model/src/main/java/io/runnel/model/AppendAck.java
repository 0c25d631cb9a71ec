package io.runnel.model;

/**
 * A batch is durable (contract 6.5).
 *
 * @param start of its first record
 * @param end one past its last record's number, and that record's timestamp
 * @param tail of the stream when this was said; at or past {@code end}
 */
public record AppendAck(Position start, Position end, Position tail) {}
