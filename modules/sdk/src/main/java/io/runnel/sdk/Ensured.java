package io.runnel.sdk;

/** What came of making sure that something exists with a certain configuration. */
public record Ensured<T>(Result result, T info) {
    /** Whether something was done. */
    public enum Result {
        /** It did not exist. */
        CREATED,
        /** It existed with another configuration. */
        UPDATED,
        /** It existed just so. */
        UNCHANGED
    }
}
