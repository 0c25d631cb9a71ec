package io.runnel.model;

/**
 * An event, alone in its write, with which an actor that is no stream ends: it is not stored, and neither it nor anything
 * before it is ever read again, and the snapshots of the actor are deleted.
 */
public interface LastOfGeneration {
    /** Which ends; refused if another has begun meanwhile. */
    int generation();
}
