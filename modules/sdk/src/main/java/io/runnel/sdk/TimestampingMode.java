package io.runnel.sdk;

/** Where the timestamps of records come from. */
public enum TimestampingMode {
    /** From the client; from the server for records that bring none. */
    CLIENT_PREFER("client-prefer"),
    /** From the client; records without are refused. */
    CLIENT_REQUIRE("client-require"),
    /** From the server, always. */
    ARRIVAL("arrival");

    private final String wireName;

    TimestampingMode(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    static TimestampingMode of(String name) {
        for (TimestampingMode each : values()) {
            if (each.wireName.equals(name)) {
                return each;
            }
        }
        throw new ProtocolException("the answer has the unknown timestamping mode " + name);
    }
}
