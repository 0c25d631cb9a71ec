package io.runnel.model;

/** A resource after a create or ensure request, and what the request did (the header {@code s2-provision-result}). */
public record Provisioned<T>(Result result, T resource) {
    public enum Result {
        CREATED,
        UPDATED,
        NOOP
    }
}
