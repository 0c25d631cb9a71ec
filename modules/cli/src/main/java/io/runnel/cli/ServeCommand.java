package io.runnel.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.runnel.console.Environment;
import io.runnel.console.Version;
import io.runnel.server.RunnelServer;
import io.runnel.server.ServerStartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code runnel serve}, which scripts written for the field's server may also call {@code runnel lite}. */
@Command(
        name = "serve",
        aliases = "lite",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpWidth = 100,
        description = {
            "Runs the server.",
            "Everything is kept in memory, and lost at exit, unless --local-root or --bucket says where to keep it."
        },
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  S2LITE_INIT_FILE               as --init-file",
            "  S2LITE_NO_DASHBOARD            as --no-dashboard",
            "  S2LITE_WAL_BUCKET, S2LITE_WAL_LOCAL_ROOT",
            "                                 as --wal-bucket and --wal-local-root",
            "  S2LITE_WAL_AWS_...             like AWS_..., for the bucket of the log only",
            "  AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_PROFILE, AWS_REGION",
            "                                 credentials and region of the bucket",
            "  AWS_ENDPOINT_URL_S3            an S3-compatible store other than AWS",
            "  RUNNEL_LOG_LEVEL               TRACE, DEBUG, INFO (default), WARN or ERROR",
            "  RUNNEL_JAVA_OPTS               options for the JVM, after the defaults (-Xmx512m and others)",
            "",
            "Examples:",
            "  runnel serve",
            "  runnel serve --local-root /var/lib/runnel --port 80",
            "  runnel serve --bucket my-bucket --path runnel --tls-cert chain.pem --tls-key key.pem",
            "  AWS_ENDPOINT_URL_S3=http://localhost:9000 runnel serve --bucket dev --init-file basins.json"
        })
final class ServeCommand implements Callable<Integer> {
    private static final Set<String> KNOWN_VARIABLES = Set.of(
            "S2LITE_INIT_FILE",
            "S2LITE_NO_DASHBOARD",
            "S2LITE_WAL_BUCKET",
            "S2LITE_WAL_LOCAL_ROOT",
            "S2LITE_WAL_AWS_ENDPOINT_URL",
            "S2LITE_WAL_AWS_ENDPOINT_URL_S3",
            "S2LITE_WAL_AWS_REGION",
            "S2LITE_WAL_AWS_DEFAULT_REGION",
            "S2LITE_WAL_AWS_ACCESS_KEY_ID",
            "S2LITE_WAL_AWS_SECRET_ACCESS_KEY",
            "S2LITE_WAL_AWS_SESSION_TOKEN");

    private final Environment environment;
    private final ServerLauncher launcher;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on; 0 for any free one. Default: 8080.")
    private @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to listen on. Default: 0.0.0.0, all of them.")
    private @Nullable String host;

    @ArgGroup(exclusive = true)
    private @Nullable Place place;

    static final class Place {
        @Option(names = "--bucket", paramLabel = "NAME", description = "Keep the data in this object-store bucket.")
        @Nullable
        String bucket;

        @Option(
                names = "--local-root",
                paramLabel = "DIR",
                description = "Keep the data in this directory; every write is fsynced.")
        @Nullable
        Path localRoot;
    }

    @ArgGroup(exclusive = true)
    private @Nullable WalPlace walPlace;

    static final class WalPlace {
        @Option(
                names = "--wal-bucket",
                paramLabel = "NAME",
                description = "Keep the write-ahead log in this bucket, everything else as said above.")
        @Nullable
        String bucket;

        @Option(
                names = "--wal-local-root",
                paramLabel = "DIR",
                description = "Keep the write-ahead log in this directory. Lost with it is what was appended last.")
        @Nullable
        Path localRoot;
    }

    @Option(names = "--path", paramLabel = "PREFIX", description = "Prefix of all keys in the bucket or directory.")
    private @Nullable String path;

    @ArgGroup(exclusive = true)
    private @Nullable Tls tls;

    static final class Tls {
        @Option(
                names = "--tls-self",
                description = "Serve TLS with a new self-signed certificate for localhost, 127.0.0.1 and ::1.")
        boolean selfSigned;

        @ArgGroup(exclusive = false)
        @Nullable
        Pem pem;

        static final class Pem {
            @Option(names = "--tls-cert", required = true, paramLabel = "FILE", description = "Certificate chain, PEM.")
            @Nullable
            Path certificate;

            @Option(names = "--tls-key", required = true, paramLabel = "FILE", description = "Its private key, PEM.")
            @Nullable
            Path key;
        }
    }

    @Option(names = "--no-cors", description = "Do not answer cross-origin requests of browsers.")
    private boolean noCors;

    @Option(
            names = "--init-file",
            paramLabel = "FILE",
            description = "JSON file of basins and streams to create, or bring up to date, before serving.")
    private @Nullable Path initFile;

    @Option(
            names = "--append-inflight-bytes",
            paramLabel = "BYTES",
            description = "Appends that are not durable yet hold at most this many bytes; more wait. "
                    + "Default: an eighth of the heap, 128MiB at most.")
    private @Nullable String appendInflightBytes;

