package io.runnel.commands;

import io.runnel.console.Environment;
import io.runnel.sdk.Position;
import io.runnel.sdk.ReadBatch;
import io.runnel.sdk.ReadSession;
import io.runnel.sdk.SequencedRecord;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Prints what a session reads. */
final class ReadRun {
    private static final double MIB = 1 << 20;

    private final Environment environment;
    private final RecordPrinter printer;
    private final boolean talkative;
    private final @Nullable Position untilTail;
    private final LongSupplier nanoTime;

    private long records;
    private long bytes;

    /**
     * @param talkative whether every batch is told of on standard error, and flushed as a whole; else every record is flushed
     * @param untilTail where to stop; null for where the session ends
     */
    ReadRun(
            Environment environment,
            RecordPrinter printer,
            boolean talkative,
            @Nullable Position untilTail,
            LongSupplier nanoTime) {
        this.environment = environment;
        this.printer = printer;
        this.talkative = talkative;
        this.untilTail = untilTail;
        this.nanoTime = nanoTime;
    }

    void run(ReadSession session) throws IOException, InterruptedException {
        long began = nanoTime.getAsLong();
        try {
            boolean more = true;
            while (more) {
                ReadBatch batch = session.next();
                more = batch != null && print(batch.records());
            }
        } catch (InterruptedException e) {
            tellSpeed(nanoTime.getAsLong() - began);
            throw e;
        }
        tellSpeed(nanoTime.getAsLong() - began);
    }

    /** @return whether there is more to be read */
    private boolean print(List<SequencedRecord> batch) throws IOException {
        int count = 0;
        long metered = 0;
        while (count < batch.size() && isBeforeEnd(batch.get(count).seqNum())) {
            SequencedRecord record = batch.get(count);
            printer.print(record);
            if (!talkative) {
                printer.flush();
            }
            metered += record.meteredBytes();
            count++;
        }
        printer.flush();
        records += count;
        bytes += metered;
        if (talkative && count > 0) {
            tell(batch.get(0).seqNum(), batch.get(count - 1).seqNum(), count, metered);
        }
        return count == batch.size() && isBeforeEnd(batch.get(count - 1).seqNum() + 1);
    }

    private boolean isBeforeEnd(long seqNum) {
        return untilTail == null || Long.compareUnsigned(seqNum, untilTail.seqNum()) < 0;
    }

    private void tell(long first, long last, int count, long metered) {
        String text = "⦿ " + metered + " bytes (" + records(count) + " in range " + Long.toUnsignedString(first) + "..="
                + Long.toUnsignedString(last) + ")";
        environment.err().println(environment.errStyle().notice(text));
    }

    private void tellSpeed(long nanos) {
        if (!talkative) {
            return;
        }
        double seconds = Math.max(nanos, 1) / 1e9;
        String text = String.format(
                Locale.ROOT,
                "⦿ %s, %.2f MiB in %.2f s: %.2f MiB/s",
                records(records),
                bytes / MIB,
                seconds,
                bytes / MIB / seconds);
        environment.err().println(environment.errStyle().notice(text));
    }

    private static String records(long count) {
        return count + (count == 1 ? " record" : " records");
    }
}
