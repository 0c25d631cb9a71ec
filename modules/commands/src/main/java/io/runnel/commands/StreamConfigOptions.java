package io.runnel.commands;

import io.runnel.console.Durations;
import io.runnel.sdk.Change;
import io.runnel.sdk.RetentionPolicy;
import io.runnel.sdk.StreamConfig;
import io.runnel.sdk.StreamReconfiguration;
import io.runnel.sdk.TimestampingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The configuration of a stream, or of streams to come. A picocli mixin; what is not given keeps its default, or its value. */
final class StreamConfigOptions {
    @Option(
            names = "--storage-class",
            paramLabel = "CLASS",
            description = "Storage class: standard, express, or what else the server knows.")
    private @Nullable String storageClass;

    @Option(
            names = "--retention-policy",
            paramLabel = "AGE",
            converter = RetentionConverter.class,
            description = "How long records are kept: a duration such as 7d or '1h 30m', or infinite.")
    private @Nullable RetentionPolicy retention;

    @Option(
            names = "--timestamping-mode",
            paramLabel = "MODE",
            converter = ModeConverter.class,
            description = "Where timestamps come from: client-prefer, client-require or arrival.")
    private @Nullable TimestampingMode timestampingMode;

    @Option(
            names = "--timestamping-uncapped",
            paramLabel = "true|false",
            arity = "1",
            description = "Whether timestamps of clients may lie in the future.")
    private @Nullable Boolean uncapped;

    @Option(
            names = "--delete-on-empty-min-age",
            paramLabel = "AGE",
            converter = SecondsConverter.class,
            description = "A stream without records for so long is deleted; 0s for never.")
    private @Nullable Duration deleteOnEmptyMinAge;

    StreamConfig config() {
        return new StreamConfig(storageClass, retention, timestampingMode, uncapped, minAgeSeconds());
    }

    boolean isEmpty() {
        return config().equals(StreamConfig.DEFAULT);
    }

    /** Changes what was given only. */
    StreamReconfiguration reconfiguration() {
        return new StreamReconfiguration(
                change(storageClass),
                change(retention),
                change(timestampingMode),
                change(uncapped),
                change(minAgeSeconds()));
    }

    static <T> Change<T> change(@Nullable T value) {
        return value == null ? Change.keep() : Change.to(value);
    }

    private @Nullable Long minAgeSeconds() {
        return deleteOnEmptyMinAge == null ? null : Long.valueOf(deleteOnEmptyMinAge.toSeconds());
    }

    /** The name of a constant as the contract has it. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <T extends Enum<T>> T parse(Class<T> type, String what, String text) {
        Optional<T> found = Stream.of(type.getEnumConstants())
                .filter(each -> name(each).equals(text))
                .findFirst();
        return found.orElseThrow(() -> new TypeConversionException(what + " is one of "
                + String.join(
                        ", ",
                        Stream.of(type.getEnumConstants())
                                .map(StreamConfigOptions::name)
                                .toList())
                + ", was '" + text + "'"));
    }

    /** From the command line. */
    static final class ModeConverter implements ITypeConverter<TimestampingMode> {
        @Override
        public TimestampingMode convert(String text) {
            return parse(TimestampingMode.class, "a timestamping mode", text);
        }
    }

    /** From the command line: whole seconds, for the server counts nothing smaller. */
    static final class SecondsConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Duration age = new Durations.Converter().convert(text);
            if (age.toNanosPart() != 0) {
                throw new TypeConversionException("an age is in whole seconds, was '" + text + "'");
            }
            return age;
        }
    }

    /** From the command line. */
    static final class RetentionConverter implements ITypeConverter<RetentionPolicy> {
        @Override
        public RetentionPolicy convert(String text) {
            if (text.equals("infinite")) {
                return RetentionPolicy.INFINITE;
            }
            Duration age = new SecondsConverter().convert(text);
            if (age.toSeconds() == 0) {
                throw new TypeConversionException("records are kept for 1s or longer, or infinite, was '" + text + "'");
            }
            return RetentionPolicy.age(age.toSeconds());
        }
    }
}
