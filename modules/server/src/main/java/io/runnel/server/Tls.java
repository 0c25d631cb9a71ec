package io.runnel.server;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What a server shows its clients to prove who it is; which protocol they speak then is settled by ALPN. */
final class Tls {
    private static final char[] NO_PASSWORD = {};

    private Tls() {}

    /** A key and the certificates that vouch for it, its own first. */
    record Identity(PrivateKey key, List<X509Certificate> chain) {
        Identity {
            chain = List.copyOf(chain);
        }
    }

    /**
     * @return null without TLS
     * @throws ServerStartException if the files are no good
     */
    static @Nullable SSLContext context(ServerSettings settings, Clock clock) {
        return switch (settings.tls()) {
            case NONE -> null;
            case SELF_SIGNED -> context(SelfSigned.create(clock));
            case FILES -> {
                if (settings.certificate() == null || settings.key() == null) {
                    throw new IllegalArgumentException("a certificate and a key are needed");
                }
                yield context(PemFiles.read(settings.certificate(), settings.key()));
            }
        };
    }

    private static SSLContext context(Identity identity) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry(
                    "runnel", identity.key(), NO_PASSWORD, identity.chain().toArray(new Certificate[0]));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new ServerStartException("cannot set up TLS: " + e.getMessage(), e);
        }
    }
}
