package io.runnel.engine;

/** One basin: its configuration and the catalogue of its streams. */
final class BasinEntity {
    sealed interface Command permits StreamLink.Resolve, StreamLink.EmptinessExpected {}

    private BasinEntity() {}
}
