package io.runnel.sdk;

import java.util.Arrays;
import java.util.Base64;
import javax.security.auth.Destroyable;

/**
 * The key of an encrypted stream: 32 bytes. It goes out with every append and read of that stream; the server does not keep it.
 * Never printed. {@link #destroy} wipes it; what is called with it afterwards fails.
 */
public final class EncryptionKey implements Destroyable {
    private static final int BYTES = 32;

    private final byte[] key;
    private volatile boolean destroyed;

    private EncryptionKey(byte[] key) {
        this.key = key;
    }

    /**
     * A key of these bytes, which are copied.
     *
     * @throws IllegalArgumentException if they are not 32
     */
    public static EncryptionKey of(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a key has " + BYTES + " bytes, got " + key.length);
        }
        return new EncryptionKey(key.clone());
    }

    /**
     * A key as the command line takes it.
     *
     * @param base64 of 32 bytes, standard alphabet
     * @throws IllegalArgumentException if it is not that
     */
    public static EncryptionKey ofBase64(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            // Without the cause, whose message may tell characters of the key.
            throw new IllegalArgumentException("a key is the base64 of " + BYTES + " bytes");
        }
        EncryptionKey made = of(bytes);
        Arrays.fill(bytes, (byte) 0);
        return made;
    }

    String header() {
        if (destroyed) {
            throw new IllegalStateException("the key has been destroyed");
        }
        return Base64.getEncoder().encodeToString(key);
    }

    @Override
    public void destroy() {
        destroyed = true;
        Arrays.fill(key, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public String toString() {
        return "EncryptionKey[hidden]";
    }
}
