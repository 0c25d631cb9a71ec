package io.runnel.sdk;

/** How the records of a stream are encrypted. */
public enum StreamCipher {
    /** AEGIS-256. */
    AEGIS_256("aegis-256"),
    /** AES-256 in GCM. */
    AES_256_GCM("aes-256-gcm");

    private final String wireName;

    StreamCipher(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    static StreamCipher of(String name) {
        for (StreamCipher each : values()) {
            if (each.wireName.equals(name)) {
                return each;
            }
        }
        throw new ProtocolException("the answer has the unknown cipher " + name);
    }
}
