package io.runnel.commands;

import io.runnel.console.Environment;
import io.runnel.sdk.Position;
import io.runnel.sdk.SequencedRecord;

/** Tells of commands that were read, on standard error. */
final class CommandNotices {
    private final Environment environment;

    CommandNotices(Environment environment) {
        this.environment = environment;
    }

    void tell(SequencedRecord record) {
        String what;
        if (record.isFence()) {
            what = "new fencing token \"" + record.bodyText() + "\"";
        } else if (record.isTrim() && record.bodyLength() == Long.BYTES) {
            what = "trim to " + Long.toUnsignedString(record.body().getLong());
        } else {
            what = "unknown command " + record.headers().get(0).valueText();
        }
        Position at = new Position(record.seqNum(), record.timestamp());
        environment.err().println(environment.errStyle().notice(what + " // " + at));
    }
}