    @Option(names = "--no-dashboard", description = "No dashboard (there is none yet, so this changes nothing).")
    @SuppressWarnings("unused") // scripts give it
    private boolean noDashboard;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings beyond these options (HOCON).")
    private @Nullable Path config;

    ServeCommand(Environment environment, ServerLauncher launcher) {
        this.environment = environment;
        this.launcher = launcher;
    }

    @Override
    public Integer call() {
        refuseWhatIsWrong();
        warnOfWhatIsIgnored();
        Config settings = overrides().withFallback(configFile());
        requireMainStore(settings);
        try {
            return launcher.serve(settings, environment);
        } catch (ServerStartException e) {
            environment.err().println("error: " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    private void refuseWhatIsWrong() {
        if (port != null && (port < 0 || port > 65535)) {
            throw usage("--port must be 0 to 65535, was " + port);
        }
        if (place != null && place.bucket != null && place.bucket.isBlank()) {
            throw usage("--bucket must not be empty");
        }
        if (walPlace != null && walPlace.bucket != null && walPlace.bucket.isBlank()) {
            throw usage("--wal-bucket must not be empty");
        }
        if (walBucket() != null && walLocalRoot() != null) {
            throw usage("S2LITE_WAL_BUCKET and S2LITE_WAL_LOCAL_ROOT exclude each other");
        }
        if (appendInflightBytes != null && !isPositiveSize(appendInflightBytes)) {
            throw usage("--append-inflight-bytes must be a number of bytes above 0, such as 134217728 or 128MiB, was "
                    + appendInflightBytes);
        }
    }

    /** The options win over the variables, both of them. */
    private @Nullable String walBucket() {
        return walPlace != null ? walPlace.bucket : environment.get("S2LITE_WAL_BUCKET");
    }

    private @Nullable Path walLocalRoot() {
        return walPlace != null ? walPlace.localRoot : file(environment.get("S2LITE_WAL_LOCAL_ROOT"));
    }

    /** A log that outlives what it belongs to is of no use. A configuration file may say where that is. */
    private void requireMainStore(Config settings) {
        if (walBucket() == null && walLocalRoot() == null) {
            return;
        }
        if (RunnelServer.configuration(settings).getString("runnel.store.kind").equals("memory")) {
            throw usage((walBucket() != null ? "--wal-bucket" : "--wal-local-root")
                    + " needs --bucket or --local-root: it keeps the log only");
        }
    }

    private static boolean isPositiveSize(String value) {
        try {
            return ConfigFactory.parseMap(Map.of("size", value)).getBytes("size") > 0;
        } catch (ConfigException e) {
            return false;
        }
    }

    private void warnOfWhatIsIgnored() {
        for (String name : new TreeSet<>(environment.variables().keySet())) {
            if (name.startsWith("SL8_")) {
                warn(name + " is ignored: it tunes the engine of another server");
            } else if (name.startsWith("S2LITE_") && !KNOWN_VARIABLES.contains(name)) {
                warn(name + " is ignored: there is no such variable");
            }
        }
    }

    private void warn(String message) {
        environment.err().println("warning: " + message);
    }

    /** What the options and variables say, as settings. */
    private Config overrides() {
        Overrides settings = new Overrides();
        settings.put("runnel.server.port", port);
        settings.put("runnel.server.host", host);
        if (noCors) {
            settings.put("runnel.server.cors", false);
        }
        Path init = initFile != null ? initFile : file(environment.get("S2LITE_INIT_FILE"));
        settings.put("runnel.server.init-file", init);
        if (tls != null && tls.selfSigned) {
            settings.put("runnel.server.tls.mode", "self-signed");
        } else if (tls != null && tls.pem != null) {
            settings.put("runnel.server.tls.mode", "files");
            settings.put("runnel.server.tls.certificate", tls.pem.certificate);
            settings.put("runnel.server.tls.key", tls.pem.key);
        }
        if (place != null && place.bucket != null) {
            settings.put("runnel.store.kind", "s3");
            settings.put("runnel.store.s3.bucket", place.bucket);
        } else if (place != null && place.localRoot != null) {
            settings.put("runnel.store.kind", "local");
            settings.put("runnel.store.local.root", place.localRoot);
        }
        if (walBucket() != null) {
            settings.put("runnel.store.wal.kind", "s3");
            settings.put("runnel.store.wal.s3.bucket", walBucket());
        } else if (walLocalRoot() != null) {
            settings.put("runnel.store.wal.kind", "local");
            settings.put("runnel.store.wal.local.root", walLocalRoot());
        }
        settings.put("runnel.store.path", path);
        settings.put("runnel.streams.append-inflight-bytes", appendInflightBytes);
        return settings.toConfig();
    }

    private Config configFile() {
        Path file = config != null ? config : file(System.getProperty("runnel.conf"));
        if (file == null) {
            return ConfigFactory.empty();
        }
        if (!Files.isReadable(file)) {
            throw usage("cannot read the configuration file " + file);
        }
        try {
            return ConfigFactory.parseFile(file.toFile());
        } catch (ConfigException e) {
            throw usage("the configuration file is wrong: " + e.getMessage());
        }
    }

    private static @Nullable Path file(@Nullable String name) {
        return name == null || name.isEmpty() ? null : Path.of(name);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
