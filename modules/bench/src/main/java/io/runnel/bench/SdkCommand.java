package io.runnel.bench;

import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.AppendSession;
import io.runnel.sdk.AppendSessionOptions;
import io.runnel.sdk.ClientOptions;
import io.runnel.sdk.HttpVersion;
import io.runnel.sdk.ReadBatch;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadSession;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.SequencedRecord;
import io.runnel.sdk.StreamClient;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench sdk}. */
@Command(
        name = "sdk",
        description = "The Java client: one append session as fast as it goes, then one read session from the start.")
final class SdkCommand implements Callable<Integer> {
    private static final int OVERHEAD_BYTES = 8;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final TimeOptions time = new TimeOptions();

    @Option(
            names = "--record-bytes",
            paramLabel = "N",
            defaultValue = "65536",
            description = "Metered bytes of a record, 24 to 1048576. Default: ${DEFAULT-VALUE}.")
    private int recordBytes;

    @Option(names = "--reads", paramLabel = "N", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int reads;

    @Option(names = "--h2", description = "HTTP/2 instead of HTTP/1.1.")
    private boolean http2;

    @Option(names = "--exactly-once", description = "Append exactly once.")
    private boolean exactlyOnce;

    @Override
    public Integer call() throws Exception {
        MarkdownTable table = new MarkdownTable("session", "MiB/s", "server CPU s/GiB", "client CPU s/GiB");
        ProcessStats self = new ProcessStats(ProcessHandle.current().pid());
        try (Subject subject = server.open();
                Basin basin = Basin.create(subject.endpoint());
                RunnelClient client = RunnelClient.create(ClientOptions.builder()
                        .endpoint(subject.endpoint().toString())
                        .httpVersion(http2 ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
                        .build())) {
            StreamClient stream = client.basin(basin.name()).stream("sdk");
            byte[] body = new byte[recordBytes - OVERHEAD_BYTES];
            new Random(1).nextBytes(body);
            append(stream, body, time.warmUp());
            Meter meter = Meter.start(subject);
            double before = self.cpuSeconds();
            double mib = append(stream, body, time.seconds()) / Figures.MIB;
            Meter.Reading used = meter.stop();
            table.row(
                    "append",
                    mib / used.seconds(),
                    used.cpuSeconds() / (mib / 1024),
                    (self.cpuSeconds() - before) / (mib / 1024));
            for (int i = 0; i < reads; i++) {
                Meter reading = Meter.start(subject);
                double beforeRead = self.cpuSeconds();
                double read = read(stream, body) / Figures.MIB;
                Meter.Reading took = reading.stop();
                table.row(
                        "read",
                        read / took.seconds(),
                        took.cpuSeconds() / (read / 1024),
                        (self.cpuSeconds() - beforeRead) / (read / 1024));
            }
        }
        System.out.println(table);
        return 0;
    }

    /** Appends for so long; returns how many metered bytes. */
    private double append(StreamClient stream, byte[] body, double seconds) throws InterruptedException {
        int records = Math.max(1, Math.min(AppendInput.MAX_RECORDS, AppendInput.MAX_METERED_BYTES / recordBytes));
        AppendRecord[] batch = new AppendRecord[records];
        double bytes = 0;
        AppendSessionOptions options =
                exactlyOnce ? AppendSessionOptions.DEFAULT.exactlyOnceFromTail() : AppendSessionOptions.DEFAULT;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        try (AppendSession session = stream.appendSession(options)) {
            while (System.nanoTime() < end) {
                for (int i = 0; i < records; i++) {
                    batch[i] = AppendRecord.of(body);
                }
                session.submit(AppendInput.of(batch));
                bytes += (double) records * recordBytes;
            }
        }
        return bytes;
    }

    /** Reads all there is and checks the numbers and sizes; returns how many metered bytes. */
    private static double read(StreamClient stream, byte[] body) throws IOException, InterruptedException {
        double bytes = 0;
        long next = 0;
        try (ReadSession session =
                stream.readSession(ReadOptions.from(ReadStart.beginning()).withCount(Long.MAX_VALUE))) {
            for (ReadBatch batch = session.next(); batch != null; batch = session.next()) {
                for (SequencedRecord record : batch.records()) {
                    if (record.seqNum() != next || record.bodyLength() != body.length) {
                        throw new BrokenAnswerException("expected record " + next + ", got " + record.seqNum());
                    }
                    next++;
                }
                bytes += batch.meteredBytes();
            }
        }
        return bytes;
    }
}
