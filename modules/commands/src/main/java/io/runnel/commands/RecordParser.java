package io.runnel.commands;

import io.runnel.sdk.AppendRecord;
import java.util.Arrays;

/** Makes a record of a line of the input. */
@FunctionalInterface
interface RecordParser {
    /** @param until exclusive; the end of the line, without what ends it */
    AppendRecord parse(byte[] bytes, int from, int until) throws MalformedRecordException;

    static RecordParser of(RecordFormat format) {
        return switch (format) {
            case TEXT -> (bytes, from, until) -> AppendRecord.of(Arrays.copyOfRange(bytes, from, until));
            case JSON -> new JsonRecordParser(false);
            case JSON_BASE64 -> new JsonRecordParser(true);
        };
    }
}
