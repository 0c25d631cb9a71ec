package io.runnel.model;

/**
 * What an actor that is no stream persists as part of one of its generations: the event that begins it, alone in its write,
 * and every snapshot. Nothing of an earlier generation is ever read again. Without it a write goes on with the generation of
 * the one before.
 */
public interface OfGeneration {
    /** Higher than any that an actor of the same id has had, even one that has ended and was forgotten. */
    int generation();
}
