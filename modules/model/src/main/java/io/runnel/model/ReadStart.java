package io.runnel.model;

/** Where a read begins (contract 7.1); all numbers are unsigned. */
public sealed interface ReadStart {
    record SeqNum(long seqNum) implements ReadStart {}

    record Timestamp(long timestamp) implements ReadStart {}

    record TailOffset(long offset) implements ReadStart {}
}
