package io.runnel.commands;

import io.runnel.sdk.Change;
import io.runnel.sdk.StreamReconfiguration;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is to change in the configuration of a stream. A picocli mixin. */
final class StreamChangeOptions {
    /** What can be reset, by the names of the options. */
    private enum Setting {
        STORAGE_CLASS,
        RETENTION_POLICY,
        TIMESTAMPING_MODE,
        TIMESTAMPING_UNCAPPED,
        DELETE_ON_EMPTY_MIN_AGE
    }

    @Mixin
    private final StreamConfigOptions values = new StreamConfigOptions();

    @Option(
            names = "--reset",
            paramLabel = "SETTING",
            split = ",",
            converter = SettingConverter.class,
            description = "Settings that take their default, by the names of the options: retention-policy, say.")
    private Set<Setting> resets = EnumSet.noneOf(Setting.class);

    StreamReconfiguration reconfiguration() {
        return reset(values.reconfiguration(), resets);
    }

    private static StreamReconfiguration reset(StreamReconfiguration change, Set<Setting> resets) {
        return new StreamReconfiguration(
                either(resets, Setting.STORAGE_CLASS, change.storageClass()),
                either(resets, Setting.RETENTION_POLICY, change.retention()),
                either(resets, Setting.TIMESTAMPING_MODE, change.timestampingMode()),
                either(resets, Setting.TIMESTAMPING_UNCAPPED, change.uncapped()),
                either(resets, Setting.DELETE_ON_EMPTY_MIN_AGE, change.deleteOnEmptyMinAgeSeconds()));
    }

    private static <T> Change<T> either(Set<Setting> resets, Setting setting, Change<T> otherwise) {
        return resets.contains(setting) ? Change.reset() : otherwise;
    }

    /** From the command line. */
    static final class SettingConverter implements ITypeConverter<Setting> {
        @Override
        public Setting convert(String text) {
            return StreamConfigOptions.parse(Setting.class, "a setting", text);
        }
    }
}
