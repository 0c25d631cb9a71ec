package io.runnel.server;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code runnel.server} says; {@code reference.conf} explains each key.
 *
 * @param port 0 for any free one
 * @param initFile basins and streams to ensure before serving; null for none
 * @param drainGrace how long sessions may end by themselves once the server stops
 * @param drainDeadline when whatever is still open is cut off; counts from the same moment as the grace
 */
public record ServerSettings(
        String host,
        int port,
        boolean cors,
        TlsMode tls,
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable Path initFile,
        Duration drainGrace,
        Duration drainDeadline,
        Discard discard) {

    public enum TlsMode {
        NONE,
        SELF_SIGNED,
        FILES
    }

    /**
     * What is read and thrown away of a request body that nobody wants.
     *
     * @param linger how long an HTTP/1.1 answer waits for the end of such a body
     */
    public record Discard(long maxBytes, Duration maxTime, Duration linger) {
        public Discard {
            if (maxBytes < 0 || maxTime.isNegative() || linger.isNegative()) {
                throw new IllegalArgumentException("runnel.server.discard must not hold negative values");
            }
        }
    }

    public ServerSettings {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("runnel.server.port must be 0 to 65535, was " + port);
        }
        if (tls == TlsMode.FILES && (certificate == null || key == null)) {
            throw new IllegalArgumentException(
                    "runnel.server.tls.mode = files needs runnel.server.tls.certificate and runnel.server.tls.key");
        }
        if (drainGrace.isNegative() || drainDeadline.compareTo(drainGrace) < 0) {
            throw new IllegalArgumentException("runnel.server.drain-deadline must not be below drain-grace, was "
                    + drainDeadline + " and " + drainGrace);
        }
    }

    public static ServerSettings from(Config root) {
        Config server = root.getConfig("runnel.server");
        Config discard = server.getConfig("discard");
        return new ServerSettings(
                server.getString("host"),
                server.getInt("port"),
                server.getBoolean("cors"),
                tlsMode(server.getString("tls.mode")),
                path(server.getString("tls.certificate")),
                path(server.getString("tls.key")),
                path(server.getString("init-file")),
                server.getDuration("drain-grace"),
                server.getDuration("drain-deadline"),
                new Discard(
                        discard.getMemorySize("max-bytes").toBytes(),
                        discard.getDuration("max-time"),
                        discard.getDuration("linger")));
    }

    private static TlsMode tlsMode(String name) {
        try {
            return TlsMode.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "runnel.server.tls.mode must be none, self-signed or files, was " + name, e);
        }
    }

    private static @Nullable Path path(String value) {
        return value.isEmpty() ? null : Path.of(value);
    }
}
