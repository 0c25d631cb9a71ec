package io.runnel.sdk;

import java.nio.file.Path;
import java.security.KeyStore;
import org.jspecify.annotations.Nullable;

/** Which servers are trusted with {@code https}. */
public final class TlsOptions {
    /** Those whose certificates the Java runtime trusts, under the name they are reached by. */
    public static final TlsOptions SYSTEM = new TlsOptions(false, null, null);
    /** Any, whoever they are: for tests. */
    public static final TlsOptions ACCEPT_ANY = new TlsOptions(true, null, null);

    private final boolean acceptAny;
    private final @Nullable Path certificates;
    private final @Nullable KeyStore trustStore;

    private TlsOptions(boolean acceptAny, @Nullable Path certificates, @Nullable KeyStore trustStore) {
        this.acceptAny = acceptAny;
        this.certificates = certificates;
        this.trustStore = trustStore;
    }

    /** Those with a certificate issued by one of these, under the name they are reached by. */
    public static TlsOptions trusting(KeyStore trustStore) {
        return new TlsOptions(false, null, trustStore);
    }

    /** The same with certificates (X.509) from a PEM file, which is read when the client is made. */
    public static TlsOptions trusting(Path certificates) {
        return new TlsOptions(false, certificates, null);
    }

    boolean acceptAny() {
        return acceptAny;
    }

    @Nullable
    Path certificates() {
        return certificates;
    }

    @Nullable
    KeyStore trustStore() {
        return trustStore;
    }
}
