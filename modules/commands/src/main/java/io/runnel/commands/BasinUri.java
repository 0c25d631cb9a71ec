package io.runnel.commands;

import io.runnel.model.BasinName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A basin, {@code s2://basin} or {@code basin}, and perhaps what names of its streams begin with, {@code s2://basin/prefix}.
 *
 * @param prefix as it is, without the slash before it; empty for none
 */
record BasinUri(String basin, String prefix) {
    /** @throws IllegalArgumentException if no basin can have such a name */
    BasinUri {
        basin = new BasinName(basin).value();
    }

    static BasinUri parse(String text) {
        if (!text.startsWith(StreamUri.SCHEME)) {
            return new BasinUri(text, "");
        }
        String path = text.substring(StreamUri.SCHEME.length());
        int slash = path.indexOf('/');
        return slash < 0 ? new BasinUri(path, "") : new BasinUri(path.substring(0, slash), path.substring(slash + 1));
    }

    /** With or without a prefix, from the command line. */
    static final class WithPrefix implements ITypeConverter<BasinUri> {
        @Override
        public BasinUri convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage() + ": " + text);
            }
        }
    }

    /** Just a basin, from the command line. */
    static final class Converter implements ITypeConverter<BasinUri> {
        @Override
        public BasinUri convert(String text) {
            BasinUri uri = new WithPrefix().convert(text);
            if (!uri.prefix.isEmpty()) {
                throw new TypeConversionException("a basin is named BASIN or s2://BASIN, was " + text);
            }
            return uri;
        }
    }
}
