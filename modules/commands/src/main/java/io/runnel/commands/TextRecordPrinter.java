package io.runnel.commands;

import io.runnel.sdk.SequencedRecord;
import java.io.IOException;
import java.io.OutputStream;

/** The bodies as text; commands are told of elsewhere. */
final class TextRecordPrinter implements RecordPrinter {
    private final OutputStream out;
    private final CommandNotices commands;
    private final Body body = new Body();

    TextRecordPrinter(OutputStream out, CommandNotices commands) {
        this.out = out;
        this.commands = commands;
    }

    @Override
    public void print(SequencedRecord record) throws IOException {
        if (record.isCommand()) {
            commands.tell(record);
            return;
        }
        body.takeText(record);
        out.write(body.bytes(), 0, body.length());
        out.write('\n');
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
