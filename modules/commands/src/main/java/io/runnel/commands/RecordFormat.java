package io.runnel.commands;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a record is written in a line, for input and output. */
enum RecordFormat {
    /** The body, as it is; headers, number and time are left out. */
    TEXT("text"),
    /** An object with texts in UTF-8. */
    JSON("json", "raw"),
    /** An object with headers and body in base64: nothing is lost. */
    JSON_BASE64("json-base64", "base64", "json-binsafe");

    /** For the help of the option. */
    static final String HELP = "text: the body. json (or raw): an object with UTF-8 text. json-base64 (or base64, "
            + "json-binsafe): the same with headers and body in base64, which loses nothing. Default: text.";

    @SuppressWarnings("ImmutableEnumChecker") // List.of is
    private final List<String> names;

    RecordFormat(String... names) {
        this.names = List.of(names);
    }

    /** From the command line. */
    static final class Converter implements ITypeConverter<RecordFormat> {
        @Override
        public RecordFormat convert(String text) {
            for (RecordFormat each : values()) {
                if (each.names.contains(text)) {
                    return each;
                }
            }
            throw new TypeConversionException("a format is text, json or json-base64, was '" + text + "'");
        }
    }
}
