package io.runnel.commands;

import io.runnel.sdk.SequencedRecord;
import java.io.IOException;
import java.io.OutputStream;

/** Writes records, a line each. Makes no objects for them beyond what the client hands out. */
interface RecordPrinter {
    void print(SequencedRecord record) throws IOException;

    /** Sends on what was printed. */
    void flush() throws IOException;

    /** @param commands who is told of commands in place of a line in the output, if the format has none for them */
    static RecordPrinter of(RecordFormat format, OutputStream out, CommandNotices commands) throws IOException {
        return switch (format) {
            case TEXT -> new TextRecordPrinter(out, commands);
            case JSON -> new JsonRecordPrinter(out, false);
            case JSON_BASE64 -> new JsonRecordPrinter(out, true);
        };
    }
}
