package io.runnel.model;

/** How long records stay readable (contract 4.1). */
public sealed interface RetentionPolicy {
    /** @param seconds unsigned 64-bit; 0 is refused by {@link StreamOptions#validate} and not here */
    record Age(long seconds) implements RetentionPolicy {}

    record Infinite() implements RetentionPolicy {}
}
