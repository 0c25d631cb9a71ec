package io.runnel.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.runnel.console.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Says which store is meant, in the words of {@code serve}. */
final class StoreOptions {
    private static final String STORE = "runnel.store";

    @ArgGroup(exclusive = true)
    private @Nullable Place place;

    static final class Place {
        @Option(names = "--bucket", paramLabel = "NAME", description = "The data is in this object-store bucket.")
        @Nullable
        String bucket;

        @Option(names = "--local-root", paramLabel = "DIR", description = "The data is in this directory.")
        @Nullable
        Path localRoot;
    }

    @ArgGroup(exclusive = true)
    private @Nullable WalPlace walPlace;

    static final class WalPlace {
        @Option(names = "--wal-bucket", paramLabel = "NAME", description = "The write-ahead log is in this bucket.")
        @Nullable
        String bucket;

        @Option(
                names = "--wal-local-root",
                paramLabel = "DIR",
                description = "The write-ahead log is in this directory.")
        @Nullable
        Path localRoot;
    }

    @Option(names = "--path", paramLabel = "PREFIX", description = "Prefix of all keys in the bucket or directory.")
    private @Nullable String path;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Take from this file what it says of the store (HOCON), as 'runnel serve' does.")
    private @Nullable Path config;

    /** @throws ParameterException if no store is named, or two */
    Config settings(Environment environment, CommandSpec spec) {
        String walBucket = walPlace != null ? walPlace.bucket : environment.get("S2LITE_WAL_BUCKET");
        Path walRoot = walPlace != null ? walPlace.localRoot : file(environment.get("S2LITE_WAL_LOCAL_ROOT"));
        if (walBucket != null && walRoot != null) {
            throw usage(spec, "S2LITE_WAL_BUCKET and S2LITE_WAL_LOCAL_ROOT exclude each other");
        }
        if ((place != null && place.bucket != null && place.bucket.isBlank())
                || (walBucket != null && walBucket.isBlank())) {
            throw usage(spec, "--bucket and --wal-bucket must not be empty");
        }
        Overrides settings = new Overrides();
        if (place != null && place.bucket != null) {
            settings.put(STORE + ".kind", "s3");
            settings.put(STORE + ".s3.bucket", place.bucket);
        } else if (place != null && place.localRoot != null) {
            settings.put(STORE + ".kind", "local");
            settings.put(STORE + ".local.root", place.localRoot);
        }
        if (walBucket != null) {
            settings.put(STORE + ".wal.kind", "s3");
            settings.put(STORE + ".wal.s3.bucket", walBucket);
        } else if (walRoot != null) {
            settings.put(STORE + ".wal.kind", "local");
            settings.put(STORE + ".wal.local.root", walRoot);
        }
        settings.put(STORE + ".path", path);
        Config all = settings.toConfig().withFallback(configFile(spec));
        if (!all.hasPath(STORE + ".kind") || all.getString(STORE + ".kind").equals("memory")) {
            throw usage(spec, "which store? Give --local-root or --bucket, as to 'runnel serve'");
        }
        return all;
    }

    private Config configFile(CommandSpec spec) {
        Path file = config != null ? config : file(System.getProperty("runnel.conf"));
        if (file == null) {
            return ConfigFactory.empty();
        }
        if (!Files.isReadable(file)) {
            throw usage(spec, "cannot read the configuration file " + file);
        }
        try {
            Config all = ConfigFactory.parseFile(file.toFile());
            return all.hasPath(STORE) ? all.withOnlyPath(STORE) : ConfigFactory.empty();
        } catch (ConfigException e) {
            throw usage(spec, "the configuration file is wrong: " + e.getMessage());
        }
    }

    private static @Nullable Path file(@Nullable String name) {
        return name == null || name.isEmpty() ? null : Path.of(name);
    }

    private static ParameterException usage(CommandSpec spec, String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
