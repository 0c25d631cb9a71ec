package io.runnel.model;

/** With what the records of a stream are encrypted (contract 6.9). */
public enum StreamCipher {
    AEGIS_256("aegis-256"),
    AES_256_GCM("aes-256-gcm");

    private final String wireName;

    StreamCipher(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
