package io.runnel.commands;

import io.runnel.model.BasinName;
import io.runnel.model.StreamName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code s2://basin/stream/with/slashes}: the text after the first slash is taken as it is. */
record StreamUri(String basin, String stream) {
    static final String SCHEME = "s2://";

    /** @throws IllegalArgumentException if no basin or no stream can have such a name */
    StreamUri {
        basin = new BasinName(basin).value();
        stream = new StreamName(stream).value();
    }

    @Override
    public String toString() {
        return SCHEME + basin + "/" + stream;
    }

    /** From the command line. */
    static final class Converter implements ITypeConverter<StreamUri> {
        @Override
        public StreamUri convert(String text) {
            int slash = text.startsWith(SCHEME) ? text.indexOf('/', SCHEME.length()) : -1;
            if (slash <= SCHEME.length() || slash == text.length() - 1) {
                throw new TypeConversionException("a stream is named s2://BASIN/STREAM, was " + text);
            }
            try {
                return new StreamUri(text.substring(SCHEME.length(), slash), text.substring(slash + 1));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage() + ": " + text);
            }
        }
    }
}
