package io.runnel.model;

import org.jspecify.annotations.Nullable;

/**
 * What is left of all events of a stream: handed out as its snapshot, so that opening a stream replays nothing.
 *
 * @param state of the last event that had one, or null if none had
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never asked for
public record StreamRow(int generation, long nextSeqNum, long lastTimestamp, long trimPoint, byte @Nullable [] state) {}
