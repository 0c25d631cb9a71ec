package io.runnel.model;

/** Whose timestamp a record gets (contract 6.7). */
public enum TimestampingMode {
    CLIENT_PREFER("client-prefer"),
    CLIENT_REQUIRE("client-require"),
    ARRIVAL("arrival");

    private final String wireName;

    TimestampingMode(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
